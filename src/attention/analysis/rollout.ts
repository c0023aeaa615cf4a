// Rollout: how much of each input is in a position's state after so many layers, were attention all that mixes them.
import { type AttentionRecord, badRequest, checkSquare } from '../record/record';
import { meanHeads } from '../record/select';

/** The three kinds of attention of one run. */
export interface AttentionStack {
  readonly encoder: AttentionRecord;
  readonly decoder: AttentionRecord;
  readonly cross: AttentionRecord;
}

/** Layers of row-stochastic matrices: the mean of the heads, and the residual connection as half of each row. */
export interface ResidualLayers {
  readonly layers: number;
  readonly tokens: number;
  readonly weights: Float64Array; // [layer, target, source]
}

/**
 * A = 0.5 W + 0.5 I with W the mean of the heads, each row divided by its sum (Abnar and Zuidema 2020, "Quantifying
 * Attention Flow in Transformers").
 *
 * @throws AttentiveError `bad-request` if the record is no self-attention
 */
export function withResidual(record: AttentionRecord): ResidualLayers {
  checkSquare(record);
  const tokens = record.targets.length;
  const weights = Float64Array.from(meanHeads(record).weights); // [layer, target, source]
  for (let row = 0; row < record.layers * tokens; row++) {
    const own = weights.subarray(row * tokens, (row + 1) * tokens); // [source]
    own[row % tokens] += 1;
    let sum = 0;
    for (const weight of own) sum += weight;
    for (let column = 0; column < tokens; column++) own[column] /= sum;
  }
  return { layers: record.layers, tokens, weights };
}

/**
 * Attention rollout of a self-attention (Abnar and Zuidema 2020): the product A_l ... A_1 A_0 of `withResidual`'s
 * matrices, the first layer rightmost. Costs layers x tokens cubed multiplications.
 *
 * @returns a record of one head, whose layer l is the rollout from the input up to layer l; rows sum to 1
 * @throws AttentiveError `bad-request` if the record is no self-attention
 */
export function rollout(record: AttentionRecord): AttentionRecord {
  const mixing = withResidual(record);
  const rolled = new Float32Array(mixing.weights.length); // [layer, 1, target, source]
  let layer = 0;
  for (const state of rolloutStates(mixing)) rolled.set(state, layer++ * state.length);
  return { ...record, heads: 1, weights: rolled };
}

/** The rollout up to each layer in turn, [target, source]. Between two of them a page can draw and listen. */
export function* rolloutStates({ layers, tokens, weights }: ResidualLayers): Generator<Float64Array, void, void> {
  let state = identity(tokens); // [target, source]
  for (let layer = 0; layer < layers; layer++) {
    state = product(layerOf(weights, layer, tokens * tokens), state, tokens, tokens);
    yield state;
  }
}

/** What a decoder position's state is made of. A row of `sources` and the same row of `targets` sum to 1 together. */
export interface StackRollout {
  /** Of the kind `cross`: the share of each source token. */
  readonly sources: AttentionRecord;
  /** Of the kind `decoder`: the share of each token that the decoder read. */
  readonly targets: AttentionRecord;
}

/**
 * Rollout through an encoder-decoder: the same product over the graph that holds both sequences. A decoder layer mixes
 * by self-attention, A = 0.5 W + 0.5 I, and then takes half of what the cross-attention C reads from the encoder's
 * output: sources := 0.5 A sources + 0.5 C R and targets := 0.5 A targets, with R the encoder's whole rollout. Abnar
 * and Zuidema have encoders only. That a decoder's state is to be divided between source and prefix is from Ferrando
 * et al. 2022 ("Towards Opening the Black Box of Neural Machine Translation"), who measure the shares; here they are
 * those of the residual assumption.
 *
 * @returns records of one head, whose layer l is the state after decoder layer l
 * @throws AttentiveError `bad-request` if the three records are not of one run
 */
export function rolloutStack(stack: AttentionStack): StackRollout {
  checkStack(stack);
  let encoded = identity(stack.encoder.sources.length); // [source, source]
  for (const state of rolloutStates(withResidual(stack.encoder))) encoded = state;
  const bySource: Float64Array[] = []; // [layer][target, source]
  const byTarget: Float64Array[] = []; // [layer][target, target]
  for (const { sources, targets } of stackStates(stack, encoded)) {
    bySource.push(sources);
    byTarget.push(targets);
  }
  return {
    sources: { ...stack.cross, heads: 1, weights: stacked(bySource) },
    targets: { ...stack.decoder, heads: 1, weights: stacked(byTarget) },
  };
}

/** The state after one decoder layer: the shares of the source's tokens, and of those that the decoder read. */
export interface StackState {
  readonly sources: Float64Array; // [target, source]
  readonly targets: Float64Array; // [target, target]
}

/**
 * The state after each decoder layer in turn.
 *
 * @param encoded the rollout of the whole encoder, [source, source]
 */
export function* stackStates(
  { decoder, cross }: Pick<AttentionStack, 'decoder' | 'cross'>,
  encoded: Float64Array,
): Generator<StackState, void, void> {
  const { layers, tokens, weights } = withResidual(decoder);
  const width = cross.sources.length;
  const reading = crossWithResidual(cross);
  let sources = new Float64Array(tokens * width); // [target, source]
  let targets = identity(tokens); // [target, target]
  for (let layer = 0; layer < layers; layer++) {
    const mix = layerOf(weights, layer, tokens * tokens); // [target, target]
    const read = product(layerOf(reading.weights, layer, tokens * width), encoded, width, width); // [target, source]
    const kept = layerOf(reading.kept, layer, tokens); // [target]
    targets = product(mix, targets, tokens, tokens).map((share, at) => share * kept[Math.floor(at / tokens)]);
    sources = product(mix, sources, tokens, width).map((share, at) => share * kept[Math.floor(at / width)] + read[at]);
    yield { sources, targets };
  }
}

/** Layers of cross-attention, and what each leaves to the residual connection. A row of both sums to 1. */
interface CrossLayers {
  readonly weights: Float64Array; // [layer, target, source]
  readonly kept: Float64Array; // [layer, target]
}

/** 0.5 C and 0.5 with C the mean of the heads, divided by their sum as `withResidual` does. */
function crossWithResidual(cross: AttentionRecord): CrossLayers {
  const weights = Float64Array.from(meanHeads(cross).weights); // [layer, target, source]
  const width = cross.sources.length;
  const kept = new Float64Array(cross.layers * cross.targets.length); // [layer, target]
  for (let row = 0; row < kept.length; row++) {
    const own = weights.subarray(row * width, (row + 1) * width); // [source]
    let sum = 1;
    for (const weight of own) sum += weight;
    for (let column = 0; column < width; column++) own[column] /= sum;
    kept[row] = 1 / sum;
  }
  return { weights, kept };
}

/** @throws AttentiveError `bad-request` if the three records are not of one run */
function checkStack({ encoder, decoder, cross }: AttentionStack): void {
  const kinds = [encoder.kind, decoder.kind, cross.kind].join(', ');
  if (kinds !== 'encoder, decoder, cross') throw badRequest('stack', `the records are ${kinds}`);
  checkSquare(encoder);
  checkSquare(decoder);
  const fits =
    cross.layers === decoder.layers &&
    cross.targets.length === decoder.targets.length &&
    cross.sources.length === encoder.targets.length;
  if (!fits) throw badRequest('stack', 'the records have other tokens or layers than one another');
}

function stacked(states: readonly Float64Array[]): Float32Array {
  const size = states.at(0)?.length ?? 0;
  const all = new Float32Array(states.length * size); // [layer, 1, target, source]
  states.forEach((state, layer) => all.set(state, layer * size));
  return all;
}

function layerOf(weights: Float64Array, layer: number, size: number): Float64Array {
  return weights.subarray(layer * size, (layer + 1) * size); // [entry of the layer]
}

function identity(size: number): Float64Array {
  const one = new Float64Array(size * size); // [row, column]
  for (let at = 0; at < size; at++) one[at * size + at] = 1;
  return one;
}

/** The matrix product of [row, inner] and [inner, column]. */
function product(left: Float64Array, right: Float64Array, inner: number, columns: number): Float64Array {
  const rows = inner === 0 ? 0 : left.length / inner;
  const result = new Float64Array(rows * columns); // [row, column]
  for (let row = 0; row < rows; row++) {
    for (let middle = 0; middle < inner; middle++) {
      const factor = left[row * inner + middle];
      // Causal masks make half of a decoder's matrix zeros.
      if (factor === 0) continue;
      const [to, from] = [row * columns, middle * columns];
      for (let column = 0; column < columns; column++) result[to + column] += factor * right[from + column];
    }
  }
  return result;
}
