// Covered: a text of the same length in which some ranges cannot be read.
import type { Range } from './range';

/** Stands in place of each character of a range that is known already, so that no pattern reads into it. */
const COVER = '\ufffc';

/** A text of the same length with each character of some ranges covered. */
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
