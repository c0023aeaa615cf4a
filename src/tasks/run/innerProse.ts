// Inner prose: sentences inside of the symbols and markers of another sentence, such as the text of a picture or the title of a
// link. They go through the model by themselves, and their translations are put into the symbols of the finished sentence.
import { guarded } from '../../text/inline/guards';
import { readSentence, type Sentence } from '../../text/inline/sentence';
import { type ReplacedText, type Replacement, replacedText } from '../../text/inline/spans';
import { byStart, contains, overlaps, partsWithin, type Range, shifted } from '../../text/range';
import { segment, type SegmentOptions } from '../../text/segment';
import { markersOf, type ProsePiece } from '../../text/textStructure';

/** A sentence inside of a symbol or marker. Its range is that in the text of the outer sentence's piece. */
export interface InnerSentence extends Range {
  readonly piece: ProsePiece;
  readonly sentence: Sentence;
}

/** An inner sentence and its translation, which is on one line. */
export interface InnerResult extends InnerSentence {
  readonly result: string;
}

/** A text with the translations of inner sentences in it, and its alignment (`spans`) with the text before they were put in. */
export interface TextWithInner extends ReplacedText {
  /** Where the symbols and markers with the translations stand in the text. */
  readonly holders: readonly Range[];
  /** Whether the text has all of the translations. */
  readonly isWhole: boolean;
}

/** The sentences inside of the symbols and markers of a piece. */
export function innerSentences({ text, inner = [] }: ProsePiece, options: SegmentOptions): InnerSentence[] {
  if (inner.length === 0) return [];
  let end = 0;
  return segment(text, { ...options, structure: { flows: inner, kept: [] } }).flatMap(piece => {
    const start = end;
    end += piece.text.length;
    return piece.kind === 'keep' ? [] : [{ piece, sentence: readSentence(piece), start, end }];
  });
}

/** The text of a piece with the translations of its inner sentences. */
export function pieceWithInner({ text }: ProsePiece, inner: readonly InnerResult[]): TextWithInner {
  return { ...replacedText(text, inner.map(translation)), holders: [], isWhole: true };
}

/**
 * Puts the translations of inner sentences wherever the symbols and markers that hold them stand in a translation.
 *
 * @param text the translation of the piece, on one line, with its symbols and markers
 */
export function withInner(text: string, piece: ProsePiece, inner: readonly InnerResult[]): TextWithInner {
  const known = holdersOf(piece, inner);
  if (known.size === 0) return { ...replacedText(text, []), holders: [], isWhole: inner.length === 0 };
  // The longest first, because a shorter source may be the beginning of a longer one.
  const sources = [...known.values()].map(({ source }) => source).sort((left, right) => right.length - left.length);
  const pattern = new RegExp(sources.map(patternOf).join('|'), 'g');
  const replacements: Replacement[] = [];
  const holders: Range[] = [];
  const missing = new Set(known.keys());
  let growth = 0;
  for (const { index: start, 0: match } of text.matchAll(pattern)) {
    const key = withoutSpace(match);
    const by = known.get(key)?.text ?? match;
    missing.delete(key);
    replacements.push({ start, end: start + match.length, by });
    holders.push({ start: start + growth, end: start + growth + by.length });
    growth += by.length - match.length;
  }
  return { ...replacedText(text, replacements), holders, isWhole: missing.size === 0 };
}

/** A symbol or marker that holds inner sentences, on one line. */
interface Holder {
  /** As it stands in the piece. */
  readonly source: string;
  /** The source with the translations of the inner sentences. */
  readonly text: string;
}

/** The symbols and markers of a piece that hold inner sentences, by their sources without white space. */
function holdersOf(piece: ProsePiece, inner: readonly InnerResult[]): ReadonlyMap<string, Holder> {
  const holders = new Map<string, Holder>();
  for (const range of [...piece.symbols, ...markersOf(piece.markup)]) {
    const held = inner.filter(one => contains(range, one));
    if (held.length === 0) continue;
    const holder = holderOf(piece, range, held);
    holders.set(withoutSpace(holder.source), holder);
  }
  return holders;
}

function holderOf({ text, lines }: ProsePiece, range: Range, inner: readonly InnerResult[]): Holder {
  const lineEnds = lines
    .slice(1)
    .map(({ start }, at) => ({ start: lines[at].end, end: start }))
    .flatMap(gap => partsWithin(gap, range))
    .map(gap => ({ ...gap, by: ' ' }));
  const outside = lineEnds.filter(gap => !inner.some(one => overlaps(one, gap)));
  const written = text.slice(range.start, range.end);
  const replaced = (replacements: readonly Replacement[]): string =>
    replacedText(
      written,
      replacements.map(one => ({ ...shifted(one, -range.start), by: one.by })),
    ).text;
  return { source: replaced(lineEnds), text: replaced([...inner.map(translation), ...outside].sort(byStart)) };
}

/** The replacement of an inner sentence by its translation; by its own text if the model copied the sentence. */
function translation({ piece, sentence, result, start, end }: InnerResult): Replacement {
  return { start, end, by: result === sentence.text ? piece.text : guarded(result, piece.guard).text };
}

function withoutSpace(text: string): string {
  return text.replace(/\s/g, '');
}

/** A pattern that matches a text, with any white space where the text has white space. */
function patternOf(text: string): string {
  return text
    .split(/\s+/)
    .map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('\\s+');
}
