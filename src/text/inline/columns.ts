// Columns: the width of a text in a fixed-width font, by the East Asian Width of its characters (Unicode Standard Annex #11).

/** How many columns a text takes: two for a wide character, none for a combining mark or an invisible format character. */
export function columnsOf(text: string): number {
  // A quick answer for most texts, in which each UTF-16 unit is a character of one column.
  if (NARROW.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += UNSEEN.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

const NARROW = /^[\x20-\u02ff\u0370-\u0482\u2010-\u2027]*$/;
const UNSEEN = /[\p{Mn}\p{Me}\p{Cf}]/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
