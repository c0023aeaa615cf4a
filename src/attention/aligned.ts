// Aligned: the source words that target words stand for, for showing them to a reader.
import { align, linksOf } from './align';
import { groupsOf, type PictureTexts, type Unit } from './picture';
import type { AttentionRecord, AttentionToken } from './record';
import { mergeWords } from './words';

/**
 * What target tokens are aligned with, in the order of the source: for each token, or for each word that has one of them,
 * the token or word of the highest weight.
 *
 * @param cross all heads of the one layer that alignment is read from
 * @param tokens targets, by their number in the record
 */
export function alignedWith(
  cross: AttentionRecord,
  texts: PictureTexts,
  tokens: readonly number[],
  unit: Unit,
): AttentionToken[] {
  const targets = groupsOf(cross.targets, texts.target, unit);
  const sources = groupsOf(cross.sources, texts.source, unit);
  const merged = mergeWords(cross, targets, sources);
  const alignment = align(merged, { layer: 0 });
  const words = new Set(tokens.map(token => targets.wordOf[token]));
  const found = new Set([...words].flatMap(word => linksOf(alignment, word).map(({ source }) => source)));
  return [...found].sort((a, b) => a - b).map(at => merged.sources[at]);
}
