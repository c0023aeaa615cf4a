// Aligned: the source words that target words stand for, for showing them to a reader.
import { align, type Aligner, linksOf, readByAligner } from './align';
import { groupsOf, type PictureTexts, type Unit } from '../picture/picture';
import type { AttentionRecord, AttentionToken } from '../record/record';
import { mergeWords } from '../record/words';

/**
 * What target tokens are aligned with, in the order of the source: for each token, or for each word that has one of them,
 * the token or word of the highest weight.
 *
 * @param cross all heads of the aligner's layer
 * @param tokens targets, by their number in the record
 */
export function alignedWith(
  cross: AttentionRecord,
  texts: PictureTexts,
  tokens: readonly number[],
  unit: Unit,
  aligner: Omit<Aligner, 'layer'>,
): AttentionToken[] {
  const read = readByAligner(cross, aligner);
  // At the output the first target was predicted by no step.
  const missing = cross.targets.length - read.targets.length;
  const targets = groupsOf(read.targets, texts.target, unit);
  const sources = groupsOf(read.sources, texts.source, unit);
  const merged = mergeWords(read, targets, sources);
  const alignment = align(merged, { layer: 0 });
  const words = new Set(tokens.filter(token => token >= missing).map(token => targets.wordOf[token - missing]));
  const found = new Set([...words].flatMap(word => linksOf(alignment, word).map(({ source }) => source)));
  return [...found].sort((a, b) => a - b).map(at => merged.sources[at]);
}
