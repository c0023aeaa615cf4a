// Residual stream: finds the hidden states of a model's graph, from the embeddings on: the sum after each sublayer, and the
// output of each norm. The dataflow is followed; the names of nodes are not used.
import type { AttentionKind } from './attention';
import { ORIGIN, type Scope } from './dataflow';
import type { GraphNode } from '../bytes/graph';
import { normOf } from './norm';

/** A sublayer of a layer, whose output a residual connection adds: attention, or the feed-forward network. */
export interface Sublayer {
  readonly of: AttentionKind | 'feedForward';
  readonly layer: number;
}

/** One hidden state. States are listed in the order of computation. Values are referred to by their names in the graph. */
export interface HiddenState {
  readonly kind: 'embedding' | 'residual' | 'norm';
  /** The name of the value that holds the state. */
  readonly value: string;
  /** Of a residual: the sublayer whose output was added. */
  readonly sublayer?: Sublayer;
  /** The index of the earlier state that was normalized, or to which an output was added; the first state has none. */
  readonly from?: number;
  /** Of a norm: `layer` subtracts the mean, `rms` does not. */
  readonly form?: 'layer' | 'rms';
  /** Of a norm: the names of its learned factor and summand. */
  readonly scale?: string;
  readonly bias?: string;
}

export interface ResidualStream {
  /** The name of the token vectors before positions are added, scaled and normalized if the model does that first. */
  readonly tokens: string;
  /** The name of the position vectors that are added to `tokens`; undefined in a model without absolute positions. */
  readonly positions?: string;
  readonly states: readonly HiddenState[];
}

/** The name of an operator that does several steps at once, so that no value of the graph holds the states between them. */
export interface Fused {
  readonly fused: string;
}

/**
 * Finds the hidden states of one graph.
 *
 * @param weights for each value that holds attention weights, by its name: the attention to which it belongs
 * @returns undefined if this graph does not embed tokens
 */
export function residualStreamOf(
  scope: Scope,
  weights: ReadonlyMap<string, Sublayer>,
): ResidualStream | Fused | undefined {
  const tokens = tokenVectors(scope);
  if (tokens !== undefined) return new StreamWalk(scope, weights, tokens).walk();
  const fused = scope.nodes.find(({ op }) => FUSED.test(op));
  return fused === undefined ? undefined : { fused: fused.op };
}

const FUSED = /^(?:Embed|Skip).*Norm/;
/** Operators that pass on the state they are given: conversions, and Clip, which avoids infinities in float16. */
const PASS_THROUGH = new Set(['Cast', 'CastLike', 'Identity', 'Dropout', 'Clip']);
/** Operators that change only shape or type. They may be before and after the look-up of ids, as in a transposed table. */
const RESHAPING = new Set(['Reshape', 'Cast', 'Identity', 'Unsqueeze', 'Squeeze', 'Flatten', 'Transpose']);

/** The name of the vectors that are looked up for the input's ids, after scaling; undefined if no ids are looked up. */
function tokenVectors(scope: Scope): string | undefined {
  const lookup = scope.nodes.find(node => isLookup(node, scope));
  if (lookup === undefined) return undefined;
  let [value = ''] = lookup.outputs;
  for (;;) {
    const consumers = scope.consumers.get(value) ?? [];
    const next = consumers.find(({ op, inputs }) => {
      if (op === 'DequantizeLinear') return inputs[0] === value;
      if (PASS_THROUGH.has(op) || RESHAPING.has(op)) return consumers.length === 1;
      return op === 'Mul' && inputs.some(input => input !== value && isScale(input, scope));
    });
    if (next === undefined) return value;
    [value = ''] = next.outputs;
  }
}

function isLookup({ op, inputs: [table = '', ids = ''] }: GraphNode, scope: Scope): boolean {
  return op === 'Gather' && scope.origin(table) === ORIGIN.none && isInputIds(ids, scope);
}

/** Whether a value is a scale: a constant, or one number for each token, looked up like the rows of an 8-bit table. */
function isScale(name: string, scope: Scope): boolean {
  if (scope.origin(name) === ORIGIN.none) return true;
  const producer = scope.producers.get(beforeReshaping(name, scope));
  return producer !== undefined && isLookup(producer, scope);
}

/** Whether a value is an input of the graph that holds ids, reshaped or not. */
function isInputIds(ids: string, scope: Scope): boolean {
  const name = beforeReshaping(ids, scope);
  return !scope.producers.has(name) && (scope.origin(name) & (ORIGIN.decoder | ORIGIN.encoder)) !== 0;
}

/** The name of the value that was reshaped or converted to the given one. */
function beforeReshaping(name: string, scope: Scope): string {
  let value = name;
  for (;;) {
    const producer = scope.producers.get(value);
    if (producer === undefined || !RESHAPING.has(producer.op)) return value;
    [value = ''] = producer.inputs;
  }
}

/** Visits the nodes in topological order, and collects the states. */
class StreamWalk {
  private readonly states: HiddenState[] = [];
  /** The index of the state that a value holds, by the name of the value. */
  private readonly stateOf = new Map<string, number>();
  /** The names of all values that are computed from the token vectors. */
  private readonly derived: Set<string>;
  private positions: string | undefined;
  private layer = 0;

  constructor(
    private readonly scope: Scope,
    private readonly weights: ReadonlyMap<string, Sublayer>,
    private tokens: string,
  ) {
    this.derived = derivedFrom(tokens, scope);
  }

  walk(): ResidualStream | Fused {
    this.add({ kind: 'embedding', value: this.tokens });
    for (const node of this.scope.nodes) {
      const state = node.inputs.find(input => this.stateOf.has(input));
      const [output = ''] = node.outputs;
      if (state === undefined || output === '') continue;
      if (FUSED.test(node.op)) return { fused: node.op };
      if (node.op === 'Add') this.visitSum(node, state, output);
    }
    const { tokens, positions, states } = this;
    return { tokens, ...(positions === undefined ? {} : { positions }), states };
  }

  /** Handles the sum of a state and another value: a residual connection, or the addition of positions. */
  private visitSum({ inputs }: GraphNode, state: string, output: string): void {
    const other = inputs.find(input => input !== state) ?? state;
    const from = this.stateOf.get(state) ?? 0;
    if (this.stateOf.has(output)) return;
    if (this.derived.has(other)) {
      this.add({ kind: 'residual', value: output, sublayer: this.sublayerOf(other), from });
    } else if (this.positions === undefined && this.states.every(({ kind }) => kind !== 'residual')) {
      this.positions = other;
      this.tokens = state;
      // Token vectors that were normalized before this sum stay states of their own.
      if (this.states.length > 1) {
        this.add({ kind: 'embedding', value: output, from });
        return;
      }
      // Otherwise the token vectors are used for this sum alone, and the sum replaces them as the first state.
      this.states.length = 0;
      this.stateOf.clear();
      this.add({ kind: 'embedding', value: output });
    }
  }

  /** Adds a state and the norms that follow it. */
  private add(first: HiddenState): void {
    let next: HiddenState | undefined = first;
    while (next !== undefined) next = this.addOne(next);
  }

  /** @returns the norm of the state, if there is one */
  private addOne(state: HiddenState): HiddenState | undefined {
    const index = this.states.push(state) - 1;
    const names = new Set([state.value]); // Grows during the iteration: all names of this state.
    for (const name of names) {
      this.stateOf.set(name, index);
      for (const { op, outputs } of this.scope.consumers.get(name) ?? []) {
        const [output = ''] = outputs;
        if (PASS_THROUGH.has(op) && output !== '') names.add(output);
      }
    }
    for (const name of names) {
      const norm = normOf(name, this.scope);
      if (norm === undefined || this.stateOf.has(norm.output)) continue;
      const { output: value, ...parts } = norm;
      return { kind: 'norm', value, from: index, ...parts };
    }
    return undefined;
  }

  /** The sublayer that computed a value: the attention between the last state and the value, or else a feed-forward network. */
  private sublayerOf(value: string): Sublayer {
    const names = new Set([value]); // Grows during the iteration: the value and all that it was computed from.
    for (const name of names) {
      const attention = this.weights.get(name);
      if (attention !== undefined) {
        this.layer = attention.layer;
        return attention;
      }
      if (name !== value && this.stateOf.has(name)) continue;
      for (const input of this.scope.producers.get(name)?.inputs ?? []) if (this.derived.has(input)) names.add(input);
    }
    return { of: 'feedForward', layer: this.layer };
  }
}

/** The names of a value and of all values that are computed from it, other than from its shape alone. */
function derivedFrom(value: string, { nodes }: Scope): Set<string> {
  const derived = new Set([value]);
  for (const { op, inputs, outputs } of nodes) {
    if (op === 'Shape' || op === 'Size' || !inputs.some(input => derived.has(input))) continue;
    for (const output of outputs) derived.add(output);
  }
  return derived;
}
