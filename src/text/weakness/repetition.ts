// Repetition: whether a text repeats itself where its source does not, as the output of a model in a loop does.

export interface Repetition {
  /** What is repeated. */
  readonly phrase: string;
  /** Whether the model was in a loop, which a second run may avoid; false if only a single word occurs too often. */
  readonly isLoop: boolean;
}

/** The strongest repetition of a text that is more than its source has; undefined if there is none. */
export function repetitionIn(source: string, text: string): Repetition | undefined {
  const [words, sourceWords] = [wordsOf(text), wordsOf(source)];
  const most = longestSeries(sourceWords).times;
  const series = longestSeries(words);
  if (series.times >= 3 && series.times > most) return { phrase: series.phrase, isLoop: true };
  const loop = loopIn(text);
  if (loop !== undefined && loopIn(source) === undefined) return { phrase: loop, isLoop: true };
  if (series.times === 2 && series.length >= LEAST_TWICE && most < 2) return { phrase: series.phrase, isLoop: true };
  const least = 3 + Math.floor(words.length / WORDS_FOR_ANOTHER);
  const many = [...countsOf(words, NGRAM)].find(
    ([, count]) => count >= least && count > highest(countsOf(sourceWords, NGRAM)),
  );
  if (many !== undefined) return { phrase: many[0], isLoop: true };
  const word = [...countsOf(words.filter(isLong), 1)].find(
    ([, count]) => count >= least + 2 && count > 2 * highest(countsOf(sourceWords.filter(isLong), 1)),
  );
  return word === undefined ? undefined : { phrase: word[0], isLoop: false };
}

/** The longest phrase that is looked for, in words. */
const LONGEST_PHRASE = 8;
/** A phrase that occurs only twice in a row counts if it has this many words; “par défaut, par défaut” is good French. */
const LEAST_TWICE = 3;
/** A phrase of this many words may not occur three times, even apart; terms such as “système de fichiers” are shorter. */
const NGRAM = 4;
/** A text may have a phrase once more for each of this many words that it has. */
const WORDS_FOR_ANOTHER = 40;

const isWord = (word: string): boolean => word.length >= 2;
const isLong = (word: string): boolean => word.length >= 5;

/** Two to ten letters four times in a row, or one letter six times. */
const LOOP = /(\p{L}{2,10}?)\1{3,}|(\p{L})\2{5,}/u;

/** The letters that are repeated within a word; undefined if there are none. */
function loopIn(text: string): string | undefined {
  const found = LOOP.exec(text.toLowerCase());
  return found?.[1] ?? found?.[2];
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}[\p{L}\p{M}\p{N}_]*/gu) ?? [];
}

/** A phrase that occurs several times in a row. */
interface Series {
  readonly phrase: string;
  /** In words. */
  readonly length: number;
  readonly times: number;
}

/** The phrase that occurs most often in a row. */
function longestSeries(words: readonly string[]): Series {
  let best: Series = { phrase: '', length: 0, times: 1 };
  for (let length = 1; length <= LONGEST_PHRASE; length++) {
    let same = 0;
    for (let at = length; at < words.length; at++) {
      same = words[at] === words[at - length] ? same + 1 : 0;
      const times = Math.floor(same / length) + 1;
      if (times > best.times && words.slice(at - length + 1, at + 1).some(isWord))
        best = { phrase: words.slice(at - length + 1, at + 1).join(' '), length, times };
    }
  }
  return best;
}

/** How often each sequence of `length` words occurs. */
function countsOf(words: readonly string[], length: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let at = length; at <= words.length; at++) {
    const phrase = words.slice(at - length, at).join(' ');
    counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  }
  return counts;
}

function highest(counts: ReadonlyMap<string, number>): number {
  return Math.max(0, ...counts.values());
}
