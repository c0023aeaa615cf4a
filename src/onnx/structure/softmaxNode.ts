// Softmax: what stands around the Softmax of an attention, read from the structure of the graph: it is taken over a
// product of two computed values (queries and keys), and multiplied with a third (values).
import { AttentiveError } from '../../base/errors';
import { ORIGIN, type Scope } from './dataflow';
import type { GraphNode } from '../bytes/graph';

/** The names of the values at one Softmax. */
export interface Values {
  readonly weights: string;
  readonly scores: string;
  /** As they enter their product, so with the scale if that was applied before it. [..., target, width] */
  readonly queries: string;
  /** As they enter their product, turned. [..., width, source] */
  readonly keys: string;
  readonly values: string; // [..., source, width]
  /** What comes out of the product of weights and values, unless that is computed in integers. */
  readonly heads?: string; // [..., target, width]
}

/**
 * The values at a node, if it is an attention's Softmax.
 *
 * @throws AttentiveError `model-unsupported` (data.what is an operator) if it may be one, but is not understood
 */
export function readSoftmax(file: string, node: GraphNode, scope: Scope): Values | undefined {
  const [scores = ''] = node.inputs;
  const [weights = ''] = node.outputs;
  if (node.op !== 'Softmax' || node.domain !== '' || weights === '' || !isComputed(scores, scope)) return undefined;
  const before = productBefore(scores, scope);
  const after = productAfter(weights, scope);
  // A router, a pooling or a distribution over words: not an attention.
  if (before.product === undefined && (before.constant || after.values === undefined)) return undefined;
  if (before.product === undefined) throw refusal(file, before.stopped);
  if (after.values === undefined) {
    if (after.stopped === undefined) return undefined;
    throw refusal(file, after.stopped);
  }
  const { values, heads } = after;
  return { weights, scores, ...before.product, values, ...(heads === undefined ? {} : { heads }) };
}

/** The error for a graph whose attention cannot be shown, because of this operator. */
export function refusal(file: string, what: string): AttentiveError {
  return new AttentiveError('model-unsupported', `${file}: ${what} does not show its attention`, { what, file });
}

const PRODUCTS = new Set(['MatMul', 'MatMulInteger', 'QLinearMatMul', 'MatMulIntegerToFloat', 'FusedMatMul', 'Einsum']);
const INTEGER_PRODUCTS = new Set(['MatMulInteger', 'QLinearMatMul']);
/** What may stand between the product of queries and keys and the Softmax: scales, masks, biases, forms, precisions. */
const ON_SCORES = new Set([
  ...['Add', 'Sub', 'Mul', 'Div', 'Where', 'Max', 'Min', 'Clip', 'Tanh', 'Neg', 'Expand', 'Sum'],
  ...['Reshape', 'Transpose', 'Squeeze', 'Unsqueeze', 'Flatten', 'Identity', 'Cast', 'CastLike', 'Slice', 'Concat'],
  ...['QuantizeLinear', 'DequantizeLinear'],
]);
/** What may stand between the Softmax and the product with the values. */
const ON_WEIGHTS = new Set([
  ...['Identity', 'Dropout', 'Cast', 'CastLike', 'Reshape', 'Transpose', 'Squeeze', 'Unsqueeze', 'Flatten', 'Mul'],
  ...['Where', 'QuantizeLinear', 'DynamicQuantizeLinear', 'DequantizeLinear', 'Slice'],
]);
const QUANTIZERS = new Set(['DynamicQuantizeLinear', 'QuantizeLinear']);
/** Steps after which a walk ends: real ones take a dozen. It keeps the search linear in the size of any graph. */
const LONGEST_WALK = 100;

interface Before {
  readonly product?: { readonly queries: string; readonly keys: string };
  /** Whether a product with weights of the model was met. */
  readonly constant: boolean;
  readonly stopped: string;
}

function productBefore(scores: string, scope: Scope): Before {
  const queue = new Set([scores]); // It grows while it is walked.
  let [constant, stopped] = [false, 'Softmax'];
  for (const name of queue) {
    const maker = scope.makers.get(name);
    if (maker === undefined || queue.size > LONGEST_WALK) continue;
    if (PRODUCTS.has(maker.op)) {
      const [queries, keys] = operands(maker).map(operand => beforeQuantizer(operand, scope));
      if (isComputed(queries, scope) && isComputed(keys, scope))
        return { product: { queries, keys }, constant, stopped };
      constant = true;
    } else if (ON_SCORES.has(maker.op)) {
      // Masks and position biases do not come from the text itself, so only the scores are followed.
      for (const input of maker.inputs) if (isComputed(input, scope)) queue.add(input);
    } else if (!QUANTIZERS.has(maker.op)) {
      stopped = maker.op;
    }
  }
  return { constant, stopped };
}

interface After {
  readonly values?: string;
  readonly heads?: string;
  readonly stopped?: string | undefined;
}

function productAfter(weights: string, scope: Scope): After {
  const queue = new Set([weights]); // It grows while it is walked.
  let [stopped, steps] = [undefined as string | undefined, 0];
  for (const name of queue) {
    for (const taker of scope.takers.get(name) ?? []) {
      if (++steps > LONGEST_WALK) return { stopped };
      if (PRODUCTS.has(taker.op)) {
        const [left, right] = operands(taker);
        const values = beforeQuantizer(left === name ? right : left, scope);
        if ((left === name || right === name) && isComputed(values, scope)) {
          const [heads = ''] = taker.outputs;
          return heads === '' || INTEGER_PRODUCTS.has(taker.op) ? { values } : { values, heads };
        }
      }
      // A quantizer's scale and zero point are no weights.
      const [output = ''] = taker.outputs;
      if (!ON_WEIGHTS.has(taker.op)) stopped ??= taker.op;
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

/** The value that a quantized one was made of. */
function beforeQuantizer(name: string, scope: Scope): string {
  const maker = scope.makers.get(name);
  return maker !== undefined && QUANTIZERS.has(maker.op) ? (maker.inputs[0] ?? name) : name;
}

/** Whether a value comes from the text, and not from the weights, a shape or a mask alone. */
function isComputed(name: string, scope: Scope): boolean {
  return (scope.origin(name) & (ORIGIN.decoder | ORIGIN.encoder)) !== 0;
}
