// Arithmetic: scaled dot-product attention computed again for one query, step by step (Vaswani et al. 2017, 3.2.1).
import { badRequest } from '../../base/errors';
import { checkIndex } from '../record/record';

/** Queries, keys and scores of every head of one layer, as the model computed them. */
export interface HeadNumbers {
  readonly heads: number;
  /** The width of a head: how many numbers a query or a key is. */
  readonly width: number;
  readonly queries: Float32Array; // [head, target, width]
  readonly keys: Float32Array; // [head, source, width]
  /** The input of the softmax: scaled, masked and with position biases. */
  readonly scores: Float32Array; // [head, target, source]
}

/** The factor by which the products of queries and keys were multiplied: `root` is 1 / √width, `one` is 1. */
export interface ScoreScale {
  readonly kind: 'root' | 'one' | 'other';
  readonly factor: number;
}

/** The intermediate results of one query, in the order of computation. */
export interface WorkedRow {
  readonly query: Float32Array; // [width]
  readonly keys: readonly Float32Array[]; // [source] of [width]
  readonly products: Float64Array; // [source]
  readonly scaled: Float64Array; // [source]
  /** The score minus the scaled product: a position bias. 0 if it is within the rounding error, -Infinity if masked. */
  readonly added: Float64Array; // [source]
  /** The scores that the model computed. */
  readonly scores: Float32Array; // [source]
  /** The softmax of `scores`. */
  readonly weights: Float64Array; // [source]
}

/** Models mask with -Infinity, or by adding -1e4, -65504, -1e9 or the lowest float. Position biases are far higher. */
const MASKED_BELOW = -5000;
/**
 * The most rows and columns of a score matrix that are used to fit the scale: enough for any model, fast for any text.
 */
const MOST_FITTED = 64;
/** The relative error up to which a fitted factor counts as 1 / √width or as 1, because products in 8 bits are inexact. */
const TOLERANCE = 0.05;
/** The relative rounding error of a 32-bit float. */
const ROUNDING = 2 ** -23;

/**
 * The factor between products and scores, estimated as the slope of a line that is fitted to pairs of a product and its
 * score. A position bias (T5, ALiBi) adds one number for each distance between target and source, so the line has a
 * separate intercept for each distance. If the model divides the queries before the product, the factor is 1, because
 * the division is already in the queries.
 *
 * @throws AttentiveError `bad-request` if the numbers do not fit one another
 */
export function scaleOf(numbers: HeadNumbers): ScoreScale {
  const { targets, sources } = sizesOf(numbers);
  const [rows, columns] = [Math.min(targets, MOST_FITTED), Math.min(sources, MOST_FITTED)];
  let [covariance, variance] = [0, 0];
  for (let head = 0; head < numbers.heads; head++) {
    for (let distance = 1 - rows; distance < columns; distance++) {
      const points = pointsAt(numbers, head, distance, rows, columns);
      const [product, score] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
      for (const [x, y] of points) {
        covariance += (x - product) * (y - score);
        variance += (x - product) ** 2;
      }
    }
  }
  return knownScale(variance > 0 ? covariance / variance : nearestKnownFactor(numbers), numbers.width);
}

/**
 * Computes the intermediate results of one query of one head.
 *
 * @throws AttentiveError `bad-request` for a head or target that is not there, or numbers that do not fit one another
 */
export function workedRow(numbers: HeadNumbers, { factor }: ScoreScale, head: number, target: number): WorkedRow {
  const { targets, sources } = sizesOf(numbers);
  checkIndex('head', head, numbers.heads);
  checkIndex('target', target, targets);
  const query = vectorOf(numbers.queries, head * targets + target, numbers.width); // [width]
  const keys = Array.from({ length: sources }, (_, at) => vectorOf(numbers.keys, head * sources + at, numbers.width)); // [source] of [width]
  const scores = vectorOf(numbers.scores, head * targets + target, sources); // [source]
  const products = Float64Array.from(keys, key => productOf(query, key)); // [source]
  const scaled = products.map(product => product * factor); // [source]
  const added = scaled.map((product, at) => {
    if (isMasked(scores[at])) return -Infinity;
    const bias = scores[at] - product;
    return Math.abs(bias) <= roundingOf(query, keys[at], factor) + ROUNDING * Math.abs(scores[at]) ? 0 : bias;
  }); // [source]
  return { query, keys, products, scaled, added, scores, weights: softmax(scores) };
}

/** The largest difference between two rows of weights. */
export function largestDifference(left: ArrayLike<number>, right: ArrayLike<number>): number {
  if (left.length !== right.length) throw badRequest('weights', `one row has ${left.length}, one ${right.length}`);
  let largest = 0;
  for (let at = 0; at < left.length; at++) largest = Math.max(largest, Math.abs(left[at] - right[at]));
  return largest;
}

/** Exponentials over their sum; all 0 for a row whose scores are all -Infinity. */
export function softmax(scores: ArrayLike<number>): Float64Array {
  const highest = Array.from(scores).reduce((most, score) => Math.max(most, score), -Infinity);
  if (highest === -Infinity) return new Float64Array(scores.length);
  const masses = Float64Array.from(scores, score => Math.exp(score - highest)); // [source]
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.map(mass => mass / total);
}

function isMasked(score: number): boolean {
  return score < MASKED_BELOW;
}

function sizesOf({ heads, width, queries, keys, scores }: HeadNumbers): { targets: number; sources: number } {
  const [targets, sources] = [queries.length / (heads * width), keys.length / (heads * width)];
  if (Number.isInteger(targets) && Number.isInteger(sources) && scores.length === heads * targets * sources) {
    return { targets, sources };
  }
  const counts = `${queries.length} numbers of queries, ${keys.length} of keys and ${scores.length} scores`;
  throw badRequest('head', `${counts} do not fit ${heads} heads of width ${width}`);
}

/** The product and the score of each pair of positions at one distance, without masked pairs. */
function pointsAt(
  numbers: HeadNumbers,
  head: number,
  distance: number,
  rows: number,
  columns: number,
): [number, number][] {
  const { targets, sources } = sizesOf(numbers);
  const points: [number, number][] = [];
  for (let target = Math.max(0, -distance); target < rows && target + distance < columns; target++) {
    const source = target + distance;
    const score = numbers.scores[(head * targets + target) * sources + source];
    if (isMasked(score)) continue;
    const query = vectorOf(numbers.queries, head * targets + target, numbers.width);
    points.push([productOf(query, vectorOf(numbers.keys, head * sources + source, numbers.width)), score]);
  }
  return points;
}

/** 1 / √width or 1, whichever explains one unmasked score better: for texts so short that no distance has two pairs. */
function nearestKnownFactor(numbers: HeadNumbers): number {
  const { targets, sources } = sizesOf(numbers);
  const [first] = [0, 1 - targets, sources - 1].flatMap(distance => pointsAt(numbers, 0, distance, targets, sources));
  if (first === undefined) return 1;
  const root = 1 / Math.sqrt(numbers.width);
  const [product, score] = first;
  return Math.abs(score - product * root) < Math.abs(score - product) ? root : 1;
}

function knownScale(factor: number, width: number): ScoreScale {
  const root = 1 / Math.sqrt(width);
  if (Math.abs(factor / root - 1) < TOLERANCE) return { kind: 'root', factor: root };
  return Math.abs(factor - 1) < TOLERANCE ? { kind: 'one', factor: 1 } : { kind: 'other', factor };
}

function vectorOf(values: Float32Array, at: number, width: number): Float32Array {
  return values.subarray(at * width, (at + 1) * width);
}

function productOf(query: Float32Array, key: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < query.length; at++) sum += query[at] * key[at];
  return sum;
}

/** The largest error of a scaled product that was summed in 32 bits. */
function roundingOf(query: Float32Array, key: Float32Array, factor: number): number {
  let sum = 0;
  for (let at = 0; at < query.length; at++) sum += Math.abs(query[at] * key[at]);
  return sum * Math.abs(factor) * query.length * ROUNDING;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
