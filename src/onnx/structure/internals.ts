// Inside: what a model file computes on the way: the parts of its attention, its embeddings and its hidden states, each by
// a name, and the file with some of them as further outputs.
import { badRequest } from '../../base/errors';
import { type Attention, findAttention, scopeOf } from './attention';
import { outputName, PARTS, siteOf } from './capture';
import { type Graph, type GraphNode, readGraph, type Subgraph } from '../bytes/graph';
import { type Site, type Wish, withOutputs } from '../bytes/outputs';
import { type State, type ResidualStream, residualStreamOf, type Sublayer } from './residualStream';
import { naming } from '../bytes/wire';

/** A hidden state without its place in the graph. */
export type InternalState = Omit<State, 'value' | 'scale' | 'bias'> & {
  /** `hidden_states.N`, in the order of computation. */
  readonly name: string;
  /** The weights of a norm. */
  readonly scale?: string;
  readonly bias?: string;
};

export interface GraphInternals {
  /** Every part of every layer, the weights included, named by `outputName`. */
  readonly attention: readonly Wish[];
  readonly states: readonly InternalState[];
  /** Every state, and what the embedding is made of: `embeddings.tokens`, `embeddings.positions`. */
  readonly stream: readonly Wish[];
  /** The operator that hides the states, if one does. */
  readonly fused?: string;
}

/**
 * @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if the attention is fused or unknown
 * @throws AttentiveError `model-broken-file` (data.file, data.why)
 */
export function readInternals(file: string, bytes: Uint8Array): GraphInternals {
  return naming(file, () => insideOf(file, readGraph(file, bytes)));
}

/**
 * The file with these values as further outputs.
 *
 * @param weightsIn as of `withOutputs`
 * @throws AttentiveError as `readInside`; `bad-request` (data.name) if there is no such value
 */
export function captureInternals(
  file: string,
  bytes: Uint8Array,
  names: readonly string[],
  weightsIn?: string,
): Uint8Array[] {
  return naming(file, () => {
    const graph = readGraph(file, bytes);
    const { attention, stream } = insideOf(file, graph);
    const known = new Map([...attention, ...stream].map(wish => [wish.name, wish]));
    const wishes = names.map(name => {
      const wish = known.get(name);
      if (wish !== undefined) return wish;
      throw badRequest(name, 'the model computes no such value');
    });
    return withOutputs(file, bytes, graph, wishes, weightsIn);
  });
}

function insideOf(file: string, graph: Graph): GraphInternals {
  const attentions = findAttention(file, graph);
  const attention = attentions.flatMap(each =>
    (['weights', ...PARTS] as const).flatMap((part): Wish[] => {
      const site = siteOf(each, part);
      return site === undefined ? [] : [{ name: outputName(each, part), site }];
    }),
  );
  const streams = streamsOf(graph, attentions);
  if (typeof streams === 'string') return { attention, states: [], stream: [], fused: streams };
  const [first] = streams.found;
  if (first === undefined) return { attention, states: [], stream: [] };
  const wish = (name: string, value: (stream: ResidualStream) => string): Wish => ({
    name,
    site: siteIn(streams, value),
  });
  const { positions } = first;
  return {
    attention,
    states: first.states.map(({ value: _, ...state }, index) => ({ name: nameOf(index), ...state })),
    stream: [
      wish('embeddings.tokens', ({ tokens }) => tokens),
      ...(positions === undefined ? [] : [wish('embeddings.positions', stream => stream.positions ?? '')]),
      ...first.states.map((_, index) => wish(nameOf(index), ({ states }) => states[index].value)),
    ],
  };
}

function nameOf(state: number): string {
  return `hidden_states.${state}`;
}

/** The stream of the main graph, or one of each branch of an `If`, all alike. */
interface Streams {
  readonly found: readonly ResidualStream[];
  readonly holder?: GraphNode;
}

/** @returns the operator that hides a stream, if one does */
function streamsOf(graph: Graph, attentions: readonly Attention[]): Streams | string {
  const main = scopeOf(graph);
  const own = residualStreamOf(main, weightsOf(attentions, undefined));
  if (own !== undefined) return 'fused' in own ? own.fused : { found: [own] };
  for (const [holder, children] of main.children) {
    if (holder.op !== 'If') continue;
    const found: ResidualStream[] = [];
    for (const [index, child] of children.entries()) {
      const stream = residualStreamOf(child, weightsOf(attentions, holder.subgraphs[index]));
      if (stream === undefined) break;
      if ('fused' in stream) return stream.fused;
      found.push(stream);
    }
    if (found.length === 0 || found.length < children.length) continue;
    return found.every(stream => isLike(stream, found[0])) ? { found, holder } : holder.op;
  }
  return { found: [] };
}

/** The weights of the attention of the main graph, or of that of one branch. */
function weightsOf(attentions: readonly Attention[], branch: Subgraph | undefined): Map<string, Sublayer> {
  const weights = new Map<string, Sublayer>();
  for (const attention of attentions) {
    const { kind, layer } = attention;
    const all =
      attention.place === 'main'
        ? branch === undefined
          ? [attention.values]
          : []
        : attention.branches.filter(each => each.branch === branch).map(({ values }) => values);
    for (const values of all) weights.set(values.weights, { of: kind, layer });
  }
  return weights;
}

function isLike(left: ResidualStream, right: ResidualStream): boolean {
  const shape = ({ positions, states }: ResidualStream): string =>
    JSON.stringify([
      positions === undefined,
      states.map(({ kind, sublayer, from, form }) => [kind, sublayer, from, form]),
    ]);
  return shape(left) === shape(right);
}

function siteIn({ found, holder }: Streams, value: (stream: ResidualStream) => string): Site {
  if (holder === undefined) return { place: 'main', value: value(found[0]) };
  const branches = found.map((stream, index) => ({ branch: holder.subgraphs[index], value: value(stream) }));
  return { place: 'branches', holder, branches };
}
