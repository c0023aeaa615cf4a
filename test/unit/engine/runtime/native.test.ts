// Native test: which options sessions get on processors that add 8-bit products exactly, and on those that do not. No machine has both
// kinds, so the library is played by an object that computes as the processor would.
import assert from 'node:assert/strict';
import { nativeRuntime } from '../../../../src/engine/runtime/native';
import type { OnnxModule } from '../../../../src/engine/runtime/onnxSession';

interface Options {
  readonly extra?: { readonly session?: Record<string, string> };
}

/** A library whose pairs of products are at most `most`. */
function library(most: number, opened: Options[]): OnnxModule {
  class Tensor {
    constructor(
      readonly type: string,
      readonly data: ArrayLike<number>,
      readonly dims: readonly number[],
    ) {}
  }
  const run = ({ bytes, weights }: Record<string, Tensor>): Promise<unknown> => {
    const [rows, terms] = bytes.dims;
    const [, columns] = weights.dims;
    const sums = Int32Array.from({ length: rows * columns }, (_, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      const product = (term: number): number => bytes.data[row * terms + term] * weights.data[term * columns + column];
      let sum = 0;
      for (let term = 0; term < terms; term += 2) sum += Math.min(most, product(term) + product(term + 1));
      return sum;
    });
    return Promise.resolve({ sums: { data: sums } });
  };
  const create = (_: Uint8Array, options: Options): Promise<unknown> => {
    opened.push(options);
    return Promise.resolve({ inputMetadata: [], outputMetadata: [], run, release: () => Promise.resolve() });
  };
  return { Tensor, InferenceSession: { create } } as unknown as OnnxModule;
}

async function extraOf(most: number): Promise<Options['extra']> {
  const opened: Options[] = [];
  const runtime = nativeRuntime(library(most, opened), { threads: 1, provider: 'cpu' });
  await runtime.createSession('a', new Uint8Array());
  await runtime.createSession('b', new Uint8Array());
  assert.equal(opened.length, 3, 'the processor is tried once, before the first session');
  assert.deepEqual(opened[1].extra, opened[2].extra);
  return opened[1].extra;
}

describe('the native runtime', () => {
  it('stores 8-bit weights without a sign where pairs of products saturate at 16 bits', async () => {
    assert.deepEqual(await extraOf(2 ** 15 - 1), { session: { x64quantprecision: '1' } });
  });

  it('leaves the weights as they are where sums are exact', async () => {
    assert.equal(await extraOf(Infinity), undefined);
  });
});
