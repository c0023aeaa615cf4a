// Visible placeholders: replaces placeholders by signs that fonts can draw. A placeholder is a private-use character, which
// the model gets in place of code, an address or a tag. Each sign is as long as its placeholder, so offsets stay valid.

const PRIVATE = /[\ue000-\uf8ff]/g;
const FIRST = 0xe001;
const CIRCLED_ONE = 0x2460;
const CIRCLED = 20;
const OTHER = '\u25a1';

/** Replaces the first twenty placeholders, the only ones that the product uses, by circled numbers, and others by squares. */
export function withVisiblePlaceholders(text: string): string {
  return text.replace(PRIVATE, character => {
    const index = character.charCodeAt(0) - FIRST;
    return index >= 0 && index < CIRCLED ? String.fromCharCode(CIRCLED_ONE + index) : OTHER;
  });
}
