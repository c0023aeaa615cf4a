// Covered: replaces each character of some ranges of a text, so that patterns find nothing in them and offsets stay the same.
import type { Range } from './range';

/** U+FFFC, the object replacement character: neither a letter nor white space nor punctuation. */
const COVER = '\ufffc';

/**
 * A text of the same length with `by` in place of each UTF-16 unit of some ranges.
 *
 * @param ranges ascending; one that begins inside of the range before it is ignored
 */
export function covered(text: string, ranges: readonly Range[], by = COVER): string {
  let result = '';
  let done = 0;
  for (const { start, end } of ranges) {
    if (start < done) continue;
    result += text.slice(done, start) + by.repeat(end - start);
    done = end;
  }
  return result + text.slice(done);
}
