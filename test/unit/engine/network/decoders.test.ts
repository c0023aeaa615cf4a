import assert from 'node:assert/strict';
import { type Decoders, decodersOf, type NamedSession } from '../../../../src/engine/network/decoders';
import { decoderState } from '../../../../src/engine/network/decoderState';
import { Seq2seq } from '../../../../src/engine/network/seq2seq';
import type { Session, Tensor, ValueInfo } from '../../../../src/engine/runtime/runtime';
import type { StepRequest } from '../../../../src/engine/search/search';

type Feeds = Readonly<Record<string, Tensor>>;

interface Toy extends NamedSession {
  /** The inputs of each run. */
  readonly runs: Feeds[];
}

const DIMS: Readonly<Record<string, readonly (number | string)[]>> = { logits: ['rows', 'steps', 3] };

function info(name: string, type = 'float32'): ValueInfo {
  return { name, type, dims: DIMS[name] ?? (name.includes('.') ? ['rows', 2, 'past', 4] : ['rows', 'tokens']) };
}

/**
 * A session whose logits at each position are all the index of that position, counted over all rows of the batch. Every
 * other output is filled with the number of the run, counted from 1.
 */
function toy(name: string, inputs: readonly (string | ValueInfo)[], outputs: readonly string[]): Toy {
  const runs: Feeds[] = [];
  const session: Session = {
    inputs: inputs.map(each => (typeof each === 'string' ? info(each) : each)),
    outputs: outputs.map(each => info(each)),
    run(feeds) {
      runs.push(feeds);
      const [rows, steps] = feeds['input_ids'].dims;
      const filled = (output: string): Tensor => {
        if (output === 'logits') {
          const data = Float32Array.from({ length: rows * steps * 3 }, (_, at) => Math.floor(at / 3));
          return { type: 'float32', dims: [rows, steps, 3], data };
        }
        return { type: 'float32', dims: [rows, 1], data: new Float32Array(rows).fill(runs.length) };
      };
      return Promise.resolve(Object.fromEntries(outputs.map(output => [output, filled(output)])));
    },
    release: () => Promise.resolve(),
  };
  return { name, session, runs };
}

/** The inputs of a decoder without a cache. */
const SOURCE = ['input_ids', 'encoder_attention_mask', 'encoder_hidden_states'];
const PAST = ['past_key_values.0.decoder.key', 'past_key_values.0.encoder.key'];
const PRESENT = ['present.0.decoder.key', 'present.0.encoder.key'];

function request(sources: number[], parents: number[], tokens: number[]): StepRequest {
  const [source, parent, token] = [sources, parents, tokens].map(each => Int32Array.from(each));
  return { sources: source, parents: parent, tokens: token };
}

function encoded(rows: number, type: Tensor['type'] = 'float32'): { hidden: Tensor; mask: Tensor } {
  const hidden = Array.from({ length: rows }, (_, row) => row);
  const data = type === 'float16' ? Uint16Array.from(hidden) : Float32Array.from(hidden);
  return {
    hidden: { type, dims: [rows, 1, 1], data },
    mask: { type: 'int64', dims: [rows, 1], data: BigInt64Array.from(hidden, BigInt) },
  };
}

describe('decodersOf and decoderState, for two decoders,', () => {
  const pair = (): { first: Toy; next: Toy; decoders: Decoders } => {
    const first = toy('first', SOURCE, ['logits', ...PRESENT]);
    // As Optimum writes it, without encoder_hidden_states, and without a cross-attention cache among its outputs.
    const next = toy('next', ['input_ids', 'encoder_attention_mask', ...PAST], ['logits', PRESENT[0]]);
    return { first, next, decoders: decodersOf(first, next) };
  };

  it('run the first decoder at the first step and the second later, with the cross-attention cache of the first', async () => {
    const { first, next, decoders } = pair();
    const step = decoderState(decoders, encoded(2));
    await step(request([0, 1], [0, 1], [7, 7]));
    await step(request([0, 1], [0, 1], [5, 6]));
    await step(request([0, 1], [0, 1], [5, 6]));
    assert.deepEqual([first.runs.length, next.runs.length], [1, 2]);
    assert.deepEqual(Object.keys(first.runs[0]).sort(), [...SOURCE].sort());
    assert.deepEqual(Object.keys(next.runs[0]).sort(), ['encoder_attention_mask', 'input_ids', ...PAST].sort());
    // The number of the run that gave each cache: the first of `next` for its own, the one of `first` for cross-attention.
    const [own, cross] = PAST.map(name => next.runs[1][name].data);
    assert.deepEqual([[...own], [...cross]], [[1, 1], [1, 1]]); // prettier-ignore
    assert.deepEqual([...next.runs[1]['input_ids'].data], [5n, 6n]);
  });

  it('drop the rows of a finished source from the cross-attention cache too', async () => {
    const { next, decoders } = pair();
    const step = decoderState(decoders, encoded(3));
    await step(request([0, 1, 2], [0, 1, 2], [7, 7, 7]));
    await step(request([2], [2], [5]));
    assert.deepEqual([...next.runs[0]['encoder_attention_mask'].data], [2n]);
    assert.deepEqual(
      PAST.map(name => next.runs[0][name].dims[0]),
      [1, 1],
    );
  });

  it('refuse decoders whose inputs and outputs do not fit together', () => {
    const { first, next } = pair();
    const refused = (decoder: Toy, withPast: Toy, what: string): void =>
      assert.throws(() => decodersOf(decoder, withPast), { code: 'model-unsupported', data: { what } });
    refused(first, first, 'first takes no past_key_values');
    refused(next, next, 'next does not read encoder_hidden_states');
    refused(toy('short', SOURCE, ['logits', PRESENT[0]]), next, `short does not give ${PRESENT[1]}`);
    refused(first, toy('bare', ['input_ids', ...PAST], ['logits']), `bare does not give ${PRESENT[0]}`);
  });
});

describe('decoderState, for a decoder without a cache,', () => {
  it('runs over the whole target of each row, and returns the logits of the last position', async () => {
    const only = toy('only', SOURCE, ['logits', ...PRESENT]);
    const step = decoderState(decodersOf(only, undefined), encoded(2));
    await step(request([0, 1], [0, 1], [7, 8]));
    assert.deepEqual([...(await step(request([0, 0, 1], [0, 0, 1], [1, 2, 3])))].length, 9);
    // The second row of the first source is continued twice; the other source is finished.
    const logits = await step(request([0, 0], [1, 1], [4, 5]));
    const ids = only.runs.map(feeds => [feeds['input_ids'].dims, [...feeds['input_ids'].data].map(Number)]);
    assert.deepEqual(ids, [
      [
        [2, 1],
        [7, 8],
      ],
      [
        [3, 2],
        [7, 1, 7, 2, 8, 3],
      ],
      [
        [2, 3],
        [7, 2, 4, 7, 2, 5],
      ],
    ]);
    assert.deepEqual([...logits], [2, 2, 2, 5, 5, 5]);
    assert.deepEqual([...only.runs[2]['encoder_attention_mask'].data], [0n, 0n]);
    assert.deepEqual([...only.runs[1]['encoder_hidden_states'].data], [0, 0, 1]);
  });
});

describe('decodersOf and decoderState, for a merged decoder,', () => {
  const inputs = [...SOURCE, ...PAST, 'use_cache_branch'];

  it("feed empty caches at the first step, and the encoder's output in the type that the decoder declares", async () => {
    // `x` stands for all types that need no conversion.
    const typed = inputs.map(name => info(name, name.includes('_key_') || name.includes('hidden') ? 'float16' : 'x'));
    const merged = toy('merged', typed, ['logits', ...PRESENT]);
    const step = decoderState(decodersOf(merged, undefined), encoded(2));
    await step(request([0, 1], [0, 1], [7, 7]));
    const [feeds] = merged.runs;
    assert.deepEqual(feeds[PAST[0]], { type: 'float16', dims: [2, 2, 0, 4], data: new Uint16Array() });
    assert.deepEqual([feeds['encoder_hidden_states'].type, feeds['use_cache_branch'].data[0]], ['float16', 0]);
    assert.deepEqual([...feeds['encoder_hidden_states'].data], [0, 0x3c00]);
  });

  it('refuse a decoder without a branch for step 1, with an unknown input, a missing output or caches of unknown size', () => {
    for (const [session, what] of [
      [toy('d', [...SOURCE, ...PAST], ['logits', ...PRESENT]), 'd is no decoder for a first step'],
      [
        toy('d', [...inputs, 'position_ids'], ['logits', ...PRESENT]),
        'd also reads position_ids, which Attentive cannot give it',
      ],
      [toy('d', inputs, PRESENT), 'd does not give logits'],
      [toy('d', inputs, ['logits', PRESENT[0]]), `d does not give ${PRESENT[1]}`],
    ] as const) {
      assert.throws(() => decodersOf(session, undefined), { code: 'model-unsupported', data: { what } });
    }
    const unsized = toy(
      'd',
      [...inputs.slice(0, 3), { name: PAST[0], type: 'float32', dims: ['a', 'b', 'c', 'd'] }],
      ['logits'],
    );
    assert.throws(() => decodersOf(unsized, undefined), { code: 'model-broken-file' });
  });
});

describe('Seq2seq', () => {
  it('refuses an encoder that reads something else than ids, and names that input', () => {
    const decoder = toy('d', [...SOURCE, ...PAST, 'use_cache_branch'], ['logits', ...PRESENT]);
    for (const [inputs, what] of [
      [['input_features'], 'e reads input_features instead of input_ids'], // Whisper
      [['pixel_values'], 'e reads pixel_values instead of input_ids'], // TrOCR
      [['input_ids', 'token_type_ids'], 'e also reads token_type_ids, which Attentive cannot give it'],
      [[], 'e does not read input_ids'],
    ] as const) {
      assert.throws(() => new Seq2seq(toy('e', inputs, ['last_hidden_state']), decoder), {
        code: 'model-unsupported',
        data: { what },
      });
    }
  });

  it('feeds the mask only to an encoder that has this input', async () => {
    const decoder = toy('d', [...SOURCE, ...PAST, 'use_cache_branch'], ['logits', ...PRESENT]);
    for (const inputs of [['input_ids'], ['input_ids', 'attention_mask']]) {
      const encoder = toy('e', inputs, ['last_hidden_state']);
      await new Seq2seq(encoder, decoder).encode([[5, 4, 1], [1]], 9);
      assert.deepEqual(Object.keys(encoder.runs[0]), inputs);
    }
  });

  it('pads with the last token of the text if the encoder has a mask, else with the padding token', async () => {
    const decoder = toy('d', [...SOURCE, ...PAST, 'use_cache_branch'], ['logits', ...PRESENT]);
    const filled = async (inputs: readonly string[]): Promise<number[]> => {
      const encoder = toy('e', inputs, ['last_hidden_state']);
      await new Seq2seq(encoder, decoder).encode(
        [
          [5, 6, 7, 1],
          [4, 1],
        ],
        9,
      );
      return Array.from(encoder.runs[0]['input_ids'].data as BigInt64Array, Number);
    };
    assert.deepEqual(await filled(['input_ids', 'attention_mask']), [5, 6, 7, 1, 4, 1, 4, 4]);
    assert.deepEqual(await filled(['input_ids']), [5, 6, 7, 1, 4, 1, 9, 9]);
  });
});
