// Integrity: whether a model's answer holds what it had to keep of its source, and nothing that no text may hold. Models
// write placeholders that nobody gave them, leave others out, and begin characters that they never finish.
import { isBinary } from '../../text/inline/inlineSpans';
import { lostMarks } from '../../text/inline/marks';

/** Whether an answer may stand in a result in place of its source. */
export type Accepts = (source: string, answer: string) => boolean;

/**
 * For translations: each placeholder of the source stands in the answer as often as in the source, and no other does; the
 * answer has no broken character, and its brackets and marks of markup pair as those of the source do. Placeholders are
 * characters of private use (the card's reader sees to that), and other ones never go to a model.
 */
export const keepsAll: Accepts = (source, answer) =>
  !isBinary(answer) &&
  privateUse(source).sort().join('') === privateUse(answer).sort().join('') &&
  lostMarks(source, answer).every(mark => FREE_MARKS.has(mark));

/** What languages set otherwise, and what harms nothing but its own sentence. */
const FREE_MARKS: ReadonlySet<string> = new Set(['"', '*', '_']);

/** For summaries, which leave out what they like: no placeholder that the source has not, and no broken character. */
export const inventsNothing: Accepts = (source, answer) => {
  const known = new Set(privateUse(source));
  return !isBinary(answer) && privateUse(answer).every(character => known.has(character));
};

function privateUse(text: string): string[] {
  return text.match(/\p{Co}/gu) ?? [];
}
