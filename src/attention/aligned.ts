// Aligned: the source words that target words stand for, for showing them to a reader.
import { align, linksOf, linkWords } from './align';
import { groupsOf, type PictureTexts, type Unit } from './picture';
import type { AttentionRecord, AttentionToken } from './record';

/**
 * What target tokens are aligned with, in the order of the source.
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
  const alignment = align(cross, { layer: 0 });
  const targets = groupsOf(cross.targets, texts.target, unit);
  const sources = groupsOf(cross.sources, texts.source, unit);
  const linked = linkWords(alignment, targets, sources);
  const words = new Set(tokens.map(token => targets.wordOf[token]));
  return found(
    [...words].flatMap(word => linksOf(linked, word)),
    sources.words,
  );
}

function found(links: readonly { readonly source: number }[], sources: readonly AttentionToken[]): AttentionToken[] {
  const places = new Set(links.map(({ source }) => source));
  return [...places].sort((a, b) => a - b).map(at => sources[at]);
}
