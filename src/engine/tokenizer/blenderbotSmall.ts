// Blenderbot-small: splits and joins text as Python's BlenderbotSmallTokenizer does. The steps that tokenizer.json describes
// are not used: the format cannot express all of them, and the files on the hub were made in several ways.
//
// A word is converted to lower case and split by byte-pair encoding (Sennrich et al. 2016). The merges mark the last piece of
// a word with `</w>`; the vocabulary marks all other pieces instead, with `@@`.
import type { JsonObject } from '../../base/json';
import type { Segmenter } from './sentencepiece/processor';
import type { TokenizerJson } from './tokenizerJson';

/** The mark of the last piece of a word, and the mark of its other pieces. */
export const WORD_MARKS = ['</w>', '@@'] as const;
const [END, OPEN] = WORD_MARKS;

/** The word with which Python's class replaces a line end that directly follows a word. */
const NEW_LINE = '__newln__';

/** The merges of a Blenderbot-small tokenizer; undefined for any other tokenizer. */
export function blenderbotMerges(
  { model }: TokenizerJson,
  config: JsonObject,
): readonly (readonly string[])[] | undefined {
  if (!/^BlenderbotSmallTokenizer/.test(String(config['tokenizer_class']))) return undefined;
  const merges = (model?.merges ?? []).map(merge => (typeof merge === 'string' ? merge.split(' ') : merge));
  return merges.some(([, right]) => right?.endsWith(END)) ? merges : undefined;
}

/**
 * Makes the segmenter of a Blenderbot-small tokenizer.
 *
 * @param merges pairs of pieces, in the order in which they are joined
 * @param vocabulary the pieces that have an id
 */
export function blenderbotSegmenter(merges: readonly (readonly string[])[], vocabulary: readonly string[]): Segmenter {
  const ranks = new Map(merges.map(([left, right], rank) => [`${left} ${right}`, rank]));
  // Whether the vocabulary marks the last piece of a word, and whether it marks the other pieces. Python's has `hel@@` and `lo`;
  // the vocabularies of some files have `hel` and `lo</w>` instead.
  const [marksEnds, marksOthers] = WORD_MARKS.map(mark => vocabulary.some(piece => piece.endsWith(mark)));
  /** The pieces of a word, as the vocabulary has them. */
  const namesOf = (parts: readonly string[]): string[] =>
    parts.map((part, at) => {
      if (at < parts.length - 1) return marksOthers ? part + OPEN : part;
      return marksEnds ? part : part.slice(0, -END.length);
    });
  return {
    byteFallback: false,
    piecesOf: text => wordsOf(text).flatMap(word => namesOf(joined(lettersOf(word), ranks))),
    replaced: text => lowerCase(text).replace(AFTER_WORD, `$1 ${NEW_LINE} `),
    textOf(pieces) {
      if (!marksOthers) return cleaned(pieces.join('').replaceAll(END, ' ').trim());
      const bare = pieces.map(piece => (piece.endsWith(END) ? piece.slice(0, -END.length) : piece));
      return cleaned(bare.join(' ').replaceAll(`${OPEN} `, '').trim());
    },
  };
}

// Python's `\s`. JavaScript's differs: it contains U+FEFF, and lacks five control characters.
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

/** Repeatedly joins the pair of neighbors that is first in the merges, at every place, until no pair is left. */
function joined(letters: readonly string[], ranks: ReadonlyMap<string, number>): string[] {
  let parts = [...letters];
  for (;;) {
    let [best, rank] = [-1, Infinity];
    for (let at = 0; at + 1 < parts.length; at++) {
      const pairRank = ranks.get(`${parts[at]} ${parts[at + 1]}`) ?? Infinity;
      if (pairRank < rank) [best, rank] = [at, pairRank];
    }
    if (best < 0) return parts;
    const [left, right] = [parts[best], parts[best + 1]];
    const merged: string[] = [];
    for (let at = 0; at < parts.length; at++) {
      const joins = parts[at] === left && parts[at + 1] === right;
      merged.push(joins ? left + right : parts[at]);
      if (joins) at++;
    }
    parts = merged;
  }
}

/** Removes spaces before English punctuation, as `clean_up_tokenization` of transformers does. */
function cleaned(text: string): string {
  return CLEANED.reduce((result, [from, to]) => result.replaceAll(from, to), text);
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
