// Isolate: keeps the order of a sentence into which a text of the other writing direction is put.

/** Letters that are written from right to left. */
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;

/**
 * A text between Unicode isolates, if letters in it are written from right to left: the letters would otherwise change the order of
 * the words, numbers and punctuation around it (Unicode Standard Annex #9). Other texts, and those that have isolates, stay
 * as they are.
 */
export function isolated(text: string): string {
  const isIsolated = text.startsWith('\u2068') && text.endsWith('\u2069');
  return RIGHT_TO_LEFT.test(text) && !isIsolated ? `\u2068${text}\u2069` : text;
}
