// Word ends: text to pieces and back as Python's BlenderbotSmallTokenizer does it, whatever tokenizer.json says of the
// steps: no tokenizer.json can say them all, and those of the hub were made in several ways.
//
// A word is put into lower case and cut by byte-pair encoding (Sennrich et al. 2016), its last letter marked with `</w>`.
// In the vocabulary the other pieces of a word are marked instead, with `@@`.
import type { JsonObject } from '../../base/json';
import type { Segmenter } from './sentencepiece/processor';
import type { TokenizerJson } from './tokenizerJson';

export const WORD_MARKS = ['</w>', '@@'] as const;
const [END, OPEN] = WORD_MARKS;

/** How Python's class calls the end of a line that stands directly behind a word. */
const NEW_LINE = '__newln__';

/** The merges of a tokenizer of this class; undefined for any other. */
export function wordEndMerges(
  { model }: TokenizerJson,
  config: JsonObject,
): readonly (readonly string[])[] | undefined {
  if (!/^BlenderbotSmallTokenizer/.test(String(config['tokenizer_class']))) return undefined;
  const merges = (model?.merges ?? []).map(merge => (typeof merge === 'string' ? merge.split(' ') : merge));
  return merges.some(([, right]) => right?.endsWith(END)) ? merges : undefined;
}

/**
 * @param merges pairs of pieces, the first one first to be joined
 * @param vocabulary the pieces that have an id
 */
export function wordEnds(merges: readonly (readonly string[])[], vocabulary: readonly string[]): Segmenter {
  const ranks = new Map(merges.map(([left, right], rank) => [`${left} ${right}`, rank]));
  // Some files have `lo</w>` for what Python calls `lo`, and `hel` for `hel@@`.
  const [marksEnds, marksOthers] = WORD_MARKS.map(mark => vocabulary.some(piece => piece.endsWith(mark)));
  const named = (parts: readonly string[]): string[] =>
    parts.map((part, at) => {
      if (at < parts.length - 1) return marksOthers ? part + OPEN : part;
      return marksEnds ? part : part.slice(0, -END.length);
    });
  return {
    byteFallback: false,
    piecesOf: text => wordsOf(text).flatMap(word => named(joined(lettersOf(word), ranks))),
    replaced: text => lowerCase(text).replace(AFTER_WORD, `$1 ${NEW_LINE} `),
    textOf(pieces) {
      if (!marksOthers) return cleaned(pieces.join('').replaceAll(END, ' ').trim());
      const bare = pieces.map(piece => (piece.endsWith(END) ? piece.slice(0, -END.length) : piece));
      return cleaned(bare.join(' ').replaceAll(`${OPEN} `, '').trim());
    },
  };
}

// What Python's `\s` is; JavaScript's has U+FEFF besides, and lacks five controls.
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const SPACES = new RegExp(`[${SPACE}]{2,}`, 'g');
const WORD = new RegExp(`[^${SPACE}]+\\n?`, 'g');
const AFTER_WORD = new RegExp(`([^${SPACE}])\\n`, 'g');

function wordsOf(text: string): string[] {
  return (text.match(WORD) ?? []).flatMap(word =>
    word
      .replace(/([.,!?()])/g, ' $1')
      .replace(/(')/g, ' $1 ')
      .replace(SPACES, ' ')
      .replaceAll('\n', ` ${NEW_LINE}`)
      .split(' ')
      .filter(part => part !== '')
      .map(lowerCase),
  );
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

function lettersOf(word: string): string[] {
  const letters = Array.from(word);
  return letters.map((letter, at) => (at === letters.length - 1 ? letter + END : letter));
}

/** Of all neighbors those that come first among the merges are joined, wherever they stand, until none is left. */
function joined(letters: readonly string[], ranks: ReadonlyMap<string, number>): string[] {
  let parts = [...letters];
  for (;;) {
    let [best, rank] = [-1, Infinity];
    for (let at = 0; at + 1 < parts.length; at++) {
      const found = ranks.get(`${parts[at]} ${parts[at + 1]}`) ?? Infinity;
      if (found < rank) [best, rank] = [at, found];
    }
    if (best < 0) return parts;
    const [left, right] = [parts[best], parts[best + 1]];
    const made: string[] = [];
    for (let at = 0; at < parts.length; at++) {
      const joins = parts[at] === left && parts[at + 1] === right;
      made.push(joins ? left + right : parts[at]);
      if (joins) at++;
    }
    parts = made;
  }
}

/** What transformers calls cleaning up: English marks without the spaces before them. */
function cleaned(text: string): string {
  return CLEANED.reduce((made, [found, put]) => made.replaceAll(found, put), text);
}

const CLEANED = [
  [' .', '.'],
  [' ?', '?'],
  [' !', '!'],
  [' ,', ','],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
] as const;
