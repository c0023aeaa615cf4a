// Explain test: compares the explanations that the engine makes of the fixtures' models with PyTorch's output_attentions and
// logits.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { AttentionKind } from '../../src/attention/record/record';
import { wordsByOffsets } from '../../src/attention/record/words';
import { consumed } from '../../src/base/streams';
import type { EngineHandlers, Explained, ExplainRequest, Hypothesis } from '../../src/engine/api/contract';
import { connectEngine } from '../../src/engine/remote';
import { readModelFolder } from '../../src/engine/modelFolder';
import { diskFolder } from '../../src/node/files';
import { spawnEngine } from '../../src/node/spawn';
import { attentionOf } from '../../src/tasks/explain';
import { type AttentionCase, attentionCases, farthest, layerOf } from './attentionGoldens';
import { FAMILIES } from './families';
import { EMBEDDED, loaded, MARIAN, never } from './models';
import { withFused } from './fused';

const KINDS = ['encoder', 'decoder', 'cross'] as const;

function explain(engine: EngineHandlers, request: Omit<ExplainRequest, 'model'>, signal = never): Promise<Explained> {
  return engine.explain({ model: 'model', ...request }, signal);
}

/** The request that explains a golden case. Its rows have no padding. */
function requestOf(golden: AttentionCase): Omit<ExplainRequest, 'model'> {
  const ids = golden.input_ids.map((row, at) => row.filter((_, token) => golden.attention_mask[at][token] === 1));
  return { source: { kind: 'ids', ids }, targets: golden.decoder_input_ids };
}

/** The attention of one layer for all rows, in the order of the goldens. */
async function layer(engine: EngineHandlers, explained: Explained, kind: AttentionKind, at: number): Promise<number[]> {
  const all: number[] = [];
  for (let row = 0; row < explained.rows.length; row++) {
    const request = { explanation: explained.explanation, row, kind, layer: at };
    all.push(...(await engine.attention(request, never)));
  }
  return all; // [row, head, target, source]
}

/** The logits of all rows and steps. */
async function logits(engine: EngineHandlers, explained: Explained): Promise<number[]> {
  const all: number[] = [];
  for (let row = 0; row < explained.rows.length; row++) {
    for (let step = 0; step < explained.attention.decoder.targets; step++) {
      all.push(...(await engine.logits({ explanation: explained.explanation, row, step }, never)));
    }
  }
  return all; // [row, target, vocabulary]
}

for (const name of FAMILIES) {
  describe(`The engine's explanation of ${name}`, () => {
    const folder = path.join(__ROOT__, 'test/fixtures', name);
    let engine: EngineHandlers;
    before(async () => ({ engine } = await loaded(folder, 'fp32')));
    after(() => engine.unload({ model: 'model' }, never));

    for (const golden of attentionCases(folder)) {
      it(`has PyTorch's attention and logits in ${golden.name}`, async () => {
        const explained = await explain(engine, requestOf(golden));
        const { rows, attention, vocabularySize } = explained;
        for (const kind of KINDS) {
          const place = golden.arrays[`${kind}_attentions`];
          const { layers, heads, targets, sources } = attention[kind];
          assert.deepEqual([layers, rows.length, heads, targets, sources], place.shape);
          for (let at = 0; at < layers; at++) {
            const difference = farthest(await layer(engine, explained, kind, at), layerOf(folder, place, at));
            assert.ok(difference <= 1e-4, `${difference} in layer ${at} of ${kind}`);
          }
        }
        const place = golden.arrays['logits'];
        assert.deepEqual([rows.length, attention.decoder.targets, vocabularySize], place.shape);
        const expected = layerOf(folder, { ...place, shape: [1, ...place.shape] }, 0);
        const difference = farthest(await logits(engine, explained), expected);
        assert.ok(difference <= 1e-4, `${difference} in the logits`);
      });
    }
  });
}

describe('The engine', () => {
  let engine: EngineHandlers;
  beforeEach(async () => ({ engine } = await loaded(MARIAN, 'fp32')));
  afterEach(() => engine.unload({ model: 'model' }, never));

  const ids = { kind: 'ids', ids: [[5, 17, 0]] } as const;
  const targets = [[336, 234, 0]];
  const request = { source: ids, targets };

  async function generated(): Promise<string> {
    const received: unknown[] = [];
    await consumed(engine.generate({ model: 'model', source: ids, settings: { maxNewTokens: 12 } }, never), event => {
      if (event.kind === 'row') received.push(event);
    });
    return JSON.stringify(received);
  }

  it('generates the same after an explanation, and while explanations are computed', async () => {
    const before = await generated();
    await explain(engine, request);
    assert.equal(await generated(), before);
    const [, between] = await Promise.all([explain(engine, request), generated(), explain(engine, request)]);
    assert.equal(between, before);
  });

  it('explains texts, and pads rows of different lengths to one batch', async () => {
    const source = { kind: 'text', texts: ['A cat.', 'The river was high that year.'] } as const;
    const explained = await explain(engine, {
      source,
      targets: [
        [336, 5, 6, 0],
        [336, 0],
      ],
    });
    assert.deepEqual([explained.rows.length, explained.attention.cross.targets], [2, 4]);
    const alone = await explain(engine, { source: { kind: 'text', texts: ['A cat.'] }, targets: [[336, 5, 6, 0]] });
    const { sources } = alone.attention.cross;
    assert.ok(sources < explained.attention.cross.sources);
    assert.equal(alone.attention.cross.targets, 4);
  });

  it("reports each step's log-probability, equal to that of the search, and the likeliest alternatives", async () => {
    const settings = { numBeams: 1, maxNewTokens: 12, badWordsIds: [], forcedEosTokenIds: [] };
    const texts = ['A cat.', 'The river was high that year.'];
    const hypotheses: Hypothesis[] = [];
    const source = { kind: 'text', texts } as const;
    await consumed(engine.generate({ model: 'model', source, settings }, never), event => {
      if (event.kind === 'row') [hypotheses[event.row]] = event.hypotheses;
    });
    const { explanation, rows } = await explain(engine, { source, targets: hypotheses.map(({ ids }) => ids) });
    for (const [row, { ids, text, meanLogProbability }] of hypotheses.entries()) {
      const { source: read, target } = rows[row];
      const steps = await engine.steps({ explanation, row, alternatives: 3 }, never);
      assert.deepEqual([read.text, target.text, target.ids], [texts[row], text, ids]);
      assert.equal(steps.length, ids.length - 1);
      const sum = steps.reduce((total, { chosen }) => total + chosen.logProbability, 0);
      assert.ok(Math.abs(sum / steps.length - meanLogProbability) < 1e-4);
      for (const [step, { chosen, alternatives }] of steps.entries()) {
        // Greedy search chooses the likeliest token, and the first of several equally likely ones.
        assert.deepEqual(alternatives[0], chosen);
        assert.deepEqual([chosen.id, alternatives.length], [ids[step + 1], 3]);
        assert.equal(chosen.text, target.tokens[step + 1].text);
        assert.ok(
          alternatives.every(
            ({ logProbability }, at) => logProbability <= alternatives[Math.max(0, at - 1)].logProbability,
          ),
        );
      }
    }
  });

  it('keeps only the last explanation, and drops it when the model is unloaded', async () => {
    const first = await explain(engine, request);
    const second = await explain(engine, request);
    const attentionLayer = (explained: Explained) =>
      engine.attention({ explanation: explained.explanation, row: 0, kind: 'cross', layer: 0 }, never);
    await assert.rejects(attentionLayer(first), {
      code: 'bad-request',
      data: { name: 'explanation', why: '1 is not kept any more' },
    });
    assert.ok((await attentionLayer(second)).length > 0);
    assert.ok((await attentionLayer(second)).length > 0, 'a layer can be fetched twice');
    await engine.unload({ model: 'model' }, never);
    await assert.rejects(attentionLayer(second), { code: 'bad-request' });
    await assert.rejects(explain(engine, request), { code: 'model-not-loaded' });
  });

  it('refuses a wrong request with an error that names the wrong field', async () => {
    const long = new Array<number>(200).fill(5);
    for (const [wrong, name] of [
      [{ source: { kind: 'ids', ids: [] }, targets: [] }, 'source'],
      [{ source: { kind: 'ids', ids: [long] }, targets }, 'source'],
      [{ source: { kind: 'ids', ids: [[9999]] }, targets }, 'ids'],
      [{ source: ids, targets: [] }, 'targets'],
      [{ source: ids, targets: [[]] }, 'ids'],
      [{ source: ids, targets: [[336, -1]] }, 'ids'],
      [{ source: ids, targets: [long] }, 'targets'],
    ] as const) {
      await assert.rejects(explain(engine, wrong), error => {
        const { code, data } = error as { code: string; data: { name: string } };
        assert.deepEqual([code, data.name], ['bad-request', name], JSON.stringify(wrong).slice(0, 80));
        return true;
      });
    }
    const { explanation } = await explain(engine, request);
    const wrongRequests = [
      () => engine.attention({ explanation, row: 1, kind: 'cross', layer: 0 }, never),
      () => engine.attention({ explanation, row: 0, kind: 'cross', layer: 2 }, never),
      () => engine.attention({ explanation, row: 0, kind: 'constructor' as 'cross', layer: 0 }, never),
      () => engine.logits({ explanation, row: 0, step: 3 }, never),
      () => engine.logits({ explanation, row: 0, step: 0.5 }, never),
    ];
    for (const wrongRequest of wrongRequests) await assert.rejects(wrongRequest(), { code: 'bad-request' });
  });

  it('rejects an aborted explanation with `cancelled`, and explains the next one', async () => {
    await assert.rejects(explain(engine, request, AbortSignal.abort()), { code: 'cancelled' });
    const controller = new AbortController();
    const run = explain(engine, request, controller.signal);
    setTimeout(() => controller.abort(), 0);
    await run.catch((error: unknown) => assert.equal((error as { code: string }).code, 'cancelled'));
    assert.equal((await explain(engine, request)).rows.length, 1);
  });

  it('names the fused operator of a graph at every explanation, and still generates with that graph', async () => {
    const expected = await generated();
    const files = await readModelFolder(diskFolder(MARIAN), 'fp32');
    for (const part of ['encoder', 'decoder'] as const) {
      const graph = { name: files[part].name, bytes: withFused(files[part].bytes) };
      await consumed(engine.load({ model: 'model', files: { ...files, [part]: graph } }, never));
      for (let round = 0; round < 2; round++) {
        await assert.rejects(explain(engine, request), {
          code: 'model-unsupported',
          data: { what: 'MultiHeadAttention', file: graph.name },
        });
      }
      assert.equal(await generated(), expected);
    }
  });

  it('explains a text of the embedded model, over the port of a worker', async () => {
    const worker = spawnEngine(path.join(__ROOT__, 'dist'), 1);
    const other = connectEngine(worker.port);
    try {
      await consumed(other.load({ model: 'model', files: await readModelFolder(diskFolder(EMBEDDED)) }));
      const text = 'The cat sleeps 🎉.';
      const source = { kind: 'text', texts: [text], prefix: '>>de<<' } as const;
      let best: Hypothesis | undefined;
      await consumed(other.generate({ model: 'model', source, settings: { numBeams: 1 } }), event => {
        if (event.kind === 'row') [best] = event.hypotheses;
      });
      assert.ok(best !== undefined);
      const explained = await other.explain({ model: 'model', source, targets: [best.ids] });
      for (const kind of KINDS) {
        for (let layer = 0; layer < explained.attention[kind].layers; layer++) {
          const { weights, sources } = await attentionOf(other, explained, { kind, layer });
          for (let at = 0; at < weights.length; at += sources.length) {
            const sum = weights.subarray(at, at + sources.length).reduce((total, weight) => total + weight, 0);
            assert.ok(Math.abs(sum - 1) < 1e-5, `${sum}`);
          }
        }
      }
      const [{ source: read, target }] = explained.rows;
      assert.equal(target.text, best.text);
      const starts = Array.from(text.matchAll(/\S+/gu), match => match.index);
      const words = wordsByOffsets(read.tokens, text, starts).words.map(word => (word.special ? '' : word.text));
      assert.deepEqual(words, ['', 'The', 'cat', 'sleeps', '🎉.', '']);
      assert.equal(
        (await other.logits({ explanation: explained.explanation, row: 0, step: 0 })).length,
        explained.vocabularySize,
      );
    } finally {
      other.dispose();
      worker.dispose();
    }
  });
});
