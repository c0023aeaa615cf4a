// Internals: lists the intermediate values of a model file (parts of its attention, embeddings, hidden states) by name, and
// makes a file that has some of them as further outputs.
import { badRequest } from '../../base/errors';
import { type Attention, findAttention, scopeOf } from './attention';
import { outputName, ATTENTION_PARTS, siteOf } from './capture';
import { type Graph, type GraphNode, readGraph, type Subgraph } from '../bytes/graph';
import { type Site, type NewOutput, withOutputs } from '../bytes/outputs';
import { type HiddenState, type ResidualStream, residualStreamOf, type Sublayer } from './residualStream';
import { withFileName } from '../bytes/wire';

/** A hidden state under the name that its output gets, instead of the name of its value in the graph. */
export type InternalState = Omit<HiddenState, 'value' | 'scale' | 'bias'> & {
  /** `hidden_states.N`, in the order of computation. */
  readonly name: string;
  /** Of a norm: the names in the graph of its learned factor and summand. */
  readonly scale?: string;
  readonly bias?: string;
};

/** The intermediate values that a graph can give as outputs. */
export interface GraphInternals {
  /** The parts of the attention of every layer, the weights included, named by `outputName`. */
  readonly attention: readonly NewOutput[];
  readonly states: readonly InternalState[];
  /** Every state, and the parts of the embedding: `embeddings.tokens`, `embeddings.positions`. */
  readonly stream: readonly NewOutput[];
  /** An operator (a fused one, or an `If`) that computes hidden states without giving them as values of the graph, if there is one. */
  readonly fused?: string;
}

/**
 * Lists the intermediate values of a model file.
 *
 * @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if the attention is fused or unknown
 * @throws AttentiveError `model-broken-file` (data.file, data.why)
 */
export function readInternals(file: string, bytes: Uint8Array): GraphInternals {
  return withFileName(file, () => internalsOf(file, readGraph(file, bytes)));
}

/**
 * Makes a file that has the named values as further outputs, as pieces (see `withOutputs`).
 *
 * @param weightsIn the name under which the runtime is given `bytes`; the new file then refers to the large weights in it
 *   instead of containing them
 * @throws AttentiveError as `readInternals`; `bad-request` (data.name) if there is no such value
 */
export function captureInternals(
  file: string,
  bytes: Uint8Array,
  names: readonly string[],
  weightsIn?: string,
): Uint8Array[] {
  return withFileName(file, () => {
    const graph = readGraph(file, bytes);
    const { attention, stream } = internalsOf(file, graph);
    const known = new Map([...attention, ...stream].map(output => [output.name, output]));
    const outputs = names.map(name => {
      const output = known.get(name);
      if (output !== undefined) return output;
      throw badRequest(name, 'the model computes no such value');
    });
    return withOutputs(file, bytes, graph, outputs, weightsIn);
  });
}

function internalsOf(file: string, graph: Graph): GraphInternals {
  const attentions = findAttention(file, graph);
  const attention = attentions.flatMap(each =>
    (['weights', ...ATTENTION_PARTS] as const).flatMap((part): NewOutput[] => {
      const site = siteOf(each, part);
      return site === undefined ? [] : [{ name: outputName(each, part), site }];
    }),
  );
  const streams = streamsOf(graph, attentions);
  if (typeof streams === 'string') return { attention, states: [], stream: [], fused: streams };
  const [first] = streams.found;
  if (first === undefined) return { attention, states: [], stream: [] };
  const output = (name: string, value: (stream: ResidualStream) => string): NewOutput => ({
    name,
    site: siteIn(streams, value),
  });
  const { positions } = first;
  return {
    attention,
    states: first.states.map(({ value: _, ...state }, index) => ({ name: nameOf(index), ...state })),
    stream: [
      output('embeddings.tokens', ({ tokens }) => tokens),
      ...(positions === undefined ? [] : [output('embeddings.positions', stream => stream.positions ?? '')]),
      ...first.states.map((_, index) => output(nameOf(index), ({ states }) => states[index].value)),
    ],
  };
}

function nameOf(state: number): string {
  return `hidden_states.${state}`;
}

/** The residual stream of the main graph, or those of all branches of an `If`, which have the same states. */
interface ResidualStreams {
  readonly found: readonly ResidualStream[];
  /** The `If`; undefined for the main graph. */
  readonly holder?: GraphNode;
}

/** Finds the residual streams; returns the name of an operator if, due to it, states are no values of the graph. */
function streamsOf(graph: Graph, attentions: readonly Attention[]): ResidualStreams | string {
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

/** The values that hold attention weights in the main graph, or in one branch, each with its attention. */
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

/** Whether two streams have the same states, computed from the same earlier states. */
function isLike(left: ResidualStream, right: ResidualStream): boolean {
  const shape = ({ positions, states }: ResidualStream): string =>
    JSON.stringify([
      positions === undefined,
      states.map(({ kind, sublayer, from, form }) => [kind, sublayer, from, form]),
    ]);
  return shape(left) === shape(right);
}

function siteIn({ found, holder }: ResidualStreams, value: (stream: ResidualStream) => string): Site {
  if (holder === undefined) return { place: 'main', value: value(found[0]) };
  const branches = found.map((stream, index) => ({ branch: holder.subgraphs[index], value: value(stream) }));
  return { place: 'branches', holder, branches };
}
