// Attention test: compares the attention that is captured from the models' own files with PyTorch's.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Session } from '../../src/engine/runtime/session';
import { type AttentionCase, attentionCases, decode, encode, farthest, KINDS } from './attentionGoldens';
import { layerOf, type Outputs, session } from './attentionGoldens';
import { FAMILIES } from './families';
import { EMBEDDED } from './models';

const fixtures = path.join(__ROOT__, 'test/fixtures');
const INT8 = ['marian', 't5', 't5-gated', 'bart', 'mbart', 'm2m100'];

interface Pair {
  readonly encoder: Session;
  readonly decoder: Session;
}

/** The sessions of encoder and decoder, with or without captured attention. */
async function pair(folder: string, suffix: string, captured: boolean): Promise<Pair> {
  const file = (name: string): string => path.join(folder, 'onnx', `${name}${suffix}.onnx`);
  const encoder = await session(file('encoder_model'), captured);
  return { encoder, decoder: await session(file('decoder_model_merged'), captured) };
}

async function release(pairs: readonly (Pair | undefined)[]): Promise<void> {
  for (const each of pairs) {
    await each?.encoder.release();
    await each?.decoder.release();
  }
}

async function teacherForced({ encoder, decoder }: Pair, golden: AttentionCase): Promise<Outputs> {
  const encoded = await encode(encoder, golden);
  const decoded = await decode(decoder, encoded['last_hidden_state'], golden, golden.decoder_input_ids);
  return { ...encoded, ...decoded };
}

/** For each kind of attention, the distance from PyTorch's weights in the layer in which it is largest. */
function distances(folder: string, golden: AttentionCase, outputs: Outputs, distance = farthest): number[] {
  return KINDS.map(kind => {
    const place = golden.arrays[kind];
    const names = Object.keys(outputs).filter(name => name.startsWith(`${kind}.`));
    assert.equal(names.length, place.shape[0], `layers of ${kind}`);
    const offs = names.map((_, layer) => {
      const { type, dims, data } = outputs[`${kind}.${layer}`];
      assert.equal(type, 'float32');
      // [row * head, target, source] or [row, head, target, source]
      assert.deepEqual(dims.slice(-2), place.shape.slice(-2));
      return distance(data as Float32Array, layerOf(folder, place, layer));
    });
    return Math.max(...offs);
  });
}

/** Asserts that the outputs that both have are equal, bit by bit: capturing attention changed none of them. */
function sameBits(plain: Outputs, captured: Outputs): void {
  for (const [name, { dims, data }] of Object.entries(plain)) {
    assert.deepEqual(captured[name].dims, dims, name);
    const bytes = (view: ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
    assert.ok(bytes(captured[name].data).equals(bytes(data)), `${name} differs`);
  }
}

for (const { names, suffix, most } of [
  { names: FAMILIES, suffix: '', most: 1e-4 },
  { names: INT8, suffix: '_quantized', most: 0.12 },
]) {
  for (const name of names) {
    const folder = path.join(fixtures, name);
    describe(`The captured attention of ${name}${suffix}`, () => {
      let [plain, captured]: (Pair | undefined)[] = [];
      before(async () => {
        [plain, captured] = [await pair(folder, suffix, false), await pair(folder, suffix, true)];
      });
      after(() => release([plain, captured]));

      for (const golden of attentionCases(folder)) {
        it(`is within ${most} of PyTorch's in ${golden.name}, and does not change the other outputs`, async () => {
          assert.ok(plain !== undefined && captured !== undefined);
          const outputs = await teacherForced(captured, golden);
          const offs = distances(folder, golden, outputs);
          assert.ok(Math.max(...offs) <= most, `${offs.join(', ')} of ${KINDS.join(', ')}`);
          sameBits(await teacherForced(plain, golden), outputs);
        });
      }
    });
  }
}

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
