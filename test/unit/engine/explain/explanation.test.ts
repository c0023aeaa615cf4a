import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import type { Engine, EngineHandlers, Explained } from '../../../../src/engine/api/contract';
import {
  attentionOfRow,
  LastExplanation,
  KEPT_MS,
  type Explanation,
  layersOf,
  logitsOfRow,
  stepsOfRow,
} from '../../../../src/engine/explain/explanation';
import { rankTokens } from '../../../../src/engine/explain/ranking';
import { connectEngine, serveEngine } from '../../../../src/engine/remote';
import type { Tensor } from '../../../../src/engine/runtime/runtime';
import { portOfParent } from '../../../../src/node/spawn';
import { attentionOf } from '../../../../src/tasks/explain';

/** A tensor whose values are their own indices. */
function counted(...dims: number[]): Tensor {
  const data = Float32Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, (_, at) => at);
  return { type: 'float32', dims, data };
}

function row(source: string, target: string): Explained['rows'][number] {
  const text = (letters: string) => ({
    text: letters,
    ids: Array.from(letters, (_, at) => at),
    tokens: Array.from(letters, (letter, at) => ({ text: letter, start: at, end: at + 1, special: false })),
  });
  return { source: text(source), target: text(target) };
}

/** An explanation of rows of 3 source and 2 target tokens and of 2 and 3. The encoder has 3 layers, the decoder 2. */
function explanation(number: number): Explanation {
  const attention = {
    encoder: layersOf(
      'encoder',
      [1, 2, 3].map(() => counted(2, 2, 3, 3)), // [row, head, target, source]
      2,
    ),
    decoder: layersOf(
      'decoder',
      [1, 2].map(() => counted(4, 3, 3)), // [row * head, target, source]
      2,
    ),
    cross: layersOf(
      'cross',
      [1, 2].map(() => counted(4, 3, 3)),
      2,
    ),
  };
  const { encoder, decoder, cross } = attention;
  const shapes = { encoder: encoder.shape, decoder: decoder.shape, cross: cross.shape };
  const rows = [row('abc', 'xy'), row('de', 'uvw')];
  const explained: Explained = { explanation: number, rows, attention: shapes, vocabularySize: 5 };
  const never = (): never => assert.fail('unexpected call');
  const rerun = { model: 'm', internals: never, run: never };
  return { model: {}, explained, attention, logits: counted(2, 3, 5), tokenText: id => `<${id}>`, rerun };
}

describe('layersOf, attentionOfRow and logitsOfRow', () => {
  const sample = explanation(1);

  it('find the same shape whether heads are folded into rows or not, and refuse layers of different shapes', () => {
    const shape = { layers: 2, heads: 2, targets: 3, sources: 3 };
    assert.deepEqual([sample.attention.cross.shape, sample.attention.encoder.shape], [shape, { ...shape, layers: 3 }]);
    assert.throws(() => layersOf('cross', [counted(4, 3, 3), counted(2, 3, 3)], 2), { code: 'model-unsupported' });
    assert.throws(() => layersOf('cross', [], 2), { code: 'model-unsupported' });
  });

  it('return copies of one layer of one row, and of the logits of one step', () => {
    const piece = attentionOfRow(sample, { explanation: 1, row: 1, kind: 'cross', layer: 1 });
    assert.deepEqual(
      [...piece],
      Array.from({ length: 18 }, (_, at) => 18 + at),
    );
    piece.fill(-1);
    assert.equal(attentionOfRow(sample, { explanation: 1, row: 1, kind: 'cross', layer: 1 })[0], 18);
    assert.deepEqual([...logitsOfRow(sample, { explanation: 1, row: 1, step: 2 })], [25, 26, 27, 28, 29]);
  });
});

describe('LastExplanation', () => {
  it('keeps an explanation until the next one is made, or until its model is unloaded', async () => {
    const lastExplanation = new LastExplanation();
    const first = explanation(1);
    const explained = await lastExplanation.replace(async number => (assert.equal(number, 1), first));
    assert.equal(lastExplanation.get(explained.explanation), first);
    await assert.rejects(
      lastExplanation.replace(async () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.throws(() => lastExplanation.get(1), { code: 'bad-request' });
    const third = explanation(3);
    await lastExplanation.replace(async number => (assert.equal(number, 3), third));
    lastExplanation.drop({});
    lastExplanation.drop(undefined);
    assert.equal(lastExplanation.get(3), third);
    lastExplanation.drop(third.model);
    assert.throws(() => lastExplanation.get(3), { code: 'bad-request' });
  });

  it('drops an explanation of which no part was requested for a while', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const lastExplanation = new LastExplanation();
      await lastExplanation.replace(async () => explanation(1));
      for (let turn = 0; turn < 3; turn++) {
        mock.timers.tick(KEPT_MS - 1);
        lastExplanation.get(1);
      }
      mock.timers.tick(KEPT_MS);
      assert.throws(() => lastExplanation.get(1), { code: 'bad-request' });
    } finally {
      mock.timers.reset();
    }
  });
});

describe('connectEngine', () => {
  const sample = explanation(7);
  let [engine, close]: [Engine?, (() => void)?] = [];
  const transferred: ArrayBuffer[] = [];

  beforeEach(() => {
    transferred.length = 0;
    const { port1, port2 } = new MessageChannel();
    const never = (): never => assert.fail('unexpected call');
    const handlers: EngineHandlers = {
      load: never,
      generate: never,
      unload: never,
      probe: never,
      explain: async () => sample.explained,
      attention: async request => attentionOfRow(sample, request),
      steps: async request => stepsOfRow(sample, request),
      logits: async request => logitsOfRow(sample, request),
      stacks: never,
      internals: never,
    };
    const port = portOfParent(port1);
    const spied = {
      ...port,
      send: (message: unknown, transfer: readonly ArrayBuffer[] = []) => {
        port.send(message, transfer);
        transferred.push(...transfer);
      },
    };
    const serving = serveEngine(spied, handlers);
    const client = connectEngine(portOfParent(port2));
    engine = client;
    close = () => {
      client.dispose();
      serving.dispose();
      port1.close();
      port2.close();
    };
  });
  afterEach(() => close?.());

  it('returns an explanation and its parts unchanged; the parts are transferred and not copied', async () => {
    assert.ok(engine !== undefined);
    const explained = await engine.explain({ model: 'm', source: { kind: 'ids', ids: [] }, targets: [] });
    assert.deepEqual(explained, sample.explained);
    const piece = await engine.attention({ explanation: 7, row: 0, kind: 'encoder', layer: 2 });
    assert.ok(piece instanceof Float32Array);
    assert.deepEqual(
      [...piece],
      Array.from({ length: 18 }, (_, at) => at),
    );
    const logits = await engine.logits({ explanation: 7, row: 0, step: 1 });
    assert.deepEqual([...logits], [5, 6, 7, 8, 9]);
    assert.deepEqual(
      transferred.map(buffer => buffer.byteLength),
      [0, 0],
      'the buffers were copied',
    );
  });

  it('returns the steps of a row, one for each target token but the first', async () => {
    assert.ok(engine !== undefined);
    const steps = await engine.steps({ explanation: 7, row: 1, alternatives: 2 });
    assert.deepEqual(
      steps.map(({ chosen, alternatives }) => [chosen.text, ...alternatives.map(({ text }) => text)]),
      [
        ['<1>', '<4>', '<3>'],
        ['<2>', '<4>', '<3>'],
      ],
    );
    assert.ok(Math.abs(steps[0].chosen.logProbability - steps[0].alternatives[0].logProbability + 3) < 1e-5);
    assert.equal((await engine.steps({ explanation: 7, row: 0 }))[0].alternatives.length, 5);
    for (const wrong of [{ row: 2 }, { row: 0, alternatives: -1 }, { row: 0, alternatives: 0.5 }]) {
      await assert.rejects(engine.steps({ explanation: 7, ...wrong }), { code: 'bad-request' });
    }
  });

  it('gives attentionOf no record for an explanation of several rows, because they may be padded', async () => {
    assert.ok(engine !== undefined);
    await assert.rejects(attentionOf(engine, sample.explained, { kind: 'cross', layer: 0 }), { code: 'bad-request' });
  });
});

describe('attentionOf', () => {
  const [alone] = [row('abc', 'xy')];
  const shape = { layers: 2, heads: 2 };
  const attention = {
    encoder: { ...shape, targets: 3, sources: 3 },
    decoder: { ...shape, targets: 2, sources: 2 },
    cross: { ...shape, targets: 2, sources: 3 },
  };
  const explained: Explained = { explanation: 7, rows: [alone], attention, vocabularySize: 5 };
  const weights = Float32Array.from({ length: 12 }, (_, at) => at / 12);
  const answer = async (request: unknown): Promise<Float32Array<ArrayBuffer>> => {
    assert.deepEqual(request, { explanation: 7, row: 0, kind: 'cross', layer: 1 });
    return weights;
  };
  const engine = { attention: answer } as unknown as Engine;

  it('returns a record that contains the array of the engine itself', async () => {
    const record = await attentionOf(engine, explained, { kind: 'cross', layer: 1 });
    assert.equal(record.weights, weights);
    assert.deepEqual([record.kind, record.layers, record.heads], ['cross', 1, 2]);
    assert.deepEqual([record.targets, record.sources], [alone.target.tokens, alone.source.tokens]);
  });

  it('throws `bad-request` if the array does not have the size of the shape', async () => {
    const other = { ...explained, attention: { ...attention, cross: { ...attention.cross, heads: 3 } } };
    await assert.rejects(attentionOf(engine, other, { kind: 'cross', layer: 1 }), { code: 'bad-request' });
  });
});

describe('rankTokens', () => {
  it('returns the likeliest tokens first, with their log-probabilities', () => {
    const logits = Float32Array.from([Math.log(1), Math.log(4), Math.log(2), Math.log(2), Math.log(1)]);
    const { chosen, likeliest } = rankTokens(logits, 0, 3);
    const shares = likeliest.map(({ id, logProbability }) => [id, Math.round(Math.exp(logProbability) * 10)]);
    assert.deepEqual(shares, [
      [1, 4],
      [2, 2],
      [3, 2],
    ]);
    assert.equal(chosen.id, 0);
    assert.ok(Math.abs(Math.exp(chosen.logProbability) - 0.1) < 1e-6);
    assert.deepEqual(rankTokens(logits, 5, 0), { chosen: { id: 5, logProbability: -Infinity }, likeliest: [] });
    assert.deepEqual(
      rankTokens(logits, 0, 9).likeliest.map(({ id }) => id),
      [1, 2, 3, 0, 4],
    );
  });
});
