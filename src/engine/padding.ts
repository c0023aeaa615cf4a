// Padding: sequences of different lengths as one rectangle.
import type { GenerationSettings } from './api';

/** All rows as long as the longest, filled at the end. */
export function padSequences(rows: readonly (readonly number[])[], padId: number): number[][] {
  const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return rows.map(row => [...row, ...new Array<number>(longest - row.length).fill(padId)]);
}

/**
 * What transformers fills finished sequences with. Its beam search says `pad_token_id or eos_token_id[0]`, in which a
 * pad id of 0 (T5, Pegasus) is falsy and gives EOS; its greedy search takes the pad token in any case.
 */
export function padTokenOf(settings: GenerationSettings): number {
  if (settings.numBeams === 1) return settings.padTokenId;
  return settings.padTokenId === 0 ? settings.eosTokenIds[0] : settings.padTokenId;
}
