// Stream: the hidden states of a model's graph, from the embeddings on: what is added to what, and what is normalized.
// They are found by the way the values go; names of nodes play no part.
import type { AttentionKind } from './attention';
import { ORIGIN, type Scope } from './dataflow';
import type { GraphNode } from '../bytes/graph';
import { normOf } from './norm';

/** What a residual adds, or a norm stands at. */
export interface Sublayer {
  readonly of: AttentionKind | 'feedForward';
  readonly layer: number;
}

/** One hidden state, in the order of computation. The names are those of values of the graph. */
export interface State {
  readonly kind: 'embedding' | 'residual' | 'norm';
  readonly value: string;
  /** Of a residual: what was added. */
  readonly sublayer?: Sublayer;
  /** Which of the states was normalized, or added to; none of the first one. */
  readonly from?: number;
  /** Of a norm. */
  readonly form?: 'layer' | 'rms';
  readonly scale?: string;
  readonly bias?: string;
}

export interface ResidualStream {
  /** The vectors of the tokens, scaled and normalized where the model does that before positions are added. */
  readonly tokens: string;
  /** What is added to them; nothing in a model without absolute positions. */
  readonly positions?: string;
  readonly states: readonly State[];
}

/** An operator that does several steps in one, so that what lies between them is in no value of the graph. */
export interface Fused {
  readonly fused: string;
}

/**
 * Follows the hidden states of one graph.
 *
 * @param weights which attention a value is the weights of
 * @returns undefined if no tokens are embedded in this graph
 */
export function residualStreamOf(
  scope: Scope,
  weights: ReadonlyMap<string, Sublayer>,
): ResidualStream | Fused | undefined {
  const tokens = tokenVectors(scope);
  if (tokens !== undefined) return new Walk(scope, weights, tokens).walked();
  const fused = scope.nodes.find(({ op }) => FUSED.test(op));
  return fused === undefined ? undefined : { fused: fused.op };
}

const FUSED = /^(?:Embed|Skip).*Norm/;
/** What leaves a state what it is: other precisions, bounds against infinities of half precision. */
const SAME = new Set(['Cast', 'CastLike', 'Identity', 'Dropout', 'Clip']);
/** What may stand before and behind the look-up of ids: a table may lie on its side. */
const FORMS = new Set(['Reshape', 'Cast', 'Identity', 'Unsqueeze', 'Squeeze', 'Flatten', 'Transpose']);

/** The look-up of the ids that the graph is given, with what scales it. */
function tokenVectors(scope: Scope): string | undefined {
  const lookup = scope.nodes.find(node => isLookup(node, scope));
  if (lookup === undefined) return undefined;
  let [value = ''] = lookup.outputs;
  for (;;) {
    const takers = scope.takers.get(value) ?? [];
    const next = takers.find(({ op, inputs }) => {
      if (op === 'DequantizeLinear') return inputs[0] === value;
      if (SAME.has(op) || FORMS.has(op)) return takers.length === 1;
      return op === 'Mul' && inputs.some(input => input !== value && isScale(input, scope));
    });
    if (next === undefined) return value;
    [value = ''] = next.outputs;
  }
}

function isLookup({ op, inputs: [table = '', ids = ''] }: GraphNode, scope: Scope): boolean {
  return op === 'Gather' && scope.origin(table) === ORIGIN.none && isGiven(ids, scope);
}

/** One number for all, or one for each token, as a table in 8 bits has them. */
function isScale(name: string, scope: Scope): boolean {
  if (scope.origin(name) === ORIGIN.none) return true;
  const maker = scope.makers.get(formed(name, scope));
  return maker !== undefined && isLookup(maker, scope);
}

function isGiven(ids: string, scope: Scope): boolean {
  const name = formed(ids, scope);
  return !scope.makers.has(name) && (scope.origin(name) & (ORIGIN.decoder | ORIGIN.encoder)) !== 0;
}

/** The value that another one is a form of. */
function formed(name: string, scope: Scope): string {
  let value = name;
  for (;;) {
    const maker = scope.makers.get(value);
    if (maker === undefined || !FORMS.has(maker.op)) return value;
    [value = ''] = maker.inputs;
  }
}

class Walk {
  private readonly states: State[] = [];
  /** The state that a value is. */
  private readonly stateOf = new Map<string, number>();
  /** Values that come from the vectors of the tokens. */
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

  walked(): ResidualStream | Fused {
    this.add({ kind: 'embedding', value: this.tokens });
    for (const node of this.scope.nodes) {
      const own = node.inputs.find(input => this.stateOf.has(input));
      const [output = ''] = node.outputs;
      if (own === undefined || output === '') continue;
      if (FUSED.test(node.op)) return { fused: node.op };
      if (node.op === 'Add') this.take(node, own, output);
    }
    const { tokens, positions, states } = this;
    return { tokens, ...(positions === undefined ? {} : { positions }), states };
  }

  private take({ inputs }: GraphNode, own: string, output: string): void {
    const other = inputs.find(input => input !== own) ?? own;
    const from = this.stateOf.get(own) ?? 0;
    if (this.stateOf.has(output)) return;
    if (this.derived.has(other)) {
      this.add({ kind: 'residual', value: output, sublayer: this.sublayerOf(other), from });
    } else if (this.positions === undefined && this.states.every(({ kind }) => kind !== 'residual')) {
      this.positions = other;
      this.tokens = own;
      if (this.states.length > 1) {
        this.add({ kind: 'embedding', value: output, from });
        return;
      }
      // Nothing was made of the bare vectors but this sum.
      this.states.length = 0;
      this.stateOf.clear();
      this.add({ kind: 'embedding', value: output });
    }
  }

  /** Adds a state, its norm behind it, and so on. */
  private add(first: State): void {
    let next: State | undefined = first;
    while (next !== undefined) next = this.addOne(next);
  }

  /** @returns the norm of the state, if it has one */
  private addOne(state: State): State | undefined {
    const index = this.states.push(state) - 1;
    const names = new Set([state.value]); // It grows while it is walked.
    for (const name of names) {
      this.stateOf.set(name, index);
      for (const { op, outputs } of this.scope.takers.get(name) ?? []) {
        const [output = ''] = outputs;
        if (SAME.has(op) && output !== '') names.add(output);
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

  /** The attention through which a value came since the last state; else it came through a feed-forward network. */
  private sublayerOf(value: string): Sublayer {
    const names = new Set([value]); // It grows while it is walked.
    for (const name of names) {
      const attention = this.weights.get(name);
      if (attention !== undefined) {
        this.layer = attention.layer;
        return attention;
      }
      if (name !== value && this.stateOf.has(name)) continue;
      for (const input of this.scope.makers.get(name)?.inputs ?? []) if (this.derived.has(input)) names.add(input);
    }
    return { of: 'feedForward', layer: this.layer };
  }
}

function derivedFrom(value: string, { nodes }: Scope): Set<string> {
  const derived = new Set([value]);
  for (const { op, inputs, outputs } of nodes) {
    if (op === 'Shape' || op === 'Size' || !inputs.some(input => derived.has(input))) continue;
    for (const output of outputs) derived.add(output);
  }
  return derived;
}
