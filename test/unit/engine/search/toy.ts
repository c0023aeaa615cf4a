// Toy models for the search: a step function over a table or a formula, which checks what it is asked.
import assert from 'node:assert/strict';
import type { GenerationSettings } from '../../../../src/engine/api/contract';
import { search, type SearchEvent, type Step, type StepRequest } from '../../../../src/engine/search/search';

export const START = 0;
export const EOS = 1;

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

/** The logits after a history, start token included. */
export type Toy = (ids: readonly number[], source: number) => readonly number[];

/** A model by table: letters for tokens (s start, E EOS, a b c = 2 3 4), probabilities after what was said so far. */
export function table(rows: Readonly<Record<string, Readonly<Record<string, number>>>>): Toy {
  return ids => {
    const row = rows[word(ids)] ?? { E: 1 };
    return [...LETTERS].map(letter => Math.log(row[letter] ?? 0));
  };
}

const LETTERS = 'sEabc';

/** Greedy takes a, and gets .6 * .35; the best is bE, at .4 * .9. */
export const garden = table({
  '': { a: 0.6, b: 0.4 },
  a: { c: 0.35, b: 0.33, E: 0.32 },
  b: { E: 0.9, c: 0.1 },
  ab: { E: 0.9, c: 0.1 },
});

/** Never ends by itself. */
export const endless: Toy = () => [-9, -9, 2, 1, 0];

/** Ids as letters, without the start token. */
export function word(ids: readonly number[]): string {
  return ids
    .slice(1)
    .map(id => LETTERS[id])
    .join('');
}

/** A step that follows parents and tokens as a decoder with a cache would. Its array is reused, as the contract allows. */
export function stepOf(toy: Toy, requests: StepRequest[] = []): Step {
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

/** What a search tells of its sources. */
export type Told = Exclude<SearchEvent, { readonly kind: 'step' }>;

export type Finished = Extract<SearchEvent, { readonly kind: 'finished' }>;

export async function events(
  settings: Partial<GenerationSettings>,
  toy: Toy,
  sources: readonly (readonly number[])[] = [[EOS]],
  requests: StepRequest[] = [],
): Promise<Told[]> {
  const seen: Told[] = [];
  for await (const event of search(sources, { ...plain, ...settings }, stepOf(toy, requests))) {
    if (event.kind !== 'step') seen.push(event);
  }
  return seen;
}

/** What each source ended with, by source. */
export async function finished(
  settings: Partial<GenerationSettings>,
  toy: Toy,
  sources?: readonly (readonly number[])[],
  requests?: StepRequest[],
): Promise<Finished[]> {
  const all = (await events(settings, toy, sources, requests)).filter(event => event.kind === 'finished');
  return all.sort((a, b) => a.source - b.source);
}

/** The hypotheses of the first source, as words and scores. */
export async function said(settings: Partial<GenerationSettings>, toy: Toy): Promise<[string, number][]> {
  const [{ hypotheses }] = await finished(settings, toy);
  return hypotheses.map(({ ids, score }) => [word(ids), score]);
}

export function assertClose(actual: number, expected: number, tolerance = 1e-6): void {
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);
}

/** The same words, and scores that are equal to within float32 logits. */
export function assertSaid(actual: readonly [string, number][], expected: readonly [string, number][]): void {
  assert.deepEqual(
    actual.map(([text]) => text),
    expected.map(([text]) => text),
  );
  actual.forEach(([, score], at) => assertClose(score, expected[at][1]));
}
