// Blocks: the paragraphs of a plain text, and within each the flows, stretches whose lines were wrapped by hand and read on.

/** Lines without a blank one between them, from the first character that is no white space to behind the last. */
export interface Block {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly Line[];
}

/** A stretch of the text at `start`, of the same length, with a space for every character of the line ends it runs over. */
export interface Flow {
  readonly start: number;
  readonly text: string;
}

interface Line {
  readonly start: number;
  /** Behind the indentation. */
  readonly inner: number;
  /** Behind the marker of a list item, heading or quotation, and the space after it. */
  readonly body: number;
  /** Behind the last character that is no white space. */
  readonly stop: number;
  readonly marker: 'none' | 'number' | 'heading' | 'table' | 'other';
}

export function blocks(text: string): Block[] {
  const found: Block[] = [];
  let lines: Line[] = [];
  const close = (): void => {
    const first = lines[0];
    const last = lines.at(-1);
    if (first !== undefined && last !== undefined) found.push({ start: first.inner, end: last.stop, lines });
    lines = [];
  };
  let start = 0;
  for (const { index, 0: lineEnd } of text.matchAll(/\r\n|[\n\r\u0085\u2028\u2029]/g)) {
    const line = lineOf(text, start, index);
    if (line === undefined) close();
    else lines.push(line);
    start = index + lineEnd.length;
  }
  const line = lineOf(text, start, text.length);
  if (line !== undefined) lines.push(line);
  close();
  return found;
}

/** The flows of a block, in order. What lies between them is markers, indentation and line ends. */
export function flows(text: string, block: Block): Flow[] {
  const limit = longestWrap(text, block.lines);
  const found: Flow[] = [];
  let run: Line[] = [];
  let numbered = false;
  const close = (): void => {
    if (run.length > 0) found.push(flowOf(text, run));
    run = [];
  };
  for (const line of block.lines) {
    const previous = run.at(-1);
    const goesOn: boolean = previous !== undefined && isSoft(text, previous, line, limit, numbered);
    if (!goesOn) close();
    if (line.marker === 'table') for (const cell of cells(text, line)) found.push(cell);
    else run.push(line);
    numbered ||= line.marker === 'number' && !goesOn;
  }
  close();
  return found;
}

/** Nobody wraps prose narrower than this, but lists, poems and addresses have such lines. */
const SHORTEST_WRAP = 60;

const MARKER = /(?:(?:>[ \t]?)+|(?:#{1,6}|[-*+•‣◦▪]|\d{1,3}[.)]|\(\d{1,3}\)|\[[ xX]\])(?=[ \t]))[ \t]*/y;

/** Markers nest ("> - [ ] "), but not deeper than this. */
const DEEPEST_MARKER = 6;

function lineOf(text: string, start: number, end: number): Line | undefined {
  const raw = text.slice(start, end);
  const stop = start + raw.trimEnd().length;
  if (stop === start) return undefined;
  const inner = end - raw.trimStart().length;
  let body = inner;
  for (let depth = 0; depth < DEEPEST_MARKER; depth++) {
    MARKER.lastIndex = body;
    if (!MARKER.test(text) || MARKER.lastIndex > stop) break;
    body = MARKER.lastIndex;
  }
  return { start, inner, body, stop, marker: markerOf(text.charAt(inner), body > inner) };
}

function markerOf(first: string, marked: boolean): Line['marker'] {
  if (first === '|') return 'table';
  if (!marked) return 'none';
  if (first === '#') return 'heading';
  return /[\d(]/.test(first) ? 'number' : 'other';
}

/**
 * Tells whether a sentence may go on from a line to the next: someone wrapped the line because the next word would not
 * have fitted. A line that had room for it ends because it was to end.
 */
function isSoft(text: string, line: Line, next: Line, limit: number, numbered: boolean): boolean {
  if (line.marker === 'heading' || line.marker === 'table') return false;
  if (
    next.marker === 'number' ? numbered || /^\(?1\D/.test(text.slice(next.inner, next.stop)) : next.marker !== 'none'
  ) {
    return false;
  }
  const indent = next.inner - next.start;
  // The lines of a list item stand below its marker or below its words.
  if (indent !== line.inner - line.start && indent !== line.body - line.start) return false;
  const words = text.slice(next.inner, next.stop);
  if (!HAS_WORD.test(words) || !HAS_WORD.test(text.slice(line.body, line.stop))) return false;
  return widthOf(text.slice(line.start, line.stop)) + 1 + widthOf(FIRST_WORD.exec(words)?.[0] ?? '') > limit;
}

const HAS_WORD = /[\p{L}\p{N}]/u;

/** Where no spaces are written, a line may end after every character. */
const FIRST_WORD = /^(?:[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60]|\S+)/;

/** White space, or a character of a script that needs none to be wrapped. */
const WRAPPABLE = /[\s\u2e80-\ua4cf\uf900-\ufaff]/;

/** Characters that take two columns. Those outside of the basic plane are two code units already. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

/** The width at which a block was wrapped, as far as its lines show it. A lone address tells nothing: it cannot be wrapped. */
function longestWrap(text: string, lines: readonly Line[]): number {
  let longest = SHORTEST_WRAP;
  for (const { start, inner, stop } of lines) {
    if (stop - start > longest / 2 && WRAPPABLE.test(text.slice(inner, stop))) {
      longest = Math.max(longest, widthOf(text.slice(start, stop)));
    }
  }
  return longest;
}

function flowOf(text: string, lines: readonly Line[]): Flow {
  const start = lines[0]?.body ?? 0;
  const parts: string[] = [];
  let done = start;
  for (const { inner, stop } of lines) {
    // A marker in the middle of a flow is none: a line that happens to start with "3. ".
    const from = Math.max(start, inner);
    parts.push(' '.repeat(from - done), text.slice(from, stop));
    done = stop;
  }
  return { start, text: parts.join('') };
}

/** The cells of a table's row. A bar behind a backslash is text. */
function cells(text: string, line: Line): Flow[] {
  const found: Flow[] = [];
  let start = line.inner;
  const close = (end: number): void => {
    if (end > start) found.push({ start, text: text.slice(start, end) });
    start = end + 1;
  };
  for (const bar of text.slice(line.inner, line.stop).matchAll(/\\?\|/g)) {
    if (bar[0] === '|') close(line.inner + bar.index);
  }
  close(line.stop);
  return found;
}
