// Normalized: what a normalizer made of a text, and which stretch of the text each character of it came from.

export interface Normalized {
  readonly text: string;
  /** Where in the text the stretch begins that made a character, by UTF-16 unit. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * Runs any normalizer and finds out what it did: a bound between two code points is one between two stretches if what
 * stands before it, normalized alone, is how the whole begins. (Where characters melt into one it is not.)
 */
export function normalized(text: string, normalize: (text: string) => string): Normalized {
  const whole = normalize(text);
  if (whole === text) return unchanged(text);
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

/** A text that comes from itself. */
export function unchanged(text: string): Normalized {
  const starts = Int32Array.from({ length: text.length }, (_, at) => at);
  return { text, starts, ends: starts.map(at => at + 1) };
}

/** Texts that follow each other, as one. */
export function joined(parts: readonly { readonly at: number; readonly part: Normalized }[]): Normalized {
  const moved = (key: 'starts' | 'ends'): Int32Array =>
    Int32Array.from(parts.flatMap(({ at, part }) => Array.from(part[key], place => at + place)));
  return { text: parts.map(({ part }) => part.text).join(''), starts: moved('starts'), ends: moved('ends') };
}

function codePointLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
