// Padding: sequences of different lengths as one rectangle.
import type { GenerationSettings } from '../api/contract';
import type { Tensor } from '../runtime/session';

/** All rows as long as the longest, filled at the end. */
export function padSequences(rows: readonly (readonly number[])[], padId: number): number[][] {
  const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return rows.map(row => [...row, ...new Array<number>(longest - row.length).fill(padId)]);
}

/** What a row is filled with behind its end; nobody reads what a network makes of it. */
export type Filling = (row: readonly number[]) => number;

/** The padding token, as transformers has it. */
export function paddingToken(padId: number): Filling {
  return () => padId;
}

/**
 * The last token of the row's own text, which stands before the one that ends it. An int8 network takes one scale for a
 * whole batch, and a token that no row says can make it coarser for all of them: the padding token of the model that
 * ships does, by up to three quarters.
 */
export function ordinaryToken(row: readonly number[]): number {
  return row[Math.max(0, row.length - 2)];
}

/** Rows of ids as the two tensors that a network reads; the mask says which of them are the rows' own. */
export function padBatch(rows: readonly (readonly number[])[], filling: Filling): { ids: Tensor; mask: Tensor } {
  const length = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const ids = new BigInt64Array(rows.length * length); // [row, token]
  const mask = new BigInt64Array(rows.length * length); // [row, token]
  rows.forEach((row, index) => {
    const start = index * length;
    row.forEach((id, position) => (ids[start + position] = BigInt(id)));
    if (row.length < length) ids.fill(BigInt(filling(row)), start + row.length, start + length);
    mask.fill(1n, start, start + row.length);
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
