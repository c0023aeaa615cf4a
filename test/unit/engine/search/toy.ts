// Toy: toy models for the search, whose logits come from a table or a formula. Their step function checks its requests.
import assert from 'node:assert/strict';
import type { GenerationSettings } from '../../../../src/engine/api/contract';
import { search, type SearchEvent, type Step, type StepRequest } from '../../../../src/engine/search/search';

export const START = 0;
export const EOS = 1;

/** Greedy search without any logits processor. */
export const plain: GenerationSettings = {
  decoderStartTokenId: START,
  padTokenId: START,
  eosTokenIds: [EOS],
  maxLength: 10,
  minLength: 0,
  minNewTokens: 0,
  numBeams: 1,
  numReturnSequences: 1,
  lengthPenalty: 1,
  earlyStopping: false,
  repetitionPenalty: 1,
  noRepeatNgramSize: 0,
  encoderNoRepeatNgramSize: 0,
  badWordsIds: [],
  suppressTokens: [],
  beginSuppressTokens: [],
  forcedEosTokenIds: [],
};

/** A model: gives the logits after the ids of a row, start token included. */
export type ToyModel = (ids: readonly number[], source: number) => readonly number[];

/**
 * A model by table: for each word so far, the probabilities of the next token. Tokens are written as letters: s is the start
 * token, E is EOS, and a, b and c are the ids 2, 3 and 4. After a word that is not in the table, E is certain.
 */
export function table(rows: Readonly<Record<string, Readonly<Record<string, number>>>>): ToyModel {
  return ids => {
    const row = rows[word(ids)] ?? { E: 1 };
    return [...LETTERS].map(letter => Math.log(row[letter] ?? 0));
  };
}

const LETTERS = 'sEabc';

/** A model that misleads greedy search: it takes a and gets .6 * .35, while the best sequence is bE with .4 * .9. */
export const misleading = table({
  '': { a: 0.6, b: 0.4 },
  a: { c: 0.35, b: 0.33, E: 0.32 },
  b: { E: 0.9, c: 0.1 },
  ab: { E: 0.9, c: 0.1 },
});

/** A model that never ends a sequence by EOS. */
export const endless: ToyModel = () => [-9, -9, 2, 1, 0];

/** Ids as letters, without the start token. */
export function word(ids: readonly number[]): string {
  return ids
    .slice(1)
    .map(id => LETTERS[id])
    .join('');
}

/**
 * A step function that follows parents and tokens as a decoder with a cache would. It returns the same array at every
 * step, as the contract of `Step` allows.
 *
 * @param requests gets every request
 */
export function stepOf(toy: ToyModel, requests: StepRequest[] = []): Step {
  let held: readonly { readonly ids: readonly number[]; readonly source: number }[] = [];
  let buffer = new Float32Array(0);
  return request => {
    const first = requests.length === 0;
    requests.push(request);
    held = Array.from(request.parents, (parent, row) => {
      const source = request.sources[row];
      if (first) assert.equal(parent, source);
      else assert.equal(held[parent].source, source, 'a row continues a row of its own source');
      return { source, ids: first ? [request.tokens[row]] : [...held[parent].ids, request.tokens[row]] };
    });
    const rows = held.map(({ ids, source }) => toy(ids, source));
    const values = rows.flat();
    if (buffer.length < values.length) buffer = new Float32Array(values.length);
    buffer.set(values);
    return Promise.resolve(buffer.subarray(0, values.length));
  };
}

/** An event of a search about one source. */
export type SourceEvent = Exclude<SearchEvent, { readonly kind: 'step' }>;

export type Finished = Extract<SearchEvent, { readonly kind: 'finished' }>;

/** The events of a search, without those of kind `step`. */
export async function events(
  settings: Partial<GenerationSettings>,
  toy: ToyModel,
  sources: readonly (readonly number[])[] = [[EOS]],
  requests: StepRequest[] = [],
): Promise<SourceEvent[]> {
  const seen: SourceEvent[] = [];
  for await (const event of search(sources, { ...plain, ...settings }, stepOf(toy, requests))) {
    if (event.kind !== 'step') seen.push(event);
  }
  return seen;
}

/** The event `finished` of each source, in the order of the sources. */
export async function finished(
  settings: Partial<GenerationSettings>,
  toy: ToyModel,
  sources?: readonly (readonly number[])[],
  requests?: StepRequest[],
): Promise<Finished[]> {
  const all = (await events(settings, toy, sources, requests)).filter(event => event.kind === 'finished');
  return all.sort((a, b) => a.source - b.source);
}

/** The hypotheses of the first source, each as word and score. */
export async function hypothesesOf(settings: Partial<GenerationSettings>, toy: ToyModel): Promise<[string, number][]> {
  const [{ hypotheses }] = await finished(settings, toy);
  return hypotheses.map(({ ids, score }) => [word(ids), score]);
}

export function assertClose(actual: number, expected: number, tolerance = 1e-6): void {
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);
}

/** Asserts that words are equal, and that scores are equal within the precision of float32 logits. */
export function assertHypotheses(actual: readonly [string, number][], expected: readonly [string, number][]): void {
  assert.deepEqual(
    actual.map(([text]) => text),
    expected.map(([text]) => text),
  );
  actual.forEach(([, score], at) => assertClose(score, expected[at][1]));
}
