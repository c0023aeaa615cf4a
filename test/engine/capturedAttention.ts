// Captured attention: tests that compare the attention that is captured from the models' own files with PyTorch's.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Session } from '../../src/engine/runtime/runtime';
import { type AttentionCase, attentionCases, decode, encode, farthest, KINDS } from './attentionGoldens';
import { layerOf, type Outputs, session } from './attentionGoldens';
import type { Family } from './families';
import { WASM } from './models';

export const fixtures = path.join(__ROOT__, 'test/fixtures');
const INT8 = ['marian', 't5', 't5-gated', 'bart', 'mbart', 'm2m100'];

interface Pair {
  readonly encoder: Session;
  readonly decoder: Session;
}

/** The sessions of encoder and decoder, with or without captured attention. */
export async function pair(folder: string, suffix: string, captured: boolean, on = WASM): Promise<Pair> {
  const file = (name: string): string => path.join(folder, 'onnx', `${name}${suffix}.onnx`);
  const encoder = await session(file('encoder_model'), captured, on);
  return { encoder, decoder: await session(file('decoder_model_merged'), captured, on) };
}

export async function release(pairs: readonly (Pair | undefined)[]): Promise<void> {
  for (const each of pairs) {
    await each?.encoder.release();
    await each?.decoder.release();
  }
}

export async function teacherForced({ encoder, decoder }: Pair, golden: AttentionCase): Promise<Outputs> {
  const encoded = await encode(encoder, golden);
  const decoded = await decode(decoder, encoded['last_hidden_state'], golden, golden.decoder_input_ids);
  return { ...encoded, ...decoded };
}

/** For each kind of attention, the distance from PyTorch's weights in the layer in which it is largest. */
export function distances(folder: string, golden: AttentionCase, outputs: Outputs, distance = farthest): number[] {
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

/** Asserts that the outputs of the original model are the same, bit by bit, with captured attention. */
export function sameBits(plain: Outputs, captured: Outputs): void {
  for (const [name, { dims, data }] of Object.entries(plain)) {
    assert.deepEqual(captured[name].dims, dims, name);
    const bytes = (view: ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
    assert.ok(bytes(captured[name].data).equals(bytes(data)), `${name} is the same to the bit`);
  }
}

/** Tests the models of each family, in float32 and int8, on a runtime. */
export function describeCapturedAttention(families: readonly Family[], on = WASM): void {
  for (const { names, suffix, most } of [
    { names: families, suffix: '', most: 1e-4 },
    { names: families.filter(name => INT8.includes(name)), suffix: '_quantized', most: 0.12 },
  ]) {
    for (const name of names) {
      const folder = path.join(fixtures, name);
      describe(`The captured attention of ${name}${suffix} on ${on.name}`, () => {
        let [plain, captured]: (Pair | undefined)[] = [];
        before(async () => {
          [plain, captured] = [await pair(folder, suffix, false, on), await pair(folder, suffix, true, on)];
        });
        after(() => release([plain, captured]));

        for (const golden of attentionCases(folder)) {
          it(`is PyTorch's in ${golden.name}, and does not change the other outputs`, async () => {
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
}
