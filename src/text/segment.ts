// Segment: cuts a text into pieces: the sentences that go to a model, and everything that is kept as it is.
import { isBinary, type InlineSpan } from './inline/inlineSpans';
import { covered } from './covered';
import { FlowParts } from './flowParts';
import { protectedSpans } from './inline/protectedSpans';
import { plainStructure } from './lines/plainStructure';
import { byStart, contains, type Range, reaching, shifted } from './range';
import { foreignTo, type IsForeign } from './sentences/script';
import { joinedSentences } from './sentences/joinedSentences';
import {
  type KeepReason,
  markersOf,
  type MarkupPair,
  type ProseFlow,
  type ProsePiece,
  shiftedPair,
  type TextStructure,
  wholeOf,
} from './textStructure';

export type { KeepReason, ProsePiece } from './textStructure';

/** A part of a text. */
export type Piece = ProsePiece | { readonly kind: 'keep'; readonly text: string; readonly reason?: KeepReason };

export interface SegmentOptions {
  /** The language of the prose, a BCP 47 tag. */
  readonly language: string;
  /** Whether symbols (code, addresses, tags) stay inside their sentence rather than cut it; no by default. */
  readonly symbolsInside?: boolean;
  /** What the parser of the text's format found; that of plain text if left out. */
  readonly structure?: TextStructure;
}

/** Cuts a text into pieces. The concatenation of their texts is the text. */
export function segment(text: string, options: SegmentOptions): Piece[] {
  const { language, symbolsInside = false, structure = plainStructure(text) } = options;
  const style = { language, isForeign: foreignTo(language), symbolsInside };
  const marks: Mark[] = structure.kept.map(range => ({ ...range, kind: 'keep' }));
  for (const flow of structure.flows) marks.push(...marksOfFlow(text, flow, style));
  return tile(text, marks.sort(byStart));
}

/** A range that is prose, or kept for a reason. A range without a mark is kept without a reason. */
type Mark =
  | ({ readonly kind: 'prose'; readonly parts: FlowParts } & Range)
  | ({ readonly kind: 'keep'; readonly reason: KeepReason } & Range);

/** The options, with the test for the script of the language. */
interface Style {
  readonly language: string;
  readonly isForeign: IsForeign;
  readonly symbolsInside: boolean;
}

const LETTER = /\p{L}/u;

function marksOfFlow(text: string, flow: ProseFlow, style: Style): Mark[] {
  const [first, last] = [flow.lines[0], flow.lines.at(-1)];
  if (first === undefined || last === undefined) return [];
  const shown = shownFlow(text, flow);
  const start = first.start;
  const own = text.slice(start, last.end);
  const marks: Mark[] = [];
  const symbols = shiftedAll(flow.symbols, -start);
  const pairs = flow.markup.map(pair => shiftedPair(pair, -start));
  const parts = new FlowParts(flow);
  for (const sentence of joinedSentences(shown, symbols, pairs, style.language)) {
    if (!LETTER.test(shown.slice(sentence.start, sentence.end))) continue;
    marks.push(...marksOfSentence({ shown, own, sentence, parts, offset: start }, style));
  }
  // What stands inside of a symbol of a sentence goes with the sentence; the rest stands by itself.
  const alone = (flow.inner ?? []).filter(inner => reaching(marks, wholeOf(inner)).length === 0);
  return alone.length === 0 ? marks : [...marks, ...alone.flatMap(inner => marksOfFlow(text, inner, style))];
}

/** The text of a flow with a space for each UTF-16 unit between its lines and of its markers. */
function shownFlow(text: string, { lines, markup }: ProseFlow): string {
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return '';
  const gaps = lines.slice(1).map(({ start }, at): Range => ({ start: lines[at].end, end: start }));
  const hidden = [...gaps, ...markersOf(markup)].sort(byStart);
  return covered(text.slice(first.start, last.end), shiftedAll(hidden, -first.start), ' ');
}

function shiftedAll(ranges: readonly Range[], by: number): Range[] {
  return ranges.map(range => shifted(range, by));
}

/** A sentence of a flow. Offsets of the sentence are into the flow's text. */
interface FlowSentence {
  /** The flow's text with spaces in place of its markers. */
  readonly shown: string;
  /** The flow's text as it is. */
  readonly own: string;
  readonly sentence: Range;
  readonly parts: FlowParts;
  /** Where the flow begins in the whole text. */
  readonly offset: number;
}

function marksOfSentence(of: FlowSentence, style: Style): readonly Mark[] {
  const text = of.shown.slice(of.sentence.start, of.sentence.end);
  const from = text.length - text.trimStart().length;
  const to = text.trimEnd().length;
  const base = of.offset + of.sentence.start;
  const keep = ({ start, end }: Range, reason: KeepReason): Mark => {
    return { kind: 'keep', start: base + start, end: base + end, reason };
  };
  if (isBinary(text)) return [keep({ start: from, end: to }, 'noise')];
  const { spans, markers, pairs } = spansOfSentence(of, text, style);
  const marks: Mark[] = [];
  // The prose so far, whose script decides whether the whole sentence is kept.
  let letters = '';
  let at = from;
  // The text with spaces in place of its spans: the letters of a symbol do not make prose of what is around it.
  let bare = '';
  for (const span of [...spans, { kind: 'end', start: to, end: to } as const]) {
    if (span.kind !== 'end' && (span.end <= from || span.start >= to)) continue;
    bare += text.slice(from + bare.length, span.start);
    // Signs (½, ™) and protected words (names, versions) never cut a sentence. If symbols stay inside of sentences, the
    // letters of these words do not count as prose.
    const neverCuts = span.kind === 'sign' || span.kind === 'word';
    if (neverCuts && !style.symbolsInside) continue;
    if (neverCuts || (span.kind === 'symbol' && style.symbolsInside)) {
      bare += ' '.repeat(span.end - span.start);
      continue;
    }
    if (LETTER.test(bare.slice(at - from))) {
      const part = { start: at, end: span.start };
      const bounds = proseBounds({ ...of, spans, pairs }, part, style.symbolsInside);
      marks.push({ kind: 'prose', start: base + bounds.start, end: base + bounds.end, parts: of.parts });
      letters += bare.slice(at - from);
    }
    const isNoise = span.kind === 'noise' && !markers.includes(span);
    if (isNoise && LETTER.test(text.slice(span.start, span.end))) marks.push(keep(span, 'noise'));
    bare += ' '.repeat(Math.max(0, span.end - Math.max(span.start, from + bare.length)));
    at = Math.max(at, span.end);
  }
  return style.isForeign(letters) ? [keep({ start: from, end: to }, 'script')] : marks;
}

/** The inline spans and the markup of a sentence, with offsets into the sentence. */
interface SentenceSpans {
  readonly spans: readonly InlineSpan[];
  /** Those of the spans that are markers, at which the sentence is cut. */
  readonly markers: readonly InlineSpan[];
  /** The pairs of markers that stay inside their sentence. */
  readonly pairs: readonly MarkupPair[];
}

function spansOfSentence({ parts, offset, sentence }: FlowSentence, text: string, style: Style): SentenceSpans {
  const whole = shifted(sentence, offset);
  const spans = protectedSpans(text, shiftedAll(parts.symbols(whole), -whole.start));
  const pairs = parts.pairs(whole).map(pair => shiftedPair(pair, -whole.start));
  const cuts: ReadonlySet<string> = new Set(['noise', 'pictograph', ...(style.symbolsInside ? [] : ['symbol'])]);
  if (!spans.some(({ kind }) => cuts.has(kind))) return { spans, markers: [], pairs };
  // The sentence is cut, perhaps between a marker and its partner, so that it is cut at the markers as well.
  const own = { start: 0, end: text.length };
  const markers = markersOf(pairs)
    .filter(marker => contains(own, marker))
    .map((marker): InlineSpan => ({ kind: 'noise', ...marker }));
  return { spans: [...spans, ...markers].sort(byStart), markers, pairs: [] };
}

/**
 * A range of a sentence without the white space, tags and signs at its ends, and without the symbols after the end of the
 * sentence, but with the markers beside it whose partners it holds.
 */
function proseBounds(
  of: FlowSentence & { readonly spans: readonly InlineSpan[]; readonly pairs: readonly MarkupPair[] },
  { start: from, end: to }: Range,
  symbolsInside: boolean,
): Range {
  const own = of.own.slice(of.sentence.start, of.sentence.end);
  const shown = of.shown.slice(of.sentence.start, of.sentence.end);
  const around = of.spans.filter(
    ({ kind, start, end }) => start >= from && end <= to && (kind === 'symbol' || (kind === 'sign' && symbolsInside)),
  );
  const isApart = (at: number): boolean => APART.test(own.slice(at, at + 2));
  const afterSpace = (at: number): number => to - shown.slice(at, to).trimStart().length;
  const beforeSpace = (at: number): number => from + shown.slice(from, at).trimEnd().length;
  let start = afterSpace(from);
  for (const span of around) {
    if (span.start !== start || !isApart(start)) break;
    start = afterSpace(span.end);
  }
  let end = beforeSpace(to);
  let run = end;
  for (const span of around.toReversed()) {
    if (span.end !== run || span.start < start) break;
    run = beforeSpace(span.start);
    if (end === span.end && isApart(span.start)) end = run;
  }
  if (ENDED.test(shown.slice(start, run))) end = run;
  return withPartners({ start, end }, of.pairs);
}

/** A range made longer by the markers beside it whose partners it holds. */
function withPartners({ start, end }: Range, pairs: readonly MarkupPair[]): Range {
  let [from, to] = [start, end];
  for (let before = -1; before !== to - from;) {
    before = to - from;
    for (const { open, close } of pairs) {
      const holdsOpen = contains({ start: from, end: to }, open);
      const holdsClose = contains({ start: from, end: to }, close);
      if (holdsOpen && !holdsClose) to = Math.max(to, close.end);
      if (holdsClose && !holdsOpen) from = Math.min(from, open.start);
    }
  }
  return { start: from, end: to };
}

/** The beginning of what is no part of the sentence beside it: a tag, an image, a footnote, a sign, a heading's `{#id}`. */
const APART = /^(?:[<\p{Cc}\u0080-\uffff]|\{#|!\[|\[\^)/u;

/** The punctuation that ends a sentence, and the quotation marks and brackets after it. */
const ENDED = /[.!?…。！？]["'”’»)\]]*$/u;

/** The marks and what lies between them, without a gap. */
function tile(text: string, marks: Iterable<Mark>): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const mark of marks) {
    if (mark.start > done) pieces.push({ kind: 'keep', text: text.slice(done, mark.start) });
    const own = text.slice(mark.start, mark.end);
    if (mark.kind === 'prose') pieces.push(mark.parts.piece(own, mark));
    else pieces.push({ kind: 'keep', text: own, reason: mark.reason });
    done = mark.end;
  }
  if (done < text.length) pieces.push({ kind: 'keep', text: text.slice(done) });
  return pieces;
}
