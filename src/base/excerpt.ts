// Excerpt: the beginning of a text for a place with little room. The text is cut between graphemes, so that an emoji or a letter
// with its accents stays whole.

/** How many UTF-16 units after the cut are searched for the end of the grapheme that stands there. */
const LONGEST_GRAPHEME = 64;

const SEGMENTER = new Intl.Segmenter();

/** The beginning of a text, of at most `most` UTF-16 units; the whole text if it is not longer. */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const grapheme = SEGMENTER.segment(text.slice(0, most + LONGEST_GRAPHEME)).containing(most);
  const cut = grapheme === undefined || grapheme.index === 0 ? most : grapheme.index;
  // A first grapheme of more than `most` units is cut between code points.
  const end = cut === most && isLowSurrogate(text, most) && most > 0 ? most - 1 : cut;
  return text.slice(0, end);
}

/** The beginning of a text, of at most `most` UTF-16 units; if the text is longer, an ellipsis follows, which does not count. */
export function excerptOf(text: string, most: number): string {
  return text.length <= most ? text : `${beginningOf(text, most).trimEnd()}…`;
}

/** Whether the unit at an offset is the second half of a code point. */
function isLowSurrogate(text: string, at: number): boolean {
  return /[\udc00-\udfff]/.test(text.charAt(at)) && /[\ud800-\udbff]/.test(text.charAt(at - 1));
}
