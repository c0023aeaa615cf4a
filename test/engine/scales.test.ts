// Scales test: checks that an int8 network quantizes the rows of a batch nearly as it quantizes each row alone. If a graph has
// one scale for the whole batch, the range of that scale is compared with those of the rows alone; if it has a scale for each
// token, the generated ids are compared.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type PaddingChoice, lastTextToken, padBatch } from '../../src/engine/network/padding';
import type { Session, Tensor } from '../../src/engine/runtime/runtime';
import { readGraph } from '../../src/onnx/bytes/graph';
import { joinPieces } from '../../src/onnx/bytes/splice';
import { castNode, floatOutput, modelGraph } from '../../src/onnx/bytes/write';
import { folderOf, goldensOf, rowsOf, run } from './families';
import { EMBEDDED, loaded, WASM } from './models';

/** The range of values that a scale covers. */
interface Range {
  readonly low: number;
  readonly high: number;
}

/** A function that runs the encoder over rows and returns the range of each DynamicQuantizeLinear. */
async function rangesOf(folder: string): Promise<(rows: number[][], filling: PaddingChoice) => Promise<Range[]>> {
  const file = path.join(folder, 'onnx/encoder_model_quantized.onnx');
  const bytes = new Uint8Array(fs.readFileSync(file));
  const quantizers = readGraph(file, bytes)
    .nodes.filter(({ op }) => op === 'DynamicQuantizeLinear')
    .map(({ outputs: [, scale, zero] }) => ({ scale, zero, asFloat: `${zero}/float` }));
  assert.ok(quantizers.length >= 8);
  const added = [
    ...quantizers.map(({ zero, asFloat }) => castNode(zero, asFloat)),
    ...quantizers.flatMap(({ scale, asFloat }) => [floatOutput(scale), floatOutput(asFloat)]),
  ];
  const session: Session = await WASM.runtime.createSession(file, joinPieces([bytes, modelGraph(...added)]));
  return async (rows, filling) => {
    const { ids, mask } = padBatch(rows, filling);
    const names = quantizers.flatMap(({ scale, asFloat }) => [scale, asFloat]);
    const outputs = await session.run({ input_ids: ids, attention_mask: mask }, names);
    const number = ({ data }: Tensor): number => Number(data[0]);
    return quantizers.map(({ scale, asFloat }) => {
      const [step, zero] = [number(outputs[scale]), number(outputs[asFloat])];
      return { low: -zero * step, high: (255 - zero) * step };
    });
  };
}

/** The width of a batch's ranges, divided by the width that its rows need together: mean and maximum over all operators. */
async function widening(
  folder: string,
  rows: number[][],
  filling: PaddingChoice,
): Promise<{ mean: number; most: number }> {
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

describe('Padding with lastTextToken', () => {
  for (const family of ['marian', 't5', 't5-gated', 'bart', 'mbart', 'm2m100']) {
    it(`hardly widens the scales of an int8 batch in ${family}`, async () => {
      const ratio = await widening(folderOf(family), goldensOf(family).flatMap(rowsOf), lastTextToken);
      assert.ok(ratio.mean < 1.03 && ratio.most < 1.15, JSON.stringify(ratio));
    });
  }
});

describe('An int8 network with a scale for each token', () => {
  it('is in the embedded model, none of whose operators takes one scale over a batch', () => {
    for (const stem of ['encoder_model', 'decoder_model_merged']) {
      const file = path.join(EMBEDDED, `onnx/${stem}_quantized.onnx`);
      const { nodes } = readGraph(file, new Uint8Array(fs.readFileSync(file)));
      const ops = nodes.map(({ op }) => op);
      assert.ok(ops.includes('MatMulInteger'), stem);
      assert.ok(!ops.includes('DynamicQuantizeLinear'), stem);
    }
  });

  for (const [name, folder] of [
    ['pegasus', folderOf('pegasus')],
    ['the embedded model', EMBEDDED],
  ]) {
    it(`gives rows of equal length the same ids in a batch as alone in ${name}`, async () => {
      const { engine } = await loaded(folder, 'q8');
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
      assert.ok(new Set(together.map(([{ ids }]) => ids.join())).size > 6, 'all rows have the same ids');
    });
  }
});
