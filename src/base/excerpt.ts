// Excerpt: the beginning of a text for a place with little room, cut between graphemes: an emoji or a letter with its accents
// stays whole.

/** How many UTF-16 units after the cut are looked at to find the grapheme that stands there. */
const LONGEST_GRAPHEME = 64;

const SEGMENTER = new Intl.Segmenter();

/**
 * The beginning of a text. A text that is not longer is returned whole.
 *
 * @param most how many UTF-16 units it may have
 */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const grapheme = SEGMENTER.segment(text.slice(0, most + LONGEST_GRAPHEME)).containing(most);
  const cut = grapheme === undefined || grapheme.index === 0 ? most : grapheme.index;
  // One grapheme can be longer than the room; then it is cut between code points.
  const end = cut === most && isLowSurrogate(text, most) && most > 0 ? most - 1 : cut;
  return text.slice(0, end);
}

/** The beginning of a text, with an ellipsis if it is longer than `most` UTF-16 units, which the ellipsis does not count for. */
export function excerptOf(text: string, most: number): string {
  return text.length <= most ? text : `${beginningOf(text, most).trimEnd()}…`;
}

/** Whether the unit at an offset is the second half of a code point. */
function isLowSurrogate(text: string, at: number): boolean {
  return /[\udc00-\udfff]/.test(text.charAt(at)) && /[\ud800-\udbff]/.test(text.charAt(at - 1));
}
