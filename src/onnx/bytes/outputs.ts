// Outputs: a model file with values of its graph as further outputs. The weights are never rewritten.
//
// Protobuf merges messages that follow each other, so what the main graph gains stands in a tail behind the file. Only
// where values lie in the branches of an `If` must the messages around them grow.
import { AttentiveError } from '../../base/errors';
import { withoutWeights } from './external';
import type { Graph, GraphNode, Subgraph } from './graph';
import { type Insertion, splice } from './splice';
import { castNode, floatOutput, modelGraph, nodeOutput } from './write';

/** A value of the main graph, or one in every branch of an `If` of it. */
export type Site =
  | { readonly place: 'main'; readonly value: string }
  | { readonly place: 'branches'; readonly holder: GraphNode; readonly branches: readonly BranchValue[] };

export interface BranchValue {
  readonly branch: Subgraph;
  readonly value: string;
}

/** An output that the file is to gain, in float32. */
export interface Wish {
  readonly name: string;
  readonly site: Site;
}

/**
 * The file, as views of the old bytes between new ones; see joinPieces.
 *
 * @param weightsIn the name under which the runtime is given the old bytes: the new file then leaves large weights there
 * @throws AttentiveError `model-unsupported` (data.what is an operator) if the graph has such a name for another value
 */
export function withOutputs(
  file: string,
  bytes: Uint8Array,
  graph: Graph,
  wishes: readonly Wish[],
  weightsIn?: string,
): Uint8Array[] {
  const missing = wishes.filter(({ name }) => !graph.outputs.includes(name));
  refuseTaken(file, graph, missing);
  return splice(bytes, [
    ...missing.flatMap(wish => branchInsertions(graph, wish)),
    ...(weightsIn === undefined ? [] : withoutWeights(bytes, graph, weightsIn)),
    ...tailOf(missing),
  ]);
}

/** A name that the graph has already for a value of its own cannot be given twice. */
function refuseTaken(file: string, graph: Graph, wishes: readonly Wish[]): void {
  const names = new Set(wishes.map(({ name }) => name));
  for (const node of graph.nodes) {
    const taken = node.outputs.find(name => names.has(name));
    if (taken === undefined) continue;
    throw new AttentiveError('model-unsupported', `${file}: ${node.op} makes ${taken}`, { what: node.op, file });
  }
}

/** What the main graph gains, behind the file: the nodes for its own values, and every output. */
function tailOf(wishes: readonly Wish[]): Insertion[] {
  const content = wishes.flatMap(({ name, site }) => [
    ...(site.place === 'main' ? [castNode(site.value, name)] : []),
    floatOutput(name),
  ]);
  return content.length === 0 ? [] : [{ within: [], bytes: modelGraph(...content) }];
}

/** What an `If` with values in it gains: an output, and in each branch a node and an output. */
function branchInsertions(graph: Graph, { name, site }: Wish): Insertion[] {
  if (site.place === 'main') return [];
  const node = site.holder.place;
  // The node stands in one of the parts that the file's graph is written in.
  const around = graph.parts.filter(part => part.start <= node.start && node.end <= part.end);
  return [
    { within: [...around, node], bytes: nodeOutput(name) },
    ...site.branches.flatMap(({ branch, value }, index) => {
      const inner = `${name}/${branch.attribute}/${index}`;
      const within = [...around, node, branch.place, ...branch.graph.parts.slice(-1)];
      return [castNode(value, inner), floatOutput(inner)].map(bytes => ({ within, bytes }));
    }),
  ];
}
