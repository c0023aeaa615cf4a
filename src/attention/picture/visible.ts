// Visible: placeholders (characters of private use, which no font draws) replaced by visible signs. The model gets them in
// place of code, addresses and tags. Each sign is as long as its placeholder, so that offsets stay valid.

const PRIVATE = /[\ue000-\uf8ff]/g;
const FIRST = 0xe001;
const CIRCLED_ONE = 0x2460;
const CIRCLED = 20;
const OTHER = '\u25a1';

/** The first twenty, which the product uses, become circled numbers; all others squares. */
export function withVisiblePlaceholders(text: string): string {
  return text.replace(PRIVATE, character => {
    const place = character.charCodeAt(0) - FIRST;
    return place >= 0 && place < CIRCLED ? String.fromCharCode(CIRCLED_ONE + place) : OTHER;
  });
}
