// Attention test: compares the attention that is captured from the models' own files with PyTorch's.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Session } from '../../src/engine/runtime/runtime';
import { type AttentionCase, attentionCases, decode, encode, farthest, layerOf, session } from './attentionGoldens';
import {
  describeCapturedAttention,
  distances,
  fixtures,
  pair,
  release,
  sameBits,
  teacherForced,
} from './capturedAttention';
import { FAMILIES } from './families';
import { EMBEDDED } from './models';

describeCapturedAttention(FAMILIES);

describe('The captured attention of the embedded model', () => {
  it("is near PyTorch's, sums to 1 in each row, and does not change the other outputs", async () => {
    const plain = await pair(EMBEDDED, '_quantized', false);
    const captured = await pair(EMBEDDED, '_quantized', true);
    const goldens = path.join(fixtures, 'embedded/goldens.json');
    const { cases } = JSON.parse(fs.readFileSync(goldens, 'utf8')) as { cases: AttentionCase[] };
    for (const golden of cases) {
      const outputs = await teacherForced(captured, golden);
      sameBits(await teacherForced(plain, golden), outputs);
      // A case may have no arrays.
      const folder = path.join(fixtures, 'embedded');
      if (golden.arrays !== undefined) {
        // If two words have nearly the same weight, int8 may exchange their weights, so the mean difference is
        // compared. For the weights of a wrong layer it is at least 0.04.
        const most = Math.max(...distances(folder, golden, outputs, meanDistance));
        assert.ok(most < 0.02, `${most}`);
      }
      const names = Object.keys(outputs).filter(name => name.includes('attentions'));
      assert.equal(new Set(names.map(name => name.split('.')[0])).size, 3);
      for (const name of names) {
        const [rows, , targets, sources] = outputs[name].dims; // [row, head, target, source]
        const [sourceIds, targetIds] = [golden.input_ids, golden.decoder_input_ids];
        const expected = [
          (name.startsWith('encoder') ? sourceIds : targetIds)[0].length,
          (name.startsWith('decoder') ? targetIds : sourceIds)[0].length,
        ];
        assert.deepEqual([rows, targets, sources], [sourceIds.length, ...expected], name);
        const data = outputs[name].data as Float32Array;
        for (let at = 0; at < data.length; at += sources) {
          const sum = data.subarray(at, at + sources).reduce((total, weight) => total + weight, 0);
          assert.ok(Math.abs(sum - 1) < 1e-5, `${sum}`);
        }
      }
    }
    await release([plain, captured]);
  });
});

describe('The captured attention of a step with a cache', () => {
  for (const name of FAMILIES) {
    it(`is the last row of PyTorch's teacher-forced attention in ${name}`, async () => {
      const folder = path.join(fixtures, name);
      const models = await pair(folder, '', true);
      const golden = attentionCases(folder).at(-1);
      assert.ok(golden !== undefined);
      await cachedStep(folder, golden, models.encoder, models.decoder, models.decoder);
      await release([models]);
    });
  }

  it("is the last row of PyTorch's teacher-forced attention with two decoders, one with past key values", async () => {
    const folder = path.join(fixtures, 'marian');
    const file = (name: string): string => path.join(folder, 'onnx', `${name}.onnx`);
    const [golden] = attentionCases(folder).slice(-1);
    const encoder = await session(file('encoder_model'), true);
    const first = await session(file('decoder_model'), true);
    const next = await session(file('decoder_with_past_model'), true);
    await cachedStep(folder, golden, encoder, first, next);
    for (const each of [encoder, first, next]) await each.release();
  });
});

function meanDistance(values: ArrayLike<number>, expected: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value, at) => sum + Math.abs(value - expected[at]), 0) / expected.length;
}

/** Runs the decoder over all tokens but the last, then over the last with a cache, and compares the attention of that step. */
async function cachedStep(
  folder: string,
  golden: AttentionCase,
  encoder: Session,
  first: Session,
  next: Session,
): Promise<void> {
  const hidden = (await encode(encoder, golden))['last_hidden_state'];
  const rows = golden.decoder_input_ids;
  const before = await decode(
    first,
    hidden,
    golden,
    rows.map(row => row.slice(0, -1)),
  );
  const outputs = await decode(
    next,
    hidden,
    golden,
    rows.map(row => row.slice(-1)),
    before,
  );
  for (const kind of ['decoder_attentions', 'cross_attentions']) {
    const [layers, , , targets, sources] = golden.arrays[kind].shape;
    for (let layer = 0; layer < layers; layer++) {
      const whole = layerOf(folder, golden.arrays[kind], layer);
      const last = whole.filter((_, at) => Math.floor(at / sources) % targets === targets - 1);
      const off = farthest(outputs[`${kind}.${layer}`].data as Float32Array, last);
      assert.ok(off < 1e-4, `${off} in ${kind}.${layer}`);
    }
  }
}
