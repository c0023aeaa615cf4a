// Attention truth: tests that the attention weights are what plain code computes from the queries and keys that the graph
// gives.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Tensor } from '../../src/engine/runtime/runtime';
import { type AttentionCase, attentionCases, decode, internalsSession, encode } from './attentionGoldens';
import { farthest, KINDS, type Outputs } from './attentionGoldens';
import { type Family, folderOf } from './families';
import { type TestRuntime, WASM } from './models';

type Kind = (typeof KINDS)[number];

const LAYERS = [0, 1];

/** Tests the models of each family, in every precision that it has, on a runtime. */
export function describeAttentionTruth(families: readonly Family[], on = WASM): void {
  describe(`The captured attention on ${on.name}`, () => {
    for (const name of families) {
      for (const suffix of fs.existsSync(path.join(folderOf(name), 'onnx/encoder_model_quantized.onnx'))
        ? ['', '_quantized']
        : ['']) {
        it(`of ${name}${suffix} and its product with the values (\`heads\`) are what plain code computes`, async () => {
          const folder = folderOf(name);
          const [golden] = attentionCases(folder).slice(-1);
          assert.ok(golden.input_ids.length > 1);
          const outputs = await detailedOutputs(folder, suffix, golden, on);
          for (const kind of KINDS) {
            // T5 adds a bias for each head and distance, which is the same for all rows and layers.
            const biased = name.startsWith('t5') && kind !== 'cross_attentions';
            for (const layer of LAYERS) checkLayer(outputs, golden, kind, layer, biased);
          }
        });
      }
    }
  });
}

async function detailedOutputs(
  folder: string,
  suffix: string,
  golden: AttentionCase,
  on: TestRuntime,
): Promise<Outputs> {
  const file = (name: string): string => path.join(folder, 'onnx', `${name}${suffix}.onnx`);
  const encoder = await internalsSession(file('encoder_model'), on);
  const decoder = await internalsSession(file('decoder_model_merged'), on);
  const encoded = await encode(encoder, golden);
  const decoded = await decode(decoder, encoded['last_hidden_state'], golden, golden.decoder_input_ids);
  await encoder.release();
  await decoder.release();
  return { ...encoded, ...decoded };
}

/** Compares one layer's weights and heads with those that are computed here. */
function checkLayer(outputs: Outputs, golden: AttentionCase, kind: Kind, layer: number, biased: boolean): void {
  const part = (suffix: string, of = layer): Tensor => outputs[`${kind}.${of}${suffix}`];
  const [targets, sources] = part('').dims.slice(-2);
  const raw = product(part('.queries'), part('.keys')); // [row * head, target, source]
  // The bias is taken from the other layer, so that no layer is compared with itself.
  const bias = biased ? biasOf(outputs, golden, kind, 1 - layer) : undefined;
  const rows = golden.input_ids.length;
  const heads = raw.length / (rows * targets * sources);
  const weights = new Float32Array(raw.length);
  for (let at = 0; at < raw.length; at += sources) {
    const target = (at / sources) % targets;
    const matrix = Math.floor(at / sources / targets);
    const row = Math.floor(matrix / heads);
    const biasAt = ((matrix % heads) * targets + target) * sources;
    const isVisible = (source: number): boolean =>
      kind === 'decoder_attentions' ? source <= target : golden.attention_mask[row][source] === 1;
    const scores = Array.from({ length: sources }, (_, source) =>
      isVisible(source) ? raw[at + source] + (bias?.[biasAt + source] ?? 0) : -Infinity,
    );
    weights.set(softmax(scores), at);
  }
  const off = farthest(part('').data as Float32Array, weights);
  assert.ok(off < 1e-5, `${off} in ${kind}.${layer}`);
  const headsOff = farthest(part('.heads').data as Float32Array, product(part(''), part('.values')));
  assert.ok(headsOff < 1e-5, `${headsOff} in the heads of ${kind}.${layer}`);
}

/** The bias of a layer: its scores minus the products of queries and keys, in a row without padding. */
function biasOf(outputs: Outputs, golden: AttentionCase, kind: Kind, layer: number): Float32Array {
  const { data, dims } = outputs[`${kind}.${layer}.scores`];
  const raw = product(outputs[`${kind}.${layer}.queries`], outputs[`${kind}.${layer}.keys`]);
  const full = golden.attention_mask.findIndex(row => row.every(one => one === 1));
  const size = data.length / dims[0];
  const scores = data as Float32Array;
  return raw.slice(full * size, (full + 1) * size).map((score, at) => scores[full * size + at] - score);
}

/** The matrix product of each row and head, computed in double precision. */
function product(left: Tensor, right: Tensor): Float32Array {
  const [height, inner] = left.dims.slice(-2);
  const [depth, width] = right.dims.slice(-2);
  assert.equal(inner, depth);
  const [a, b] = [left.data as Float32Array, right.data as Float32Array];
  const count = a.length / (height * inner);
  const result = new Float32Array(count * height * width);
  for (let matrix = 0; matrix < count; matrix++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          sum += a[(matrix * height + y) * inner + k] * b[(matrix * depth + k) * width + x];
        }
        result[(matrix * height + y) * width + x] = sum;
      }
    }
  }
  return result;
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map(score => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map(power => power / sum);
}
