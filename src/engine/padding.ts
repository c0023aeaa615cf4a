// Padding: sequences of different lengths as one rectangle.
import type { GenerationSettings } from './api';
import type { Tensor } from './runtime';

/** All rows as long as the longest, filled at the end. */
export function padSequences(rows: readonly (readonly number[])[], padId: number): number[][] {
  const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return rows.map(row => [...row, ...new Array<number>(longest - row.length).fill(padId)]);
}

/** Rows of ids as the two tensors that a network reads. */
export function padBatch(rows: readonly (readonly number[])[], padId: number): { ids: Tensor; mask: Tensor } {
  const length = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const ids = new BigInt64Array(rows.length * length).fill(BigInt(padId)); // [row, token]
  const mask = new BigInt64Array(rows.length * length); // [row, token]
  rows.forEach((row, index) => {
    row.forEach((id, position) => (ids[index * length + position] = BigInt(id)));
    mask.fill(1n, index * length, index * length + row.length);
  });
  const dims = [rows.length, length];
  return { ids: { type: 'int64', dims, data: ids }, mask: { type: 'int64', dims, data: mask } };
}

/**
 * What transformers fills finished sequences with. Its beam search says `pad_token_id or eos_token_id[0]`, in which a
 * pad id of 0 (T5, Pegasus) is falsy and gives EOS; its greedy search takes the pad token in any case.
 */
export function padTokenOf(settings: GenerationSettings): number {
  if (settings.numBeams === 1) return settings.padTokenId;
  return settings.padTokenId === 0 ? settings.eosTokenIds[0] : settings.padTokenId;
}
