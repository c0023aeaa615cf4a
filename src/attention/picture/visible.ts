// Visible: characters of private use, which no font draws, as signs that can be seen. Models are given them in place of code,
// addresses and tags. Each sign is as long as its character, so that offsets into the text stay what they are.

const PRIVATE = /[\ue000-\uf8ff]/g;
const FIRST = 0xe001;
const CIRCLED_ONE = 0x2460;
const CIRCLED = 20;
const OTHER = '\u25a1';

/** The first of them, which models use, are numbers in circles; all others are squares. */
export function withVisiblePlaceholders(text: string): string {
  return text.replace(PRIVATE, character => {
    const place = character.charCodeAt(0) - FIRST;
    return place >= 0 && place < CIRCLED ? String.fromCharCode(CIRCLED_ONE + place) : OTHER;
  });
}
