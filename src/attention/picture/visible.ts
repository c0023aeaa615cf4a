// Visible: replaces placeholders by visible signs. A placeholder is a private-use character, which no font draws; the
// model gets it in place of code, an address or a tag. Each sign is as long as its placeholder, so offsets stay valid.

const PRIVATE = /[\ue000-\uf8ff]/g;
const FIRST = 0xe001;
const CIRCLED_ONE = 0x2460;
const CIRCLED = 20;
const OTHER = '\u25a1';

/** The first twenty placeholders, the only ones that the product uses, become circled numbers; all others, squares. */
export function withVisiblePlaceholders(text: string): string {
  return text.replace(PRIVATE, character => {
    const place = character.charCodeAt(0) - FIRST;
    return place >= 0 && place < CIRCLED ? String.fromCharCode(CIRCLED_ONE + place) : OTHER;
  });
}
