// Softmax node: decides whether a Softmax belongs to an attention, and finds the values around it. The Softmax of an
// attention gets the product of two computed values (queries and keys), and its output is multiplied by a third (values).
import { AttentiveError } from '../../base/errors';
import { ORIGIN, type Scope } from './dataflow';
import type { GraphNode } from '../bytes/graph';

/** The names that the values of one attention have in the graph. */
export interface AttentionValues {
  readonly weights: string; // [..., target, source]
  /** The input of the Softmax. */
  readonly scores: string; // [..., target, source]
  /** As the product with the keys takes them: scaled, if the scale is applied before the product. [..., target, width] */
  readonly queries: string;
  /** As the product with the queries takes them: transposed. [..., width, source] */
  readonly keys: string;
  readonly values: string; // [..., source, width]
  /** The product of weights and values; undefined if it is computed in integers. */
  readonly heads?: string; // [..., target, width]
}

/**
 * The values around a node; undefined if the node is not the Softmax of an attention.
 *
 * @throws AttentiveError `model-unsupported` (data.what is an operator) if the node may be the Softmax of an attention, but
 *   an unknown operator stands between it and the products
 */
export function readSoftmax(file: string, node: GraphNode, scope: Scope): AttentionValues | undefined {
  const [scores = ''] = node.inputs;
  const [weights = ''] = node.outputs;
  if (node.op !== 'Softmax' || node.domain !== '' || weights === '' || !isComputed(scores, scope)) return undefined;
  const before = productBefore(scores, scope);
  const after = productAfter(weights, scope);
  // Such a Softmax belongs to no attention, but to a router of experts, a pooling, or a distribution over words.
  if (before.product === undefined && (before.constant || after.values === undefined)) return undefined;
  if (before.product === undefined) throw refusal(file, before.stopped);
  if (after.values === undefined) {
    if (after.stopped === undefined) return undefined;
    throw refusal(file, after.stopped);
  }
  const { values, heads } = after;
  return { weights, scores, ...before.product, values, ...(heads === undefined ? {} : { heads }) };
}

/** The error for a graph whose attention cannot be read because of the operator `what`. */
export function refusal(file: string, what: string): AttentiveError {
  return new AttentiveError('model-unsupported', `${file}: ${what} does not show its attention`, { what, file });
}

const PRODUCTS = new Set(['MatMul', 'MatMulInteger', 'QLinearMatMul', 'MatMulIntegerToFloat', 'FusedMatMul', 'Einsum']);
const INTEGER_PRODUCTS = new Set(['MatMulInteger', 'QLinearMatMul']);
/**
 * Operators that may be between the Softmax and the product of queries and keys. They apply a scale, a mask or a bias, or
 * change the shape or the precision.
 */
const ON_SCORES = new Set([
  ...['Add', 'Sub', 'Mul', 'Div', 'Where', 'Max', 'Min', 'Clip', 'Tanh', 'Neg', 'Expand', 'Sum'],
  ...['Reshape', 'Transpose', 'Squeeze', 'Unsqueeze', 'Flatten', 'Identity', 'Cast', 'CastLike', 'Slice', 'Concat'],
  ...['QuantizeLinear', 'DequantizeLinear'],
]);
/** Operators that may be between the Softmax and the product with the values. */
const ON_WEIGHTS = new Set([
  ...['Identity', 'Dropout', 'Cast', 'CastLike', 'Reshape', 'Transpose', 'Squeeze', 'Unsqueeze', 'Flatten', 'Mul'],
  ...['Where', 'QuantizeLinear', 'DynamicQuantizeLinear', 'DequantizeLinear', 'Slice'],
]);
const QUANTIZERS = new Set(['DynamicQuantizeLinear', 'QuantizeLinear']);
/** The most steps of one search. Real graphs need a dozen; the limit keeps the time for a graph linear in its size. */
const LONGEST_WALK = 100;

/** What precedes a Softmax. */
interface BeforeSoftmax {
  readonly product?: { readonly queries: string; readonly keys: string };
  /** Whether a product with weights of the model was found. */
  readonly constant: boolean;
  /** The operator at which the search stopped, because it is none of the known ones. */
  readonly stopped: string;
}

function productBefore(scores: string, scope: Scope): BeforeSoftmax {
  const queue = new Set([scores]); // Grows during the iteration.
  let [constant, stopped] = [false, 'Softmax'];
  for (const name of queue) {
    const producer = scope.producers.get(name);
    if (producer === undefined || queue.size > LONGEST_WALK) continue;
    if (PRODUCTS.has(producer.op)) {
      const [queries, keys] = operands(producer).map(operand => beforeQuantizer(operand, scope));
      if (isComputed(queries, scope) && isComputed(keys, scope))
        return { product: { queries, keys }, constant, stopped };
      constant = true;
    } else if (ON_SCORES.has(producer.op)) {
      // Masks and position biases are not computed from the text, so only the scores are followed.
      for (const input of producer.inputs) if (isComputed(input, scope)) queue.add(input);
    } else if (!QUANTIZERS.has(producer.op)) {
      stopped = producer.op;
    }
  }
  return { constant, stopped };
}

/** What follows a Softmax. */
interface AfterSoftmax {
  readonly values?: string;
  readonly heads?: string;
  /** The first operator that is none of the known ones, if the search met one. */
  readonly stopped?: string | undefined;
}

function productAfter(weights: string, scope: Scope): AfterSoftmax {
  const queue = new Set([weights]); // Grows during the iteration.
  let [stopped, steps] = [undefined as string | undefined, 0];
  for (const name of queue) {
    for (const consumer of scope.consumers.get(name) ?? []) {
      if (++steps > LONGEST_WALK) return { stopped };
      if (PRODUCTS.has(consumer.op)) {
        const [left, right] = operands(consumer);
        const values = beforeQuantizer(left === name ? right : left, scope);
        if ((left === name || right === name) && isComputed(values, scope)) {
          const [heads = ''] = consumer.outputs;
          return heads === '' || INTEGER_PRODUCTS.has(consumer.op) ? { values } : { values, heads };
        }
      }
      // Only the first output is followed: the scale and zero point of a quantizer are not attention weights.
      const [output = ''] = consumer.outputs;
      if (!ON_WEIGHTS.has(consumer.op)) stopped ??= consumer.op;
      else if (output !== '') queue.add(output);
    }
  }
  return { stopped };
}

function operands(product: GraphNode): [string, string] {
  const [left = '', right = '', , fourth = ''] = product.inputs;
  // QLinearMatMul(a, a_scale, a_zero_point, b, …)
  return product.op === 'QLinearMatMul' ? [left, fourth] : [left, right];
}

/** The name of the value that was quantized to the given one; the given one if it is not quantized. */
function beforeQuantizer(name: string, scope: Scope): string {
  const producer = scope.producers.get(name);
  return producer !== undefined && QUANTIZERS.has(producer.op) ? (producer.inputs[0] ?? name) : name;
}

/** Whether a value is computed from the text; false for a value from weights, shapes and masks alone. */
function isComputed(name: string, scope: Scope): boolean {
  return (scope.origin(name) & (ORIGIN.decoder | ORIGIN.encoder)) !== 0;
}
