// Norm: finds layer normalization and RMS normalization in a graph, whether it is one operator or made of several.
import { ORIGIN, type Scope } from './dataflow';
import type { GraphNode } from '../bytes/graph';

/** The names that the values of one normalization have in the graph. */
export interface Norm {
  readonly output: string;
  /** `layer` subtracts the mean, `rms` does not. */
  readonly form: 'layer' | 'rms';
  /** The learned factor by which the normalized value is multiplied, and the learned summand that is then added. */
  readonly scale?: string;
  readonly bias?: string;
}

/** The normalization of a value; undefined if nothing normalizes it. */
export function normOf(value: string, scope: Scope): Norm | undefined {
  return inOneOperator(value, scope) ?? centered(value, scope) ?? uncentered(value, scope);
}

const LAYER = new Set(['LayerNormalization']);
const RMS = new Set(['SimplifiedLayerNormalization', 'RMSNormalization', 'RMSNorm']);

function inOneOperator(value: string, scope: Scope): Norm | undefined {
  for (const node of scope.consumers.get(value) ?? []) {
    const form = LAYER.has(node.op) ? 'layer' : RMS.has(node.op) ? 'rms' : undefined;
    const [input, scale = '', bias = ''] = node.inputs;
    const [output = ''] = node.outputs;
    if (form === undefined || input !== value || output === '') continue;
    return { output, form, ...(scale === '' ? {} : { scale }), ...(bias === '' ? {} : { bias }) };
  }
  return undefined;
}

/** Layer normalization by several operators: d / sqrt(mean(d²) + ε), where d is x - mean(x). */
function centered(value: string, scope: Scope): Norm | undefined {
  const means = new Set(after([value], scope, is('ReduceMean')));
  const own = new Set(withCasts([value], scope));
  const differences = after([value], scope, ({ op, inputs: [left = '', right = ''] }) => {
    return op === 'Sub' && own.has(left) && means.has(right);
  });
  return scaled(overRoot(differences, scope), 'layer', scope);
}

/** RMS normalization by several operators: x / sqrt(mean(x²) + ε). */
function uncentered(value: string, scope: Scope): Norm | undefined {
  return scaled(overRoot([value], scope), 'rms', scope);
}

/** The values x / sqrt(mean(x²) + ε) that the graph computes, for each of the given values x. */
function overRoot(values: readonly string[], scope: Scope): string[] {
  const own = new Set(withCasts(values, scope));
  const squares = after(values, scope, ({ op, inputs: [left = '', right = ''] }) => {
    return (op === 'Pow' && own.has(left)) || (op === 'Mul' && own.has(left) && left === right);
  });
  const variances = after(squares, scope, is('ReduceMean'));
  const roots = after(after(variances, scope, withConstant('Add', scope)), scope, is('Sqrt'));
  const inverses = after(roots, scope, ({ op, inputs: [left = ''] }) => {
    return op === 'Reciprocal' || (op === 'Div' && isConstant(left, scope));
  });
  const ofRoots = new Set(withCasts(roots, scope));
  const ofInverses = new Set(withCasts(inverses, scope));
  return after(values, scope, ({ op, inputs: [left = '', right = ''] }) => {
    if (op === 'Div') return own.has(left) && ofRoots.has(right);
    return op === 'Mul' && ((own.has(left) && ofInverses.has(right)) || (own.has(right) && ofInverses.has(left)));
  });
}

/** The normalization that the first of the quotients belongs to, with the factor and summand that the graph applies to it. */
function scaled(quotients: readonly string[], form: Norm['form'], scope: Scope): Norm | undefined {
  const [plain] = quotients;
  if (plain === undefined) return undefined;
  const [product] = after([plain], scope, withConstant('Mul', scope));
  if (product === undefined) return { output: plain, form };
  const scale = { scale: constantOf(product, scope) };
  const [sum] = form === 'rms' ? [] : after([product], scope, withConstant('Add', scope));
  if (sum === undefined) return { output: product, form, ...scale };
  return { output: sum, form, ...scale, bias: constantOf(sum, scope) };
}

/** The outputs of the nodes that pass the test and have one of the values as an input, in any precision. */
function after(values: readonly string[], scope: Scope, test: (node: GraphNode) => boolean): string[] {
  const found = withCasts(values, scope).flatMap(value => (scope.consumers.get(value) ?? []).filter(test));
  return [...new Set(found)].flatMap(({ outputs: [output = ''] }) => (output === '' ? [] : [output]));
}

/** The values, and the same values after a Cast to another precision. */
function withCasts(values: readonly string[], scope: Scope): string[] {
  const found = new Set(values); // Grows during the iteration.
  for (const value of found) {
    for (const { op, outputs } of scope.consumers.get(value) ?? []) {
      const [output = ''] = outputs;
      if ((op === 'Cast' || op === 'Identity') && output !== '') found.add(output);
    }
  }
  return [...found];
}

function is(op: string): (node: GraphNode) => boolean {
  return node => node.op === op;
}

function withConstant(op: string, scope: Scope): (node: GraphNode) => boolean {
  return node => node.op === op && node.inputs.some(input => isConstant(input, scope));
}

function constantOf(value: string, scope: Scope): string {
  const inputs = scope.producers.get(value)?.inputs ?? [];
  return inputs.find(input => isConstant(input, scope)) ?? '';
}

function isConstant(name: string, scope: Scope): boolean {
  return scope.origin(name) === ORIGIN.none;
}
