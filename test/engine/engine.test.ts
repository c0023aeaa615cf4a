import assert from 'node:assert/strict';
import path from 'node:path';
import { AttentiveError, type ErrorData } from '../../src/base/errors';
import { consumed } from '../../src/base/streams';
import type {
  EngineHandlers,
  GenerateEvent,
  GenerateRequest,
  GenerateStats,
  GenerationOverrides,
} from '../../src/engine/api/contract';
import type { ModelFiles } from '../../src/models/modelFiles';
import { createEngine } from '../../src/engine/engine';
import { connectEngine } from '../../src/engine/remote';
import { readModelFolder } from '../../src/engine/modelFolder';
import { diskFolder } from '../../src/node/files';
import { type WorkerThread, spawnEngine } from '../../src/node/spawn';
import { EMBEDDED, loaded, MARIAN, never, WASM } from './models';

type Source = GenerateRequest['source'];

const greedy: GenerationOverrides = { numBeams: 1, maxNewTokens: 24 };
/** Settings by which generation takes 120 tokens, so that there is time to stop it. */
const long: GenerationOverrides = { numBeams: 1, maxNewTokens: 120, minNewTokens: 119 };

const TEXTS = [
  'A cat.',
  'The river was high that year, and nobody in the village could remember it so.',
  'No.',
  'She opened the old door slowly and looked into the room.',
];

function ofTexts(...texts: string[]): Source {
  return { kind: 'text', texts };
}

async function events(
  engine: EngineHandlers,
  source: Source,
  more: Partial<GenerateRequest> = {},
  signal = never,
): Promise<{ events: GenerateEvent[]; stats: GenerateStats }> {
  const found: GenerateEvent[] = [];
  const stats = await consumed(
    engine.generate({ model: 'model', source, settings: greedy, ...more }, signal),
    event => void found.push(event),
  );
  return { events: found, stats };
}

/** The ids of each row's best hypothesis, by row. */
async function ids(engine: EngineHandlers, source: Source, more?: Partial<GenerateRequest>) {
  const found: (readonly number[])[] = [];
  for (const event of (await events(engine, source, more)).events) {
    if (event.kind === 'row') found[event.row] = event.hypotheses[0].ids;
  }
  return found;
}

async function failure(run: () => Promise<unknown>): Promise<AttentiveError> {
  const error: unknown = await run().then(
    () => assert.fail('it did not fail'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AttentiveError, String(error));
  return error;
}

async function filesOf(folder: string, precision?: 'fp32'): Promise<ModelFiles> {
  return readModelFolder(diskFolder(folder), precision);
}

describe('The engine', () => {
  let engine: EngineHandlers;
  before(async () => ({ engine } = await loaded(MARIAN, 'fp32')));

  it('reports the progress of loading and describes the loaded model', async () => {
    const other = createEngine(WASM.runtime);
    const stages: string[] = [];
    const request = { model: 'other', files: await filesOf(MARIAN, 'fp32') };
    const model = await consumed(other.load(request, never), ({ stage }) => stages.push(stage));
    assert.deepEqual(stages, ['tokenizer', 'encoder', 'decoder']);
    assert.deepEqual(model, { model: 'other', modelType: 'marian', vocabularySize: 337, maxSourceTokens: 128 });
    const shorter = await consumed(other.load({ ...request, maxSourceTokens: 32 }, never));
    assert.equal(shorter.maxSourceTokens, 32);
    await other.unload({ model: 'other' }, never);
  });

  describe('when it generates', () => {
    it('gives each row of a batch of different lengths the same ids as alone', async () => {
      const together = await ids(engine, ofTexts(...TEXTS));
      for (const [row, text] of TEXTS.entries()) {
        const [alone] = await ids(engine, ofTexts(text));
        assert.deepEqual(together[row], alone, text);
      }
      assert.ok(new Set(together.map(String)).size > 1, 'all rows have the same ids');
      for (const maxBatchRows of [1, 2, 3]) {
        assert.deepEqual(await ids(engine, ofTexts(...TEXTS), { maxBatchRows }), together);
      }
    });

    it('gives each row of a batch the same ids as alone with beam search too', async () => {
      const settings = { numBeams: 3, maxNewTokens: 20 };
      const together = await ids(engine, ofTexts(...TEXTS), { settings });
      for (const [row, text] of TEXTS.entries()) {
        assert.deepEqual(together[row], (await ids(engine, ofTexts(text), { settings }))[0], text);
      }
    });

    it('gives two requests at the same time the same results as one after the other', async () => {
      const sources = [ofTexts(TEXTS[1]), ofTexts(TEXTS[3], TEXTS[0])];
      const expected = [await ids(engine, sources[0]), await ids(engine, sources[1])];
      assert.deepEqual(await Promise.all(sources.map(source => ids(engine, source))), expected);
    });

    it('counts source tokens, steps and new tokens, and measures times', async () => {
      const source: Source = {
        kind: 'ids',
        ids: [
          [5, 17, 0],
          [9, 0],
        ],
      };
      const { events: received, stats } = await events(engine, source, {
        settings: { numBeams: 1, maxNewTokens: 6, minNewTokens: 6 },
      });
      assert.deepEqual([stats.sourceTokens, stats.steps, stats.newTokens], [5, 6, 12]);
      assert.ok(stats.encoderMs > 0 && stats.decoderMs > 0);
      for (const event of received) assert.ok(event.kind !== 'row' || event.hypotheses[0].ids.length === 7);
    });

    it('reports the text so far for a request of one text, and not for others', async () => {
      const { events: received } = await events(engine, ofTexts(TEXTS[1]));
      const partials = received.flatMap(event => (event.kind === 'partial' ? [event.text] : []));
      const [row] = received.flatMap(event => (event.kind === 'row' ? [event] : []));
      assert.ok(partials.length > 3);
      assert.equal(partials.at(-1)?.trim(), row.hypotheses[0].text.trim());
      for (const withoutPartial of [ofTexts('A.', 'B.'), { kind: 'ids', ids: [[5, 0]] } as const]) {
        const { events: others } = await events(engine, withoutPartial);
        assert.ok(!others.some(event => event.kind === 'partial'));
      }
    });

    it('reports a row that is too long with its length, and runs the others', async () => {
      const tooMany = new Array<string>(200).fill('river').join(' ');
      const { events: received } = await events(engine, ofTexts(TEXTS[0], tooMany, TEXTS[2]));
      const [event] = received.filter(({ kind }) => kind === 'tooLong');
      assert.ok(event.kind === 'tooLong' && event.row === 1 && event.tokens >= 200 && event.limit === 128);
      const rows = received.flatMap(one => (one.kind === 'row' ? [one.row] : []));
      assert.deepEqual(rows.sort(), [0, 2]);
    });

    it('runs a row of as many tokens as the model takes, and reports a row of one more as too long', async () => {
      const row = [...new Array<number>(127).fill(5), 0];
      const { events: received } = await events(engine, { kind: 'ids', ids: [row, [5, ...row]] });
      assert.deepEqual(
        received.flatMap(event => (event.kind === 'row' || event.kind === 'tooLong' ? [[event.kind, event.row]] : [])),
        [
          ['tooLong', 1],
          ['row', 0],
        ],
      );
    });

    it('limits the new tokens in proportion to the source, but not below a minimum of the settings, and reports cut rows', async () => {
      // The source has 3 tokens. `length` counts the start token. The bound leaves room for the minimum and EOS, so a larger
      // minimum exceeds it.
      const bound = { perSourceToken: 2, extra: 1 };
      for (const [settings, newTokenBound, length] of [
        [{ minLength: 7, maxLength: 200 }, bound, 1 + 2 * 3 + 1],
        [{ maxLength: 5, minLength: 4 }, bound, 5],
        [{ maxNewTokens: 4, minNewTokens: 3 }, bound, 5],
        [{ minLength: 60, maxLength: 200 }, bound, 61],
        [{ minNewTokens: 60, maxLength: 200 }, bound, 62],
        [{ minLength: 59, maxLength: 60 }, bound, 60],
      ] as const) {
        const request = { settings: { numBeams: 1, ...settings, suppressTokens: [] }, newTokenBound };
        const { events: received } = await events(engine, { kind: 'ids', ids: [[5, 17, 0]] }, request);
        const [row] = received.flatMap(event => (event.kind === 'row' ? [event] : []));
        const { ids } = row.hypotheses[0];
        // A row that ends with EOS may be one token shorter than the bound.
        assert.ok(ids.length === length || (ids.length === length - 1 && !row.cut), `${ids.length}, not ${length}`);
      }
    });

    it('refuses numbers that are no ids with an error that names the row', async () => {
      for (const [row, why] of [
        [[5, 337, 0], /337/],
        [[-1], /-1/],
        [[1.5], /1\.5/],
        [[Number.NaN], /NaN/],
        [[], /row 1 has none/],
      ] as const) {
        const error = await failure(() => events(engine, { kind: 'ids', ids: [[5, 0], [...row]] }));
        assert.deepEqual([error.code, error.data['name']], ['bad-request', 'ids']);
        assert.match(String(error.data['why']), why);
        assert.match(error.message, /row 1/);
      }
    });

    it('refuses wrong settings and unknown tokens with an error that names them', async () => {
      for (const [more, name] of [
        [{ maxBatchRows: 0 }, 'maxBatchRows'],
        [{ settings: { numBeams: 0 } }, 'numBeams'],
        [{ settings: { numBeams: 2, numReturnSequences: 3 } }, 'numReturnSequences'],
        [{ source: { kind: 'text', texts: ['a'], forcedBosToken: 'de_DE' } }, 'forcedBosToken'],
        [{ source: { kind: 'text', texts: ['a'], sourceLanguageToken: 'en_XX' } }, 'sourceLanguageToken'],
      ] as const) {
        const error = await failure(() => events(engine, ofTexts('a'), more));
        assert.deepEqual([error.code, error.data['name']], ['bad-request', name]);
      }
      assert.ok((await ids(engine, ofTexts('a')))[0].length > 1, 'the engine generates afterwards');
    });

    it('answers each of several unusual texts with a `row` or a `tooLong`', async () => {
      const texts = [
        ...[
          '',
          ' ',
          '\0',
          'a\0b',
          '\ud83d',
          'half \ude00 of one',
          '🎉👩‍👩‍👧 party 🇩🇪',
          'שלום עולם',
          'مرحبا بالعالم',
          '你好，世界',
        ],
        ...['\u202eevil', 'e\u0301'.repeat(20), '\ufeffBOM', '<unk></s><pad>', '>>de<<', 'x'.repeat(300), '\r\n\t'],
      ];
      const { events: received } = await events(engine, ofTexts(...texts));
      const answered = received.filter(event => event.kind === 'row' || event.kind === 'tooLong');
      assert.equal(answered.length, texts.length);
    });

    it('reports no events and no steps for no rows', async () => {
      const { events: received, stats } = await events(engine, ofTexts());
      assert.deepEqual([received, stats.steps], [[], 0]);
    });
  });

  describe('when a request is cancelled', () => {
    it('stops before the next step', async () => {
      const controller = new AbortController();
      const run = engine.generate({ model: 'model', source: ofTexts(TEXTS[1]), settings: long }, controller.signal);
      const first = await run.next();
      assert.equal(first.value && 'kind' in first.value && first.value.kind, 'partial');
      controller.abort();
      await assert.rejects(run.next(), { code: 'cancelled' });
      assert.ok((await ids(engine, ofTexts(TEXTS[0])))[0].length > 1, 'the engine generates afterwards');
    });

    it('notices an abort that arrives while it computes', async () => {
      const controller = new AbortController();
      let steps = 0;
      setTimeout(() => controller.abort(), 5);
      const source: Source = { kind: 'ids', ids: [[5, 17, 0]] };
      for (;;) {
        // One run may end before the abort arrives, so runs are repeated until it does.
        const outcome = await events(engine, source, { settings: long }, controller.signal).catch(
          (error: unknown) => error,
        );
        if (outcome instanceof Error) {
          assert.equal((outcome as AttentiveError).code, 'cancelled');
          break;
        }
        steps += (outcome as { stats: GenerateStats }).stats.steps;
        assert.ok(steps < 5000, 'the abort was not noticed');
      }
    });

    it('does not run a request that was aborted before, or while it waited for another', async () => {
      await assert.rejects(events(engine, ofTexts('a'), {}, AbortSignal.abort()), { code: 'cancelled' });
      const controller = new AbortController();
      const first = events(engine, ofTexts(TEXTS[1]));
      const second = assert.rejects(events(engine, ofTexts('a'), {}, controller.signal), { code: 'cancelled' });
      controller.abort();
      await Promise.all([first, second]);
    });

    it('runs the next request after the caller left a stream early', async () => {
      const run = engine.generate({ model: 'model', source: ofTexts(TEXTS[1]), settings: long }, never);
      for await (const event of run) if (event.kind === 'partial') break;
      assert.ok((await ids(engine, ofTexts(TEXTS[0])))[0].length > 1);
    });
  });

  describe('when it loads a model', () => {
    /** The code and data of the error for Marian's files with a change. */
    async function refused(change: (files: ModelFiles) => Partial<ModelFiles>): Promise<[string, ErrorData]> {
      const files = await filesOf(MARIAN, 'fp32');
      const request = { model: 'broken', files: { ...files, ...change(files) } };
      const error = await failure(() => consumed(createEngine(WASM.runtime).load(request, never)));
      assert.notEqual(error.message, '');
      return [error.code, error.data];
    }

    it('throws an error that names a graph file that was cut off', async () => {
      for (const part of ['encoder', 'decoder'] as const) {
        for (const share of [0, 0.3, 0.999]) {
          const [code, data] = await refused(files => {
            const { name, bytes } = files[part];
            return { [part]: { name, bytes: bytes.slice(0, Math.floor(bytes.length * share)) } };
          });
          assert.equal(code, 'model-broken-file');
          assert.match(String(data['file']), part === 'encoder' ? /encoder_model\.onnx/ : /decoder_model_merged\.onnx/);
        }
      }
    });

    it('throws an error that names a graph file with overwritten bytes', async () => {
      const [code, data] = await refused(({ encoder: { name, bytes } }) => {
        const copy = bytes.slice();
        copy.fill(0xff, 200, 2000);
        return { encoder: { name, bytes: copy } };
      });
      assert.deepEqual([code, data['file']], ['model-broken-file', 'onnx/encoder_model.onnx']);
    });

    it('refuses an encoder in place of the decoder, and names it', async () => {
      const [code, data] = await refused(({ encoder }) => ({ decoder: encoder }));
      assert.deepEqual(
        [code, data['what']],
        ['model-unsupported', 'onnx/encoder_model.onnx reads attention_mask instead of encoder_hidden_states'],
      );
    });

    it('throws an error that names a JSON file that is broken or holds no object', async () => {
      for (const [field, file] of [
        ['config', 'config.json'],
        ['generationConfig', 'generation_config.json'],
        ['tokenizer', 'tokenizer.json'],
        ['tokenizerConfig', 'tokenizer_config.json'],
      ] as const) {
        for (const text of ['', '{', 'null', '[]', '"x"', 'version https://git-lfs.github.com/spec/v1']) {
          const [code, data] = await refused(() => ({ [field]: text }));
          assert.deepEqual([code, data['file']], ['model-broken-file', file], text);
        }
      }
    });

    it('throws an error that names a source.spm that is damaged', async () => {
      const { sourceSentencePiece: complete = new Uint8Array() } = await filesOf(MARIAN, 'fp32');
      assert.ok(complete.length > 0, 'source.spm was not read');
      for (const bytes of [
        new Uint8Array(),
        complete.slice(0, 100_000),
        new TextEncoder().encode('version https://git'),
      ]) {
        const [code, data] = await refused(() => ({ sourceSentencePiece: bytes }));
        assert.deepEqual([code, data['file']], ['model-broken-file', 'source.spm']);
      }
    });

    it('throws an error that names a tokenizer.json without a needed part', async () => {
      const { tokenizer } = await filesOf(MARIAN, 'fp32');
      const complete = JSON.parse(tokenizer) as Record<string, unknown>;
      const without = (key: string): string => JSON.stringify({ ...complete, [key]: undefined });
      for (const text of [
        '{}',
        without('model'),
        without('added_tokens'),
        JSON.stringify({ ...complete, model: { type: 'Nonsense' } }),
      ]) {
        const [code, data] = await refused(() => ({ tokenizer: text }));
        assert.deepEqual([code, data['file']], ['model-broken-file', 'tokenizer.json'], text.slice(0, 80));
      }
    });

    it('refuses a model without a start token and EOS', async () => {
      const [code] = await refused(() => ({ config: '{"model_type":"bert"}', generationConfig: '{}' }));
      assert.equal(code, 'model-unsupported');
    });

    it('keeps no model when the load is cancelled', async () => {
      const other = createEngine(WASM.runtime);
      const controller = new AbortController();
      const request = { model: 'm', files: await filesOf(MARIAN, 'fp32') };
      const run = other.load(request, controller.signal);
      await run.next();
      controller.abort();
      await assert.rejects(consumed(run), { code: 'cancelled' });
      await assert.rejects(events(other, ofTexts('a'), { model: 'm' }), { code: 'model-not-loaded' });
    });

    it('keeps the loaded model if another model of the same name cannot be loaded', async () => {
      const request = { model: 'model', files: { ...(await filesOf(MARIAN)), tokenizer: '{}' } };
      await assert.rejects(consumed(engine.load(request, never)), { code: 'model-broken-file' });
      assert.ok((await ids(engine, ofTexts('a')))[0].length > 1);
    });
  });

  it('replaces a model of the same name after the running request, and runs waiting requests on the new one', async () => {
    const { engine: own } = await loaded(MARIAN, 'fp32');
    const before = events(own, ofTexts(TEXTS[1]));
    const waiting = events(own, ofTexts(TEXTS[1]));
    const model = await consumed(own.load({ model: 'model', files: await filesOf(EMBEDDED) }, never));
    const config = JSON.parse((await filesOf(EMBEDDED)).config) as { readonly vocab_size: number };
    assert.equal(model.vocabularySize, config.vocab_size);
    const [first] = (await before).events.flatMap(event => (event.kind === 'row' ? [event] : []));
    const [second] = (await waiting).events.flatMap(event => (event.kind === 'row' ? [event] : []));
    const { engine: marian } = await loaded(MARIAN, 'fp32');
    assert.deepEqual(first.hypotheses[0].ids, (await ids(marian, ofTexts(TEXTS[1])))[0]);
    assert.ok(second.hypotheses[0].ids.length > 1);
    assert.equal((await ids(own, ofTexts(TEXTS[1])))[0][0], 0, 'the embedded model begins with token 0');
  });

  it('unloads a model after the running request, and rejects waiting and later requests', async () => {
    const { engine: own } = await loaded(MARIAN, 'fp32');
    const run = own.generate({ model: 'model', source: ofTexts(TEXTS[1]), settings: greedy }, never);
    assert.equal((await run.next()).done, false);
    const waiting = assert.rejects(events(own, ofTexts('a')), { code: 'model-not-loaded' });
    const unloaded = own.unload({ model: 'model' }, never);
    assert.ok((await consumed(run)).steps > 1);
    await unloaded;
    await waiting;
    await assert.rejects(events(own, ofTexts('a')), { code: 'model-not-loaded', data: { model: 'model' } });
    await own.unload({ model: 'model' }, never);
  });
});

describe('The engine in a worker', () => {
  let worker: WorkerThread;
  let engine: ReturnType<typeof connectEngine>;
  /** The messages that arrived from the worker. */
  let messages: { readonly kind: string; readonly error?: { readonly code: string } }[];

  beforeEach(() => {
    worker = spawnEngine(path.join(__ROOT__, 'dist'), 1);
    engine = connectEngine(worker.port);
    messages = [];
    worker.port.onMessage(message => messages.push(message as (typeof messages)[number]));
  });
  afterEach(() => {
    engine.dispose();
    worker.dispose();
  });

  async function load(folder = MARIAN): Promise<void> {
    await consumed(engine.load({ model: 'model', files: await filesOf(folder) }));
  }

  /** The message with which the worker ends a call. */
  async function end() {
    for (;;) {
      const last = messages.find(({ kind }) => kind === 'fail' || kind === 'done');
      if (last !== undefined) return last;
      await new Promise(resolve => setTimeout(resolve, 1));
    }
  }

  const work = { model: 'model', source: ofTexts(TEXTS[1]), settings: long } as const;

  it('loads and generates over the port, to which the bytes of the graphs are transferred', async () => {
    const files = await filesOf(MARIAN, 'fp32');
    const model = await consumed(engine.load({ model: 'model', files }));
    assert.equal(model.modelType, 'marian');
    assert.equal(files.encoder.bytes.length, 0, 'the bytes were copied and not transferred');
    const rows: (readonly number[])[] = [];
    const source = { kind: 'ids', ids: [[0]] } as const;
    const settings = { numBeams: 4, maxNewTokens: 24, lengthPenalty: 0.6, earlyStopping: true };
    const stats = await consumed(engine.generate({ model: 'model', source, settings }), event => {
      if (event.kind === 'row') rows.push(event.hypotheses[0].ids);
    });
    assert.deepEqual(rows, [[336, 234, 239, 309, 135, 3, 317, 0]]);
    assert.ok(stats.steps > 0);
  });

  it('rejects a broken model with the error of the worker, and loads the next one', async () => {
    const files = await filesOf(MARIAN);
    const encoder = { name: files.encoder.name, bytes: files.encoder.bytes.slice(0, 5000) };
    await assert.rejects(consumed(engine.load({ model: 'model', files: { ...files, encoder } })), {
      code: 'model-broken-file',
      message: /encoder_model_quantized\.onnx: it ends \d+ bytes too early/,
    });
    await load();
  });

  it('stops at once when the call is cancelled, and runs the next call', async () => {
    await load(EMBEDDED);
    for (let round = 0; round < 3; round++) {
      messages.length = 0;
      const controller = new AbortController();
      let partials = 0;
      await assert.rejects(
        consumed(engine.generate(work, controller.signal), event => {
          if (event.kind === 'partial' && ++partials === 2) controller.abort();
        }),
        { code: 'cancelled' },
      );
      const began = messages.length;
      assert.equal((await end())?.error?.code, 'cancelled');
      const late = messages.length - began;
      // 16 items may be on their way that the reader has not taken yet (`ahead` in rpc.ts), followed by the error.
      assert.ok(late <= 17, `${late} messages after the cancellation`);
    }
    const rows: string[] = [];
    await consumed(engine.generate({ ...work, settings: greedy }), event => void rows.push(event.kind));
    assert.equal(rows.at(-1), 'row');
  });

  it('stops when the caller leaves the loop', async () => {
    await load(EMBEDDED);
    messages.length = 0;
    for await (const event of engine.generate(work)) if (event.kind === 'partial') break;
    const began = messages.length;
    assert.equal((await end())?.error?.code, 'cancelled');
    // The worker stops after the step that it computes, so few messages arrive after the loop.
    assert.ok(messages.length - began <= 6);
  });

  it('rejects the running call and every later call when the worker ends', async () => {
    await load(EMBEDDED);
    const run = consumed(engine.generate(work), () => worker.dispose());
    const error = await failure(() => run);
    assert.deepEqual([error.code, error.data], ['closed', { reason: 'the worker ended with code 1' }]);
    await assert.rejects(consumed(engine.generate(work)), { code: 'closed' });
  });

  it('rejects calls with the reason if the worker cannot start', async () => {
    const lost = spawnEngine(path.join(__ROOT__, 'no-such-folder'), 1);
    const client = connectEngine(lost.port);
    const error = await failure(() => client.unload({ model: 'm' }));
    assert.equal(error.code, 'closed');
    assert.match(String(error.data['reason']), /no-such-folder/);
    client.dispose();
  });
});
