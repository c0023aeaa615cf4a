// Marked result: a translated sentence with its markup, on the lines of its piece.
import { placeMarkup, type ShareOf } from '../../text/inline/markup';
import type { Sentence } from '../../text/inline/sentence';
import { composeSpans, type Span, spanOf, spansBySpace } from '../../text/inline/spans';
import { byStart, type Range } from '../../text/range';
import type { ProsePiece } from '../../text/textStructure';
import { wrapped } from '../../text/inline/wrapping';

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
}

/** The translation of a sentence without markup. A sentence that the model copied is its piece. */
export function writtenResult({ piece, sentence }: MarkedSentence, result: string): WrittenSentence {
  if (result === sentence.text) return { result, marked: piece.text, written: piece.text, spans: sentence.spans };
  return written({ piece, sentence }, result, { text: result, spans: spanOf(result.length) });
}

/** The translation of a sentence with its markup; undefined if there is no place for it. */
export function markedResult(
  { piece, sentence }: MarkedSentence,
  result: string,
  shareOf: ShareOf,
): WrittenSentence | undefined {
  const marked = placeMarkup(sentence, result, shareOf);
  return marked === undefined ? undefined : written({ piece, sentence }, result, marked);
}

function written(
  { piece, sentence }: MarkedSentence,
  result: string,
  { text: marked, spans }: { readonly text: string; readonly spans: readonly Span[] },
): WrittenSentence {
  const firm = firmRanges(sentence, marked);
  const lines = wrapped(marked, { text: piece.text, lines: piece.lines, firm });
  return { result, marked, written: lines, spans: composeSpans(spans, spansBySpace(marked, lines)) };
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
    })
    .sort(byStart);
}
