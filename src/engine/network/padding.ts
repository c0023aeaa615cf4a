// Padding: makes rows of different lengths equally long.
import type { GenerationSettings } from '../api/contract';
import type { Tensor } from '../runtime/session';

/** Pads all rows at the end to the length of the longest. */
export function padSequences(rows: readonly (readonly number[])[], padId: number): number[][] {
  const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return rows.map(row => [...row, ...new Array<number>(longest - row.length).fill(padId)]);
}

/** Chooses the token with which a row is padded; the network's output there is not used. */
export type Filling = (row: readonly number[]) => number;

/** Pads with the padding token, as transformers does. */
export function paddingToken(padId: number): Filling {
  return () => padId;
}

/**
 * Pads with the last token of the row's text, the one before EOS. An int8 network quantizes a whole batch by one scale,
 * which a token that is in no row can make coarser for all rows: the padding token of the embedded model does, by up to
 * three quarters.
 */
export function ordinaryToken(row: readonly number[]): number {
  return row[Math.max(0, row.length - 2)];
}

/** Rows of ids as the input tensors of a network; the mask is 1 for tokens of a row and 0 for padding. */
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
 * The token with which transformers pads finished sequences. Its beam search uses `pad_token_id or eos_token_id[0]`, in which a
 * pad id of 0 (T5, Pegasus) is falsy and gives EOS; its greedy search always uses the pad token.
 */
export function padTokenOf(settings: GenerationSettings): number {
  if (settings.numBeams === 1) return settings.padTokenId;
  return settings.padTokenId === 0 ? settings.eosTokenIds[0] : settings.padTokenId;
}
