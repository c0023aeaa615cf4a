// Padding: fills the shorter rows of a batch, so that all rows have the same length.
import type { GenerationSettings } from '../api/contract';
import type { Tensor } from '../runtime/runtime';

/** Pads all rows at the end to the length of the longest. */
export function padSequences(rows: readonly (readonly number[])[], padId: number): number[][] {
  const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return rows.map(row => [...row, ...new Array<number>(longest - row.length).fill(padId)]);
}

/** Chooses the token with which a row is padded. The network's output for padding is not used. */
export type PaddingChoice = (row: readonly number[]) => number;

/** Pads with the padding token, as transformers does. */
export function paddingToken(padId: number): PaddingChoice {
  return () => padId;
}

/**
 * Pads with the last token of the row's text, which is the one before EOS. An int8 network quantizes a whole batch with one
 * scale. A token that occurs in no row can widen that scale and make all rows less exact: the padding token of the embedded
 * model widens it by up to three quarters.
 */
export function lastTextToken(row: readonly number[]): number {
  return row[Math.max(0, row.length - 2)];
}

/** Makes the input tensors of a network from rows of ids. The mask is 1 for the tokens of a row and 0 for padding. */
export function padBatch(
  rows: readonly (readonly number[])[],
  choosePadding: PaddingChoice,
): { ids: Tensor; mask: Tensor } {
  const length = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const ids = new BigInt64Array(rows.length * length); // [row, token]
  const mask = new BigInt64Array(rows.length * length); // [row, token]
  rows.forEach((row, index) => {
    const start = index * length;
    row.forEach((id, position) => (ids[start + position] = BigInt(id)));
    if (row.length < length) ids.fill(BigInt(choosePadding(row)), start + row.length, start + length);
    mask.fill(1n, start, start + row.length);
  });
  const dims = [rows.length, length];
  return { ids: { type: 'int64', dims, data: ids }, mask: { type: 'int64', dims, data: mask } };
}

/**
 * The token with which transformers pads finished sequences. Its greedy search uses the padding token. Its beam search uses
 * `pad_token_id or eos_token_id[0]`: a padding id of 0 (T5, Pegasus) is falsy in Python, so it pads with EOS.
 */
export function padTokenOf(settings: GenerationSettings): number {
  if (settings.numBeams === 1) return settings.padTokenId;
  return settings.padTokenId === 0 ? settings.eosTokenIds[0] : settings.padTokenId;
}
