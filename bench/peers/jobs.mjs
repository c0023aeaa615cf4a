// Jobs: what each system does in bench/peers.mjs, the same for all of them.
//
// A model with random weights never ends a sentence, so its jobs have ids on both ends and as many new tokens as they say. The
// built-in model translates the texts of a document to their ends.

/** How many lines a document has. */
export const LINES = 200;

const THINGS = ['house', 'garden', 'file', 'window', 'book', 'letter', 'train', 'town', 'door', 'lesson', 'picture'];
const CLAUSES = [
  (thing, at) => `we have seen the ${thing} number ${at}`,
  thing => `the old ${thing} is not far from here`,
  thing => `nobody told me where the ${thing} was yesterday evening`,
  thing => `she thinks that the ${thing} will be ready before the end of the week`,
];

/** Different lines of one to four clauses. */
export const TEXTS = Array.from({ length: LINES }, (_, at) => {
  const clauses = Array.from({ length: 1 + (spread(at) % CLAUSES.length) }, (_, place) =>
    CLAUSES[(at + place) % CLAUSES.length](THINGS[(at + 3 * place) % THINGS.length], at),
  );
  const text = `${clauses.join(' and ')}${at % 4 === 0 ? '' : `, as line ${at} says`}.`;
  return text[0].toUpperCase() + text.slice(1);
});

/** Numbers in no order, so that each part of a document has lines of all lengths. */
function spread(at) {
  return Math.floor(((at + 1) * 2654435761) / 65_536) % 997;
}

/** Ids of `length` tokens, all different, the last of which ends the text. */
function idsOf(row, length) {
  return [...Array.from({ length: length - 1 }, (_, at) => 100 + ((row * 131 + at * 17) % 7800)), 1];
}

const ids = (lengths, newTokens) => ({
  kind: 'ids',
  rows: lengths.map((length, row) => idsOf(row, length)),
  newTokens,
});

/** One sentence: 24 tokens to read and 24 to write. */
export const ONE_ROW = ids([24], 24);
export const SIXTEEN_ROWS = ids(Array(16).fill(24), 24);

/**
 * The two forms of the document: for systems that run one line after another, and for those that batch lines. `share` is the share of
 * its lines that is run one by one.
 *
 * @param {boolean} isText
 * @param {number} share one of this many lines is run one by one
 */
export function documentJobs(isText, share) {
  const of = every => {
    const places = Array.from({ length: Math.ceil(LINES / every) }, (_, at) => at * every);
    return isText
      ? { kind: 'texts', rows: places.map(at => TEXTS[at]) }
      : ids(
          places.map(at => 8 + (spread(at) % 33)),
          8,
        );
  };
  return { oneByOne: of(share), batched: of(1) };
}
