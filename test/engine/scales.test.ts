// What an int8 network rounds by in a batch: the scales that the runtime takes over all rows, and over each row alone.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type Filling, ordinaryToken, padBatch, paddingToken } from '../../src/engine/padding';
import { createSession, type Session, type Tensor } from '../../src/engine/runtime';
import { createTokenizer } from '../../src/engine/tokenizer';
import { readGraph } from '../../src/onnx/graph';
import { joinPieces } from '../../src/onnx/splice';
import { castNode, floatOutput, modelGraph } from '../../src/onnx/write';
import { folderOf, goldensOf, readJson, rowsOf, run } from './families';
import { EMBEDDED, loaded } from './models';

interface Range {
  readonly low: number;
  readonly high: number;
}

/** The encoder with the scale and the zero point of each DynamicQuantizeLinear as outputs. */
async function rangesOf(folder: string): Promise<(rows: number[][], filling: Filling) => Promise<Range[]>> {
  const file = path.join(folder, 'onnx/encoder_model_quantized.onnx');
  const bytes = new Uint8Array(fs.readFileSync(file));
  const taken = readGraph(file, bytes)
    .nodes.filter(({ op }) => op === 'DynamicQuantizeLinear')
    .map(({ outputs: [, scale, zero] }) => ({ scale, zero, asFloat: `${zero}/float` }));
  assert.ok(taken.length >= 8);
  const added = [
    ...taken.map(({ zero, asFloat }) => castNode(zero, asFloat)),
    ...taken.flatMap(({ scale, asFloat }) => [floatOutput(scale), floatOutput(asFloat)]),
  ];
  const session: Session = await createSession(file, joinPieces([bytes, modelGraph(...added)]));
  return async (rows, filling) => {
    const { ids, mask } = padBatch(rows, filling);
    const names = taken.flatMap(({ scale, asFloat }) => [scale, asFloat]);
    const outputs = await session.run({ input_ids: ids, attention_mask: mask }, names);
    const number = ({ data }: Tensor): number => Number(data[0]);
    return taken.map(({ scale, asFloat }) => {
      const [step, zero] = [number(outputs[scale]), number(outputs[asFloat])];
      return { low: -zero * step, high: (255 - zero) * step };
    });
  };
}

/** By how much the ranges of a batch are wider than what its rows need together, over all places. */
async function widening(folder: string, rows: number[][], filling: Filling): Promise<{ mean: number; most: number }> {
  const ranges = await rangesOf(folder);
  const alone: Range[][] = [];
  for (const row of rows) alone.push(await ranges([row], filling));
  const together = await ranges(rows, filling);
  const wider = together.map(({ low, high }, place) => {
    const needed = alone.map(each => each[place]);
    return (high - low) / (Math.max(...needed.map(one => one.high)) - Math.min(...needed.map(one => one.low)));
  });
  return { mean: wider.reduce((sum, value) => sum + value, 0) / wider.length, most: Math.max(...wider) };
}

const TEXTS = [
  'No.',
  'The cat sleeps.',
  'She opened the old door slowly and looked into the room.',
  'The river was high that year, and nobody in the village could remember that it had ever been so before the war.',
];

describe('The scale of an int8 batch', () => {
  it('is hardly coarser than its rows need in the model that ships, whose padding token made it so', async () => {
    const tokenizer = createTokenizer(
      readJson(EMBEDDED, 'tokenizer.json'),
      readJson(EMBEDDED, 'tokenizer_config.json'),
    );
    const rows = tokenizer.encode({ kind: 'text', texts: TEXTS, prefix: '>>de<<' });
    const [filled, padded] = [ordinaryToken, paddingToken(0)].map(filling => widening(EMBEDDED, rows, filling));
    const [now, before] = [await filled, await padded];
    assert.ok(now.mean < 1.02 && now.most < 1.15, JSON.stringify(now));
    assert.ok(before.mean > now.mean && before.most > now.most, JSON.stringify({ before, now }));
  });

  for (const family of ['marian', 't5', 't5-gated', 'bart', 'mbart', 'm2m100']) {
    it(`is hardly coarser than its rows need in ${family}`, async () => {
      const now = await widening(folderOf(family), goldensOf(family).flatMap(rowsOf), ordinaryToken);
      assert.ok(now.mean < 1.03 && now.most < 1.15, JSON.stringify(now));
    });
  }
});

describe('An int8 network with a scale for each token', () => {
  it('gives rows of one length the same ids in a batch as alone', async () => {
    const { engine } = await loaded(folderOf('pegasus'), 'q8');
    const rows = Array.from({ length: 24 }, (_, row) => [
      ...Array.from({ length: 12 }, (_, at) => 106 + ((row * 31 + at * (7 + row)) % 80)),
      1,
    ]);
    const settings = { numBeams: 1, maxNewTokens: 24 };
    const together = await run(engine, { kind: 'ids', ids: rows }, settings);
    for (const [row, ids] of rows.entries()) {
      const [[alone]] = await run(engine, { kind: 'ids', ids: [ids] }, settings);
      assert.deepEqual(together[row][0].ids, alone.ids, `row ${row}`);
    }
    assert.ok(new Set(together.map(([{ ids }]) => ids.join())).size > 6, 'all rows say the same');
  });
});
