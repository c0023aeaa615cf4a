// Rollout: estimates the share of each input token in the hidden states after each layer, from attention weights alone.
import { type AttentionRecord, checkSquare } from '../record/record';
import { meanHeads } from '../record/select';

/** One row-stochastic matrix for each layer: half from the mean of the heads, half from the residual connection. */
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
    const weightsOfRow = weights.subarray(row * tokens, (row + 1) * tokens); // [source]
    weightsOfRow[row % tokens] += 1;
    let sum = 0;
    for (const weight of weightsOfRow) sum += weight;
    for (let column = 0; column < tokens; column++) weightsOfRow[column] /= sum;
  }
  return { layers: record.layers, tokens, weights };
}

/**
 * Attention rollout of a self-attention up to each layer in turn (Abnar and Zuidema 2020): the product A_l ... A_1 A_0 of
 * `withResidual`'s matrices, the first layer rightmost. It takes layers x tokens³ multiplications. It yields after each
 * layer, so that a page can draw and handle events in between.
 *
 * @returns one matrix for each layer, [target, source], whose rows sum to 1
 */
export function* rolloutStates({ layers, tokens, weights }: ResidualLayers): Generator<Float64Array, void, void> {
  let shares = identity(tokens); // [target, source]
  for (let layer = 0; layer < layers; layer++) {
    shares = product(layerOf(weights, layer, tokens * tokens), shares, tokens, tokens);
    yield shares;
  }
}

/**
 * The shares in the decoder's hidden states after one layer. Row t of `sources` and row t of `targets` together sum to
 * 1.
 */
export interface StackState {
  /** The share of each source token. */
  readonly sources: Float64Array; // [target, source]
  /** The share of each token that the decoder read. */
  readonly targets: Float64Array; // [target, target]
}

/**
 * Rollout through an encoder-decoder, after each decoder layer in turn: the same product, with the tokens of source and
 * target as inputs. A decoder layer mixes by self-attention, A = 0.5 W + 0.5 I, and then takes half of what the
 * cross-attention C reads from the encoder's output: sources := 0.5 A sources + 0.5 C R and targets := 0.5 A targets,
 * with R the encoder's whole rollout. Abnar and Zuidema describe rollout for encoders only. Dividing a decoder's state
 * between the source and the prefix of the target follows Ferrando et al. 2022 ("Towards Opening the Black Box of
 * Neural Machine Translation"). They measure the shares; here each residual connection is assumed to keep half.
 *
 * @param records the self-attention and the cross-attention of one decoder run
 * @param encoded the rollout of the whole encoder, [source, source]
 * @throws AttentiveError `bad-request` if `decoder` is no self-attention
 */
export function* stackStates(
  { decoder, cross }: { readonly decoder: AttentionRecord; readonly cross: AttentionRecord },
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
    const residual = layerOf(reading.residual, layer, tokens); // [target]
    targets = product(mix, targets, tokens, tokens).map((share, at) => share * residual[Math.floor(at / tokens)]);
    sources = product(mix, sources, tokens, width).map(
      (share, at) => share * residual[Math.floor(at / width)] + read[at],
    );
    yield { sources, targets };
  }
}

/** Layers of cross-attention, and the share of the residual connection. A row of weights and its residual share sum to 1. */
interface CrossLayers {
  readonly weights: Float64Array; // [layer, target, source]
  readonly residual: Float64Array; // [layer, target]
}

/** The weights 0.5 C, with C the mean of the heads, and the residual share 0.5; both are divided by their sum in each row. */
function crossWithResidual(cross: AttentionRecord): CrossLayers {
  const weights = Float64Array.from(meanHeads(cross).weights); // [layer, target, source]
  const width = cross.sources.length;
  const residual = new Float64Array(cross.layers * cross.targets.length); // [layer, target]
  for (let row = 0; row < residual.length; row++) {
    const weightsOfRow = weights.subarray(row * width, (row + 1) * width); // [source]
    let sum = 1;
    for (const weight of weightsOfRow) sum += weight;
    for (let column = 0; column < width; column++) weightsOfRow[column] /= sum;
    residual[row] = 1 / sum;
  }
  return { weights, residual };
}

function layerOf(weights: Float64Array, layer: number, size: number): Float64Array {
  return weights.subarray(layer * size, (layer + 1) * size); // [entry of the layer]
}

function identity(size: number): Float64Array {
  const matrix = new Float64Array(size * size); // [row, column]
  for (let at = 0; at < size; at++) matrix[at * size + at] = 1;
  return matrix;
}

/** The product of a matrix [row, inner] and a matrix [inner, column]. */
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
