// Marked result: a translated sentence with its markup and the translations of what stands inside of its symbols, on the lines
// of its piece.
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
  /** As the model wrote it: on one line, without markup. */
  readonly result: string;
  /** With its markup, on one line. */
  readonly marked: string;
  /** With its markup, on the lines of its piece. */
  readonly written: string;
  /** From `result` to `written`. */
  readonly spans: readonly Span[];
  /** Whether it has the translations of all inner sentences. */
  readonly isWhole: boolean;
}

/** The translation of a sentence without markup. A sentence that the model copied is its piece. */
export function writtenResult(
  { piece, sentence }: MarkedSentence,
  result: string,
  inner: readonly InnerResult[] = [],
): WrittenSentence {
  if (result !== sentence.text) {
    return written({ piece, sentence }, result, { text: result, spans: spanOf(result.length) }, inner);
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

/** The translation of a sentence with its markup; undefined if there is no place for it. */
export function markedResult(
  { piece, sentence }: MarkedSentence,
  result: string,
  shareOf: ShareOf,
  inner: readonly InnerResult[] = [],
): WrittenSentence | undefined {
  const marked = placeMarkup(sentence, result, shareOf);
  return marked === undefined ? undefined : written({ piece, sentence }, result, marked, inner);
}

function written(
  { piece, sentence }: MarkedSentence,
  result: string,
  marked: ReplacedText,
  inner: readonly InnerResult[],
): WrittenSentence {
  const safe = guarded(marked.text, piece.guard);
  const { text, spans, holders, isWhole } = withInner(safe.text, piece, inner);
  const firm = [...firmRanges(sentence, text), ...holders].sort(byStart);
  const lines = wrapped(text, { text: piece.text, lines: piece.lines, firm });
  return {
    result,
    marked: text,
    written: lines + spaceAfter(piece, lines),
    spans: composeSpans(composeSpans(composeSpans(marked.spans, safe.spans), spans), spansBySpace(text, lines)),
    isWhole,
  };
}

/** Where the symbols and the markers with spaces in them stand in the translation: no line may end inside. */
function firmRanges({ text, symbols, markup }: Sentence, marked: string): Range[] {
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
