// Attention: finds every attention of a model's graph, with its kind and layer. The dataflow is followed; the names of
// nodes are not used.
import { followValues, ORIGIN, type Scope } from './dataflow';
import type { Graph, GraphNode, Subgraph } from '../bytes/graph';
import { readSoftmax, refusal, type AttentionValues } from './softmaxNode';

/** Self-attention of the encoder or of the decoder, or the decoder's attention to the encoder's output. */
export type AttentionKind = 'encoder' | 'decoder' | 'cross';

/**
 * The attention of one layer. It is in the main graph, or in every branch of an `If` of the main graph: a merged decoder
 * has one branch with a cache and one without.
 */
export type Attention = { readonly kind: AttentionKind; readonly layer: number } & (
  | { readonly place: 'main'; readonly values: AttentionValues }
  | { readonly place: 'branches'; readonly holder: GraphNode; readonly branches: readonly BranchValues[] }
);

const KINDS = ['encoder', 'decoder', 'cross'] as const;

/** The values of an attention in one branch of an `If`. */
export interface BranchValues {
  readonly branch: Subgraph;
  readonly values: AttentionValues;
}

/**
 * Finds the attention of a graph. The layers of each kind are counted from 0, in the order of computation.
 *
 * @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if the attention is fused or not
 *   recognized
 * @throws AttentiveError `model-broken-file` (data.why) if the graph has a cycle, or two nodes make one value
 */
export function findAttention(file: string, graph: Graph): Attention[] {
  refuseFused(file, graph);
  const sides = sidesOf(graph);
  const main = followValues(graph, sides.origin);
  const found: Attention[] = [];
  const layers = { encoder: 0, decoder: 0, cross: 0 };
  for (const node of main.nodes) {
    const values = readSoftmax(file, node, main);
    if (values !== undefined) {
      const kind = kindOf(values, main, sides);
      found.push({ kind, layer: layers[kind]++, place: 'main', values });
    }
    for (const { kind, branches } of inBranches(file, node, main, sides)) {
      found.push({ kind, layer: layers[kind]++, place: 'branches', holder: node, branches });
    }
    if (found.length > MOST_ATTENTIONS) throw refusal(file, node.op);
  }
  if (found.length === 0) throw refusal(file, suspect(graph));
  return found;
}

/** More than any real model has, over all layers and kinds. */
const MOST_ATTENTIONS = 2000;

/** Computes the dataflow of a graph. */
export function scopeOf(graph: Graph): Scope {
  return followValues(graph, sidesOf(graph).origin);
}

/** Which inputs of a graph belong to the source, and which to the target. */
interface Sides {
  /** Whether the graph has a decoder. In a graph without one all attention is the encoder's self-attention. */
  readonly decodes: boolean;
  /** The origin of an input of the graph, by the input's name. */
  readonly origin: (input: string) => number;
}

function sidesOf(graph: Graph): Sides {
  // In a graph that holds encoder and decoder, the decoder's ids are `decoder_input_ids`, and `input_ids` the encoder's.
  const isWholeModel = graph.inputs.some(name => name.startsWith('decoder_input'));
  const origin = (name: string): number => {
    if (NEUTRAL_INPUT.test(name)) return ORIGIN.mask;
    if (ENCODER_INPUT.test(name)) return ORIGIN.encoder;
    return isWholeModel && !DECODER_INPUT.test(name) ? ORIGIN.encoder : ORIGIN.decoder;
  };
  const both = graph.inputs.reduce((bits, name) => bits | origin(name), 0);
  const decodes = (both & ORIGIN.encoder) !== 0 || graph.inputs.some(name => name.startsWith('past_key_values'));
  return { decodes, origin };
}

const ENCODER_INPUT = /encoder/; // encoder_hidden_states, past_key_values.0.encoder.key; "decoder" does not contain it
const DECODER_INPUT = /decoder|^past_key_values/;
const NEUTRAL_INPUT = /mask|^use_cache/;

function kindOf({ queries, keys }: AttentionValues, scope: Scope, { decodes }: Sides): AttentionKind {
  const isOfTarget = (name: string): boolean => (scope.origin(name) & ORIGIN.decoder) !== 0;
  if (!decodes) return 'encoder';
  if (isOfTarget(keys)) return 'decoder';
  return isOfTarget(queries) ? 'cross' : 'encoder';
}

/**
 * The attention in the branches of an `If`, each layer with its values in every branch.
 *
 * @throws AttentiveError `model-unsupported` if the branches have different numbers of layers, or the node is no `If`
 */
function inBranches(
  file: string,
  holder: GraphNode,
  scope: Scope,
  sides: Sides,
): { kind: AttentionKind; branches: BranchValues[] }[] {
  const found = (scope.children.get(holder) ?? []).map(child => {
    const kinds: Record<AttentionKind, AttentionValues[]> = {
      encoder: [],
      decoder: [],
      cross: [],
    };
    for (const node of child.nodes) {
      const values = readSoftmax(file, node, child);
      if (values !== undefined) kinds[kindOf(values, child, sides)].push(values);
      for (const inner of child.children.get(node) ?? []) refuseDeep(file, node, inner);
    }
    return kinds;
  });
  if (found.length === 0) return [];
  return KINDS.flatMap(kind => {
    const [{ [kind]: first }] = found;
    if (found.every(side => side[kind].length === 0)) return [];
    if (holder.op !== 'If' || found.some(side => side[kind].length !== first.length)) throw refusal(file, holder.op);
    return first.map((_, layer) => ({
      kind,
      branches: found.map((side, index) => ({ branch: holder.subgraphs[index], values: side[kind][layer] })),
    }));
  });
}

/** Refuses attention in a graph that is inside a branch. */
function refuseDeep(file: string, holder: GraphNode, scope: Scope): void {
  for (const node of scope.nodes) {
    if (readSoftmax(file, node, scope) !== undefined) throw refusal(file, holder.op);
    for (const inner of scope.children.get(node) ?? []) refuseDeep(file, node, inner);
  }
}

/**
 * Refuses a graph with a fused attention, which gives no weights. The rest of the model's attention is not shown either,
 * because a part of it would mislead.
 */
function refuseFused(file: string, graph: Graph): void {
  for (const node of graph.nodes) {
    if (FUSED.test(node.op)) throw refusal(file, node.op);
    for (const inner of node.subgraphs) refuseFused(file, inner.graph);
  }
}

const FUSED = /attention|^(?!log).+softmax$/i;

/** The operator that the error names if no attention was found: the one that most likely computes the attention. */
function suspect(graph: Graph): string {
  const nodes = [...graph.nodes, ...graph.nodes.flatMap(node => node.subgraphs.flatMap(inner => inner.graph.nodes))];
  const suspicious = nodes.find(({ domain }) => domain !== '') ?? nodes.find(({ op }) => op === 'Exp');
  return suspicious?.op ?? 'Softmax';
}
