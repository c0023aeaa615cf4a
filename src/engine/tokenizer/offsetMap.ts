// Normalized: what a normalizer made of a text, and which stretch of the text each character of it came from.

export interface OffsetMap {
  readonly text: string;
  /** Where in the text the stretch begins that made a character, by UTF-16 unit. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * Runs any normalizer and finds out what it did: a bound between two code points is one between two stretches if what
 * stands before it, normalized alone, is how the whole begins. (Where characters melt into one it is not.)
 *
 * A long text is halved where its halves, normalized alone, make the whole, so that the work grows as n log n.
 */
export function offsetMapOf(text: string, normalize: (text: string) => string): OffsetMap {
  return pieceOf(text, normalize(text), { normalize, lead: leadOf(normalize) });
}

interface Normalizer {
  readonly normalize: (text: string) => string;
  /** What it puts in front of every text. */
  readonly lead: string;
}

function leadOf(normalize: (text: string) => string): string {
  const probe = normalize('a');
  return probe.endsWith('a') ? probe.slice(0, -1) : '';
}

/** A text up to so long is looked at bound by bound. */
const SHORT = 64;

/** How many places around the middle are tried for halving. */
const HALVINGS = 32;

function pieceOf(text: string, whole: string, normalizer: Normalizer): OffsetMap {
  if (whole === text) return unchanged(text);
  if (text.length > SHORT) {
    for (let away = 0; away < HALVINGS; away++) {
      const at = (text.length >> 1) + (away % 2 === 0 ? away >> 1 : -((away + 1) >> 1));
      const halved = isInsidePair(text, at) ? undefined : halves(text, at, whole, normalizer);
      if (halved !== undefined) return halved;
    }
  }
  return boundByBound(text, whole, normalizer);
}

/** Both halves as one, if they make the whole. */
function halves(text: string, at: number, whole: string, normalizer: Normalizer): OffsetMap | undefined {
  const { normalize, lead } = normalizer;
  const [before, after] = [text.slice(0, at), text.slice(at)];
  const first = normalize(before);
  if (!whole.startsWith(first)) return undefined;
  const second = normalize(after);
  const rest = whole.slice(first.length);
  const extra = second === rest ? 0 : second === lead + rest ? lead.length : -1;
  if (extra < 0) return undefined;
  const right = pieceOf(after, second, normalizer);
  const part = { text: rest, starts: right.starts.subarray(extra), ends: right.ends.subarray(extra) };
  return joinedMaps([
    { at: 0, part: pieceOf(before, first, normalizer) },
    { at, part },
  ]);
}

function boundByBound(text: string, whole: string, { normalize }: Normalizer): OffsetMap {
  const starts = new Int32Array(whole.length);
  const ends = new Int32Array(whole.length).fill(text.length);
  // The last bound in the text and in the result; what a normalizer puts in front comes from nothing.
  let [from, made] = [0, 0];
  for (let at = 0; at <= text.length; at += at < text.length ? codePointLength(text, at) : 1) {
    const before = at === text.length ? whole : normalize(text.slice(0, at));
    if (!whole.startsWith(before) || before.length < made) continue;
    starts.fill(from, made, before.length);
    ends.fill(at, made, before.length);
    [from, made] = [at, before.length];
  }
  return { text: whole, starts, ends };
}

/** Whether a place lies between the halves of a surrogate pair. */
function isInsidePair(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
}

/** A text that comes from itself. */
export function unchanged(text: string): OffsetMap {
  const starts = Int32Array.from({ length: text.length }, (_, at) => at);
  return { text, starts, ends: starts.map(at => at + 1) };
}

/** Texts that follow each other, as one. */
export function joinedMaps(parts: readonly { readonly at: number; readonly part: OffsetMap }[]): OffsetMap {
  const moved = (key: 'starts' | 'ends'): Int32Array =>
    Int32Array.from(parts.flatMap(({ at, part }) => Array.from(part[key], place => at + place)));
  return { text: parts.map(({ part }) => part.text).join(''), starts: moved('starts'), ends: moved('ends') };
}

function codePointLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
