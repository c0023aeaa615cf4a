// Offset map: finds, for each character of a normalized text, the offsets in the original text of the characters that it came
// from.

export interface OffsetMap {
  /** The normalized text. */
  readonly text: string;
  /** For each UTF-16 code unit of `text`, the start in the original text of the characters that it came from. */
  readonly starts: Int32Array;
  /** For each UTF-16 code unit of `text`, the end of those characters. */
  readonly ends: Int32Array;
}

/**
 * Normalizes a text with any normalizer and finds the offsets. A boundary between two code points of the text
 * corresponds to a boundary in the normalized text if the text before it, normalized alone, is a prefix of the whole
 * normalized text. (It is no prefix if the boundary is between characters that the normalizer composes into one.)
 *
 * A long text is split into two halves whose normalized forms, joined, are the whole. So the work grows as n log n.
 */
export function offsetMapOf(text: string, normalize: (text: string) => string): OffsetMap {
  return mapOf(text, normalize(text), { normalize, lead: leadOf(normalize) });
}

interface Normalizer {
  readonly normalize: (text: string) => string;
  /** The characters that the normalizer adds before every text. */
  readonly lead: string;
}

function leadOf(normalize: (text: string) => string): string {
  const probe = normalize('a');
  return probe.endsWith('a') ? probe.slice(0, -1) : '';
}

/** The longest text, in UTF-16 code units, of which every boundary is tried without halving. */
const SHORT = 64;

/** How many boundaries around the middle are tried for halving. */
const HALVINGS = 32;

function mapOf(text: string, normalized: string, normalizer: Normalizer): OffsetMap {
  if (normalized === text) return unchanged(text);
  if (text.length > SHORT) {
    for (let away = 0; away < HALVINGS; away++) {
      const at = (text.length >> 1) + (away % 2 === 0 ? away >> 1 : -((away + 1) >> 1));
      const halved = isInsidePair(text, at) ? undefined : halves(text, at, normalized, normalizer);
      if (halved !== undefined) return halved;
    }
  }
  return eachBoundary(text, normalized, normalizer);
}

/** The maps of both halves, joined; undefined if the halves, normalized alone and joined, are not the normalized text. */
function halves(text: string, at: number, normalized: string, normalizer: Normalizer): OffsetMap | undefined {
  const { normalize, lead } = normalizer;
  const [before, after] = [text.slice(0, at), text.slice(at)];
  const first = normalize(before);
  if (!normalized.startsWith(first)) return undefined;
  const second = normalize(after);
  const rest = normalized.slice(first.length);
  const extra = second === rest ? 0 : second === lead + rest ? lead.length : -1;
  if (extra < 0) return undefined;
  const right = mapOf(after, second, normalizer);
  const part = { text: rest, starts: right.starts.subarray(extra), ends: right.ends.subarray(extra) };
  return joinedMaps([
    { at: 0, part: mapOf(before, first, normalizer) },
    { at, part },
  ]);
}

/** The map of a text, found by trying every boundary. */
function eachBoundary(text: string, normalized: string, { normalize }: Normalizer): OffsetMap {
  const starts = new Int32Array(normalized.length);
  const ends = new Int32Array(normalized.length).fill(text.length);
  // The last boundary that was found, in the text and in the result. Characters that a normalizer adds before the text get
  // empty offsets.
  let [from, length] = [0, 0];
  for (let at = 0; at <= text.length; at += at < text.length ? codePointLength(text, at) : 1) {
    const before = at === text.length ? normalized : normalize(text.slice(0, at));
    if (!normalized.startsWith(before) || before.length < length) continue;
    starts.fill(from, length, before.length);
    ends.fill(at, length, before.length);
    [from, length] = [at, before.length];
  }
  return { text: normalized, starts, ends };
}

/** Whether an offset is between the halves of a surrogate pair. */
function isInsidePair(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
}

/** The map of a text that the normalizer does not change. */
export function unchanged(text: string): OffsetMap {
  const starts = Int32Array.from({ length: text.length }, (_, at) => at);
  return { text, starts, ends: starts.map(at => at + 1) };
}

/** Joins the maps of consecutive parts of a text. `at` is the start of the part in the original text. */
export function joinedMaps(parts: readonly { readonly at: number; readonly part: OffsetMap }[]): OffsetMap {
  const moved = (key: 'starts' | 'ends'): Int32Array =>
    Int32Array.from(parts.flatMap(({ at, part }) => Array.from(part[key], place => at + place)));
  return { text: parts.map(({ part }) => part.text).join(''), starts: moved('starts'), ends: moved('ends') };
}

function codePointLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
