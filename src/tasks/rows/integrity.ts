// Integrity: checks that a model's output keeps the placeholders of its source and holds no broken characters. Models write
// placeholders that are not in the source, leave others out, and write incomplete sequences of bytes.
import { isBinary } from '../../text/inline/inlineSpans';
import { lostMarks } from '../../text/inline/marks';
import { lostWords } from '../../text/inline/placeholders';

/** Whether the model's output for a source may stand in the result. */
export type Accepts = (source: string, answer: string) => boolean;

/**
 * For translations: the output holds each placeholder as often as the source, and the source's protected words. It
 * holds no broken character. Its brackets and marks of markup have partners if those of the source do. Placeholders are
 * characters of private use (the reader of the model's card checks that), and other private-use characters are never
 * given to a model.
 */
export const keepsAll: Accepts = (source, answer) =>
  !isBinary(answer) &&
  privateUse(source).sort().join('') === privateUse(answer).sort().join('') &&
  lostWords(source, answer).length === 0 &&
  lostMarks(source, answer).every(mark => FREE_MARKS.has(mark));

/**
 * Marks that a translation may lose: languages use `"` differently, and the loss of a `*` or `_` does not change how other
 * sentences are shown, as the loss of a backtick can.
 */
const FREE_MARKS: ReadonlySet<string> = new Set(['"', '*', '_']);

/** For summaries, which may leave out anything: no placeholder that is not in the source, and no broken character. */
export const inventsNothing: Accepts = (source, answer) => {
  const known = new Set(privateUse(source));
  return !isBinary(answer) && privateUse(answer).every(character => known.has(character));
};

function privateUse(text: string): string[] {
  return text.match(/\p{Co}/gu) ?? [];
}
