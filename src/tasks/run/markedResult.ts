// Marked result: a translated sentence as it is written into the document: with its markup, with the translations of the inner
// sentences (such as the title of a link, see innerProse.ts), and wrapped into lines as its source is.
import { guarded } from '../../text/inline/guards';
import { placeMarkup, type ShareOf } from '../../text/inline/markup';
import type { Sentence } from '../../text/inline/sentence';
import { composeSpans, type ReplacedText, type Span, spanOf, spansBySpace } from '../../text/inline/spans';
import { byStart, type Range } from '../../text/range';
import type { ProsePiece } from '../../text/textStructure';
import { spaceAfter } from '../../text/sentenceEnds';
import { wrapped } from '../../text/inline/wrapping';
import { type InnerResult, pieceWithInner, withInner } from './innerProse';

export interface MarkedSentence {
  /** The sentence as it stands in the document. */
  readonly piece: ProsePiece;
  /** The sentence as the model reads it. */
  readonly sentence: Sentence;
}

/** A translation as it stands in the result, and what it was made from. */
export interface WrittenSentence {
  /** The translation as the model wrote it: on one line, without markup. */
  readonly result: string;
  /** The translation with its markup, on one line. */
  readonly marked: string;
  /** The translation with its markup, wrapped into lines as its piece is. */
  readonly written: string;
  /** The spans from `result` to `written`. */
  readonly spans: readonly Span[];
  /** Whether it has the translations of all inner sentences. */
  readonly isWhole: boolean;
}

/**
 * A translation into which no markers are put. If the model copied the sentence, it stays as it stands in the document, with its
 * markup and its lines.
 *
 * @param inner the translations of the sentences inside of the symbols and markers of this sentence
 */
export function writtenResult(
  { piece, sentence }: MarkedSentence,
  result: string,
  inner: readonly InnerResult[] = [],
): WrittenSentence {
  if (result !== sentence.text) {
    return writtenSentence({ piece, sentence }, result, { text: result, spans: spanOf(result.length) }, inner);
  }
  const { text, spans, isWhole } = pieceWithInner(piece, inner);
  return {
    result,
    marked: text,
    written: text + spaceAfter(piece, text),
    spans: composeSpans(sentence.spans, spans),
    isWhole,
  };
}

/**
 * A translation into which the sentence's markers are put; undefined if there is no place for them.
 *
 * @param inner the translations of the sentences inside of the symbols and markers of this sentence
 */
export function markedResult(
  { piece, sentence }: MarkedSentence,
  result: string,
  shareOf: ShareOf,
  inner: readonly InnerResult[] = [],
): WrittenSentence | undefined {
  const marked = placeMarkup(sentence, result, shareOf);
  return marked === undefined ? undefined : writtenSentence({ piece, sentence }, result, marked, inner);
}

function writtenSentence(
  { piece, sentence }: MarkedSentence,
  result: string,
  marked: ReplacedText,
  inner: readonly InnerResult[],
): WrittenSentence {
  const safe = guarded(marked.text, piece.guard);
  const { text, spans, holders, isWhole } = withInner(safe.text, piece, inner);
  const unbreakable = [...unbreakableRanges(sentence, text), ...holders].sort(byStart);
  const lines = wrapped(text, { text: piece.text, lines: piece.lines, unbreakable });
  return {
    result,
    marked: text,
    written: lines + spaceAfter(piece, lines),
    spans: composeSpans(composeSpans(composeSpans(marked.spans, safe.spans), spans), spansBySpace(text, lines)),
    isWhole,
  };
}

/** The ranges of the translation in which symbols and markers with spaces in them stand. No line may end inside such a range. */
function unbreakableRanges({ text, symbols, markup }: Sentence, marked: string): Range[] {
  const parts = [
    ...symbols.map(({ start, end }) => text.slice(start, end)),
    ...markup.flatMap(({ open, close }) => [open, close]),
  ];
  return [...new Set(parts)]
    .filter(part => /\s/.test(part))
    .flatMap(part => {
      const found: Range[] = [];
      for (let at = marked.indexOf(part); at >= 0; at = marked.indexOf(part, at + part.length)) {
        found.push({ start: at, end: at + part.length });
      }
      return found;
    });
}
