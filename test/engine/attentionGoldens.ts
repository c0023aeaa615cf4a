// Attention goldens: sessions of the fixtures' models with captured attention, and PyTorch's attention for the same inputs.
import fs from 'node:fs';
import path from 'node:path';
import type { Session, Tensor } from '../../src/engine/runtime/runtime';
import { captureAttention } from '../../src/onnx/structure/capture';
import { captureInternals, readInternals } from '../../src/onnx/structure/internals';
import { joinPieces } from '../../src/onnx/bytes/splice';
import { WASM } from './models';

export const KINDS = ['encoder_attentions', 'decoder_attentions', 'cross_attentions'] as const;

/** Where a golden array is stored. */
export interface GoldenArray {
  /** The name of the file in the folder `goldens`; if left out, the array is in `goldens.bin` beside that folder. */
  readonly file?: string;
  readonly byte_offset: number;
  readonly shape: readonly number[];
}

export interface AttentionCase {
  readonly name: string;
  readonly input_ids: number[][];
  readonly attention_mask: number[][];
  readonly decoder_input_ids: number[][];
  readonly arrays: Readonly<Record<string, GoldenArray>>;
}

export type Outputs = Readonly<Record<string, Tensor>>;

/** The golden cases of a fixture that contain attention. */
export function attentionCases(folder: string): AttentionCase[] {
  const text = fs.readFileSync(path.join(folder, 'goldens/goldens.json'), 'utf8');
  const { cases } = JSON.parse(text) as { cases: AttentionCase[] };
  return cases.filter(golden => golden.arrays['cross_attentions'] !== undefined);
}

/** The values of one layer in a golden array, whose first dimension is the layer. */
export function layerOf(folder: string, place: GoldenArray, layer: number): Float32Array {
  const size = place.shape.slice(1).reduce((product, dim) => product * dim, 1);
  const start = place.byte_offset + 4 * size * layer;
  const file = place.file === undefined ? 'goldens.bin' : path.join('goldens', place.file);
  const bytes = fs.readFileSync(path.join(folder, file)).subarray(start, start + 4 * size);
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

/** A session of a graph file, which also outputs the attention weights if `captured` is true. */
export async function session(file: string, captured: boolean, { runtime } = WASM): Promise<Session> {
  const bytes = new Uint8Array(fs.readFileSync(file));
  return runtime.createSession(file, captured ? joinPieces(captureAttention(file, bytes).pieces) : bytes);
}

/** A session of a graph file that also outputs weights, queries, keys, values, scores and heads of each attention. */
export async function internalsSession(file: string, { runtime } = WASM): Promise<Session> {
  const bytes = new Uint8Array(fs.readFileSync(file));
  const names = readInternals(file, bytes).attention.map(({ name }) => name);
  return runtime.createSession(file, joinPieces(captureInternals(file, bytes, names)));
}

export function ids(rows: readonly (readonly number[])[]): Tensor {
  return { type: 'int64', dims: [rows.length, rows[0].length], data: BigInt64Array.from(rows.flat(), BigInt) };
}

export function encode(encoder: Session, golden: AttentionCase): Promise<Record<string, Tensor>> {
  return encoder.run({ input_ids: ids(golden.input_ids), attention_mask: ids(golden.attention_mask) });
}

/** Runs a decoder of any layout over rows of ids. With `past`, the outputs of an earlier run, the rows continue that run. */
export function decode(
  decoder: Session,
  hidden: Tensor,
  golden: AttentionCase,
  rows: readonly (readonly number[])[],
  past?: Outputs,
): Promise<Record<string, Tensor>> {
  const feeds: Record<string, Tensor> = {
    input_ids: ids(rows),
    encoder_attention_mask: ids(golden.attention_mask),
    encoder_hidden_states: hidden,
    use_cache_branch: { type: 'bool', dims: [1], data: Uint8Array.of(past === undefined ? 0 : 1) },
  };
  const inputs: Record<string, Tensor> = {};
  for (const { name, dims } of decoder.inputs) {
    const [, heads, , width] = dims.map(Number);
    const empty: Tensor = { type: 'float32', dims: [rows.length, heads, 0, width], data: new Float32Array() };
    inputs[name] = feeds[name] ?? past?.[name.replace('past_key_values.', 'present.')] ?? empty;
  }
  return decoder.run(inputs);
}

/** The largest difference of two arrays; Infinity if their lengths differ, or for a NaN. */
export function farthest(values: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (values.length !== expected.length) return Infinity;
  let most = 0;
  for (let at = 0; at < expected.length; at++) {
    const off = Math.abs(values[at] - expected[at]);
    if (!(off <= most)) most = Number.isNaN(off) ? Infinity : off;
  }
  return most;
}
