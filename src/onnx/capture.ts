// Capture: a model file whose attention comes out as further outputs of the graph. The weights are never rewritten.
//
// Protobuf merges messages that follow each other, so what the main graph gains stands in a tail behind the file. Only
// where attention lies in the branches of an `If` must the messages around it grow.
import { AttentiveError } from '../base/errors';
import { type Attention, type AttentionKind, findAttention } from './attention';
import { withoutWeights } from './external';
import { type Graph, readGraph } from './graph';
import type { Values } from './softmax';
import { type Insertion, splice } from './splice';
import { naming } from './wire';
import { castNode, floatOutput, modelGraph, nodeOutput } from './write';

export type Part = keyof Values;

/** One output that the file gained. */
export interface Captured {
  /** `cross_attentions.0` for weights, `cross_attentions.0.queries` for another part. */
  readonly name: string;
  readonly kind: AttentionKind;
  readonly layer: number;
  readonly part: Part;
}

export interface Detail {
  readonly kind: AttentionKind;
  readonly layer: number;
}

export interface Capture {
  /** In float32, whatever the model computes in. Some graphs fold heads into rows: [batch * head, target, source]. */
  readonly outputs: readonly Captured[];
  /** The file, as views of the old bytes between new ones; see joinPieces. */
  readonly pieces: readonly Uint8Array[];
}

export interface CaptureOptions {
  /** Layers of which every other part is captured as well. */
  readonly details?: readonly Detail[];
  /** The name under which the runtime is given the old bytes: the new file then leaves large weights there. */
  readonly weightsIn?: string;
}

/**
 * Adds outputs for the weights of every attention, and for every other part of the layers in `details`.
 *
 * @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if the attention is fused or unknown
 * @throws AttentiveError `model-broken-file` (data.file, data.why)
 * @throws AttentiveError `bad-request` (data.name, data.why) if there is no such layer
 */
export function captureAttention(
  file: string,
  bytes: Uint8Array,
  { details = [], weightsIn }: CaptureOptions = {},
): Capture {
  return naming(file, () => {
    const graph = readGraph(file, bytes);
    const attentions = findAttention(file, graph);
    const wishes = wishesOf(attentions, details);
    const missing = wishes.filter(({ output }) => !graph.outputs.includes(output.name));
    refuseTaken(file, graph, missing);
    const insertions = [
      ...missing.flatMap(wish => branchInsertions(graph, wish)),
      ...(weightsIn === undefined ? [] : withoutWeights(bytes, graph, weightsIn)),
      ...tailOf(missing),
    ];
    return { outputs: wishes.map(({ output }) => output), pieces: splice(bytes, insertions) };
  });
}

interface Wish {
  readonly output: Captured;
  /** The name of the value, in the main graph or in each branch. */
  readonly values: readonly string[];
  readonly attention: Attention;
}

const DETAILS = ['queries', 'keys', 'values', 'scores', 'heads'] as const;

function wishesOf(attentions: readonly Attention[], details: readonly Detail[]): Wish[] {
  const weights = attentions.flatMap(attention => wish(attention, 'weights', ''));
  const more = details.flatMap(({ kind, layer }) => {
    const attention = attentions.find(one => one.kind === kind && one.layer === layer);
    if (attention !== undefined) return DETAILS.flatMap(part => wish(attention, part, `.${part}`));
    const [name, why] = [`${kind}.${layer}`, 'the model has no such layer'];
    throw new AttentiveError('bad-request', `${name}: ${why}`, { name, why });
  });
  const named = new Map([...weights, ...more].map(each => [each.output.name, each]));
  return [...named.values()];
}

/** Nothing if the graph does not compute that part. */
function wish(attention: Attention, part: Part, suffix: string): Wish[] {
  const { kind, layer } = attention;
  const all = attention.place === 'main' ? [attention.values] : attention.branches.map(({ values }) => values);
  const values = all.flatMap(each => each[part] ?? []);
  if (values.length < all.length) return [];
  return [{ output: { name: `${kind}.${layer}${suffix}`, kind, layer, part }, values, attention }];
}

/** A name that the graph has already for a value of its own cannot be given twice. */
function refuseTaken(file: string, graph: Graph, wishes: readonly Wish[]): void {
  const names = new Set(wishes.map(({ output }) => output.name));
  for (const node of graph.nodes) {
    const taken = node.outputs.find(name => names.has(name));
    if (taken === undefined) continue;
    throw new AttentiveError('model-unsupported', `${file}: ${node.op} makes ${taken}`, { what: node.op, file });
  }
}

/** What the main graph gains, behind the file: the nodes for its own attention, and every output. */
function tailOf(wishes: readonly Wish[]): Insertion[] {
  const content = wishes.flatMap(({ output, values, attention }) => [
    ...(attention.place === 'main' ? values.map(value => castNode(value, output.name)) : []),
    floatOutput(output.name),
  ]);
  return content.length === 0 ? [] : [{ within: [], bytes: modelGraph(...content) }];
}

/** What an `If` with attention in it gains: an output, and in each branch a node and an output. */
function branchInsertions(graph: Graph, { output, values, attention }: Wish): Insertion[] {
  if (attention.place === 'main') return [];
  const node = attention.holder.place;
  // The node stands in one of the parts that the file's graph is written in.
  const around = graph.parts.filter(part => part.start <= node.start && node.end <= part.end);
  return [
    { within: [...around, node], bytes: nodeOutput(output.name) },
    ...attention.branches.flatMap(({ branch }, index) => {
      const name = `${output.name}/${branch.attribute}/${index}`;
      const within = [...around, node, branch.place, ...branch.graph.parts.slice(-1)];
      return [castNode(values[index], name), floatOutput(name)].map(bytes => ({ within, bytes }));
    }),
  ];
}
