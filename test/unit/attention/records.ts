// Records for tests: a small run computed by PyTorch, records of given or random numbers, and comparison of floats.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { luminance } from '../../../src/attention/drawing/colors';
import type { AttentionKind, AttentionRecord, AttentionToken } from '../../../src/attention/record/record';
import type { Words } from '../../../src/attention/record/words';

/** Tokens with the given texts; `|` marks a special token. The offsets are those in the concatenated texts. */
export function tokens(...pieces: readonly string[]): AttentionToken[] {
  let at = 0;
  return pieces.map(piece => {
    if (piece.startsWith('|')) return { text: piece.slice(1), start: at, end: at, special: true };
    const start = at;
    at += piece.length;
    return { text: piece, start, end: at, special: false };
  });
}

/** Ordinary tokens a, b, c … */
export function letters(count: number): AttentionToken[] {
  return tokens(...Array.from({ length: count }, (_, at) => String.fromCharCode(97 + at)));
}

/** Words of tokens by their marks: a word begins at each token that starts with `▁`, and at each special token. */
export function wordsByMark(pieces: readonly AttentionToken[]): Words {
  const isFirst = (at: number): boolean => at === 0 || pieces[at].special || pieces[at].text.startsWith('▁');
  const firsts = [...pieces.keys()].filter(isFirst);
  const words = firsts.map((first, word) => {
    const members = pieces.slice(first, firsts[word + 1]);
    const text = members.map(member => member.text.replace('▁', '')).join('');
    return { ...members[0], text, end: members[members.length - 1].end };
  });
  let last = -1;
  return { words, wordOf: Int32Array.from(pieces.keys(), at => (isFirst(at) ? ++last : last)) };
}

/** The offsets at which words start, if words are what white space separates. */
export function startsAfterSpace(text: string): number[] {
  return Array.from(text.matchAll(/\S+/gu), match => match.index);
}

/** The contrast ratio of two colors as WCAG defines it, from 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (high + 0.05) / (low + 0.05);
}

/** A record of one layer and one head, row by row; targets and sources are letters unless given. */
export function matrix(
  kind: AttentionKind,
  rows: readonly (readonly number[])[],
  targets: readonly AttentionToken[] = letters(rows.length),
  sources: readonly AttentionToken[] = kind === 'cross' ? letters(rows[0].length) : targets,
): AttentionRecord {
  return { kind, layers: 1, heads: 1, targets, sources, weights: Float32Array.from(rows.flat()) };
}

/** Asserts that two lists of numbers are equal within a tolerance. */
export function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-6): void {
  assert.equal(actual.length, expected.length, 'the number of values differs');
  for (let at = 0; at < actual.length; at++) {
    const message = `value ${at} is ${actual[at]}, not ${expected[at]}`;
    assert.ok(Math.abs(actual[at] - expected[at]) <= tolerance, message);
  }
}

/** The sum of each row of each head. */
export function rowSums({ weights, sources }: AttentionRecord): number[] {
  return Array.from({ length: weights.length / sources.length }, (_, row) =>
    weights.subarray(row * sources.length, (row + 1) * sources.length).reduce((sum, weight) => sum + weight, 0),
  );
}

export interface Size {
  readonly layers?: number;
  readonly heads?: number;
  readonly targets?: number;
  readonly sources?: number;
}

/** A random record as a model could compute it: rows sum to 1, and a decoder's self-attention is causal. */
export function anyRecord(kind: AttentionKind, size: Size = {}): fc.Arbitrary<AttentionRecord> {
  const upTo = (most: number, fixed?: number): fc.Arbitrary<number> =>
    fixed === undefined ? fc.integer({ min: 1, max: most }) : fc.constant(fixed);
  return fc
    .tuple(upTo(3, size.layers), upTo(3, size.heads), upTo(6, size.targets), upTo(6, size.sources))
    .chain(([layers, heads, height, width]) => {
      const columns = kind === 'cross' ? width : height;
      const count = layers * heads * height * columns;
      const targets = letters(height);
      const sources = kind === 'cross' ? letters(columns) : targets;
      return fc.array(fc.integer({ min: 0, max: 20 }), { minLength: count, maxLength: count }).map(scores => ({
        kind,
        layers,
        heads,
        targets,
        sources,
        weights: normalizedRows(scores, kind, height, columns),
      }));
    });
}

function normalizedRows(scores: readonly number[], kind: AttentionKind, height: number, width: number): Float32Array {
  const weights = Float32Array.from(scores);
  for (let row = 0; row * width < weights.length; row++) {
    const scoresOfRow = weights.subarray(row * width, (row + 1) * width);
    const visible = kind === 'decoder' ? scoresOfRow.subarray(0, (row % height) + 1) : scoresOfRow;
    scoresOfRow.subarray(visible.length).fill(0);
    // A row of zeros cannot be normalized.
    if (visible.every(score => score === 0)) visible[0] = 1;
    const sum = visible.reduce((total, score) => total + score, 0);
    visible.forEach((score, at) => (visible[at] = score / sum));
  }
  return weights;
}

/*
 * The records of a run with two layers of two heads, three source tokens and two targets. The tests compare with what
 * PyTorch 1.13 computed from these numbers in float64. The weights are: torch.manual_seed(3);
 * torch.softmax(torch.randn(layers, heads, targets, sources), -1), in the order encoder, decoder (masked), cross, written
 * with six digits.
 */
export const encoder: AttentionRecord = {
  kind: 'encoder',
  layers: 2,
  heads: 2,
  targets: letters(3),
  sources: letters(3),
  weights: Float32Array.of(
    ...[0.328813, 0.508779, 0.162409, 0.284995, 0.515834, 0.199171, 0.814404, 0.032629, 0.152967],
    ...[0.261231, 0.454812, 0.283957, 0.453599, 0.223274, 0.323127, 0.283298, 0.242662, 0.47404],
    ...[0.327159, 0.104925, 0.567917, 0.323368, 0.531397, 0.145236, 0.072455, 0.670004, 0.257541],
    ...[0.364535, 0.16814, 0.467324, 0.324526, 0.381043, 0.294431, 0.266589, 0.116035, 0.617375],
  ), // [layer, head, target, source]
};

export const decoder: AttentionRecord = {
  kind: 'decoder',
  layers: 2,
  heads: 2,
  targets: letters(2),
  sources: letters(2),
  weights: Float32Array.of(
    ...[1, 0, 0.820048, 0.179952, 1, 0, 0.110544, 0.889456],
    ...[1, 0, 0.494168, 0.505832, 1, 0, 0.321293, 0.678707],
  ), // [layer, head, target, source]
};

export const cross: AttentionRecord = {
  kind: 'cross',
  layers: 2,
  heads: 2,
  targets: letters(2),
  sources: letters(3),
  weights: Float32Array.of(
    ...[0.044615, 0.877932, 0.077453, 0.384177, 0.253854, 0.361969],
    ...[0.858215, 0.03493, 0.106855, 0.351406, 0.236956, 0.411638],
    ...[0.342568, 0.308353, 0.349079, 0.46426, 0.50787, 0.02787],
    ...[0.126309, 0.734398, 0.139293, 0.53639, 0.250291, 0.213318],
  ), // [layer, head, target, source]
};
