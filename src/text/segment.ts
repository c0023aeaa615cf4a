// Segment: cuts a plain text into pieces: the sentences that go to a model, and everything that is kept as it is.
import { blocks, flows } from './lines/blocks';
import { isBinary, inlineSpans } from './inline/inlineSpans';
import { foreignTo, type IsForeign } from './sentences/script';
import { splitSentences } from './sentences/sentences';
import type { Range } from './range';

/**
 * Why something with letters in it was not taken for prose of the language: another script, code or data, or no language.
 */
export type KeepReason = 'script' | 'code' | 'noise';

/**
 * A part of a text. A prose piece is one sentence, or a part of one beside pictographs, without white space around it; the
 * line ends of a hard-wrapped paragraph are still inside.
 */
export type Piece =
  | { readonly kind: 'prose'; readonly text: string }
  | { readonly kind: 'keep'; readonly text: string; readonly reason?: KeepReason };

export interface SegmentOptions {
  /** The language of the prose, a BCP 47 tag. */
  readonly language: string;
  /** Whether symbols (code, addresses, tags) stay inside their sentence rather than cut it; no by default. */
  readonly symbolsInside?: boolean;
}

/** Cuts a text into pieces. The concatenation of their texts is the text. */
export function segment(text: string, options: SegmentOptions): Piece[] {
  return tile(text, marksOfText(text, options));
}

/** A range that is prose, or kept for a reason. A range without a mark is kept without a reason. */
type Mark = ({ readonly kind: 'prose' } & Range) | ({ readonly kind: 'keep'; readonly reason: KeepReason } & Range);

const LETTER = /\p{L}/u;

function* marksOfText(text: string, options: SegmentOptions): Generator<Mark, void, void> {
  const { language, symbolsInside = false } = options;
  const style = { isForeign: foreignTo(language), symbolsInside };
  for (const block of blocks(text)) {
    if (!LETTER.test(text.slice(block.start, block.end))) continue;
    for (const flow of flows(text, block)) {
      if (flow.kind === 'code') {
        const { start, end } = flow;
        if (LETTER.test(text.slice(start, end))) yield { kind: 'keep', start, end, reason: 'code' };
        continue;
      }
      if (!LETTER.test(flow.text)) continue;
      let start = flow.start;
      for (const sentence of splitSentences(flow.text, language)) {
        if (LETTER.test(sentence)) yield* marksOfSentence(sentence, start, style);
        start += sentence.length;
      }
    }
  }
}

interface Style {
  readonly isForeign: IsForeign;
  readonly symbolsInside: boolean;
}

function marksOfSentence(sentence: string, offset: number, style: Style): readonly Mark[] {
  const from = sentence.length - sentence.trimStart().length;
  const to = sentence.trimEnd().length;
  const keep = (start: number, end: number, reason: KeepReason): Mark => {
    return { kind: 'keep', start: offset + start, end: offset + end, reason };
  };
  if (isBinary(sentence)) return [keep(from, to, 'noise')];
  const marks: Mark[] = [];
  let letters = '';
  let at = from;
  // A symbol's own letters do not make prose of what is around it.
  let bare = '';
  const spans = inlineSpans(sentence);
  for (const span of [...spans, { kind: 'end', start: to, end: to } as const]) {
    bare += sentence.slice(from + bare.length, span.start);
    const isInside = span.kind === 'sign' || span.kind === 'word';
    if (isInside && !style.symbolsInside) continue;
    if (isInside || (span.kind === 'symbol' && style.symbolsInside)) {
      bare += ' '.repeat(span.end - span.start);
      continue;
    }
    if (LETTER.test(bare.slice(at - from))) {
      const bounds = [sentence, at, span.start] as const;
      const [start, end] = spans.length === 0 ? [from, to] : proseBounds(...bounds, style.symbolsInside);
      marks.push({ kind: 'prose', start: offset + start, end: offset + end });
      letters += bare.slice(at - from);
    }
    if (span.kind === 'noise' && LETTER.test(sentence.slice(span.start, span.end))) {
      marks.push(keep(span.start, span.end, 'noise'));
    }
    bare += ' '.repeat(span.end - span.start);
    at = span.end;
  }
  return style.isForeign(letters) ? [keep(from, to, 'script')] : marks;
}

/** A range without white space around it, tags and signs around it, and symbols that follow its end. */
function proseBounds(sentence: string, from: number, to: number, symbolsInside: boolean): readonly [number, number] {
  const part = sentence.slice(from, to);
  const around = inlineSpans(part).filter(({ kind }) => kind === 'symbol' || (kind === 'sign' && symbolsInside));
  const isApart = (at: number): boolean => APART.test(part.slice(at, at + 2));
  let start = part.length - part.trimStart().length;
  for (const span of around) {
    if (span.start !== start || !isApart(start)) break;
    start = span.end + (part.length - span.end - part.slice(span.end).trimStart().length);
  }
  let end = part.trimEnd().length;
  let run = end;
  for (const span of around.toReversed()) {
    if (span.end !== run || span.start < start) break;
    run = part.slice(0, span.start).trimEnd().length;
    if (end === span.end && isApart(span.start)) end = run;
  }
  if (ENDED.test(part.slice(start, run))) end = run;
  return [from + start, from + end];
}

/** What need not be read with the words that it stands beside: tags, pictures, signs, the name of a heading. */
const APART = /^(?:[<\p{Cc}\u0080-\uffff]|\{#)/u;

/** What a sentence ends with, and what may follow its end. */
const ENDED = /[.!?…。！？]["'”’»)\]]*$/u;

/** The marks and what lies between them, without a gap. */
function tile(text: string, marks: Iterable<Mark>): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const mark of marks) {
    if (mark.start > done) pieces.push({ kind: 'keep', text: text.slice(done, mark.start) });
    const own = text.slice(mark.start, mark.end);
    if (mark.kind === 'prose') pieces.push({ kind: 'prose', text: own });
    else pieces.push({ kind: 'keep', text: own, reason: mark.reason });
    done = mark.end;
  }
  if (done < text.length) pieces.push({ kind: 'keep', text: text.slice(done) });
  return pieces;
}
