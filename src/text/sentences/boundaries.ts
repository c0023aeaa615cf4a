// Boundaries: where sentences, words and graphemes meet, by Intl.Segmenter, in time linear in the length of the text.

export type Granularity = 'sentence' | 'word' | 'grapheme';

/**
 * The segmenter of V8 copies its whole text at every step, so that a megabyte at once takes minutes. It gets windows of this
 * many UTF-16 units instead.
 */
const WINDOW = 2048;

/** A boundary depends on the text after it; one this near to the end of a window is asked for again in the next window. */
const AHEAD = 128;

/** The offsets strictly inside the text at which a new segment starts, ascending. */
export function* boundaries(text: string, language: string, granularity: Granularity): Generator<number, void, void> {
  const segmenter = segmenterFor(language, granularity);
  let start = 0;
  let size = WINDOW;
  while (start < text.length) {
    const last = start + size >= text.length;
    let found = 0;
    for (const { index } of segmenter.segment(text.slice(start, start + size))) {
      if (index === 0) continue;
      if (!last && index > size - AHEAD) break;
      found = index;
      yield start + index;
    }
    if (last) return;
    start += found;
    size = found === 0 ? size * 2 : WINDOW;
  }
}

/** Segmenters are kept: creating one takes longer than using it on a line, and few languages are in use at a time. */
const segmenters = new Map<string, Intl.Segmenter>();

function segmenterFor(language: string, granularity: Granularity): Intl.Segmenter {
  const key = `${granularity} ${language}`;
  const known = segmenters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.Segmenter(isLanguageTag(language) ? language : 'en', { granularity });
  segmenters.set(key, made);
  return made;
}

function isLanguageTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length === 1;
  } catch {
    return false;
  }
}
