// Outputs: adds values of a model file's graph to its outputs. The weights are never rewritten.
//
// Protobuf merges messages that follow each other, so the additions to the main graph are appended to the file. Only
// for values in the branches of an `If` do the messages around them have to grow.
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

/** An output to add to the file, in float32. */
export interface NewOutput {
  readonly name: string;
  readonly site: Site;
}

/**
 * Makes the file with further outputs, as views of the old bytes between new ones; see joinPieces.
 *
 * @param weightsIn the name under which the runtime gets the old bytes: the new file then refers to the large weights there
 * @throws AttentiveError `model-unsupported` (data.what is an operator) if the graph has such a name for another value
 */
export function withOutputs(
  file: string,
  bytes: Uint8Array,
  graph: Graph,
  outputs: readonly NewOutput[],
  weightsIn?: string,
): Uint8Array[] {
  const missing = outputs.filter(({ name }) => !graph.outputs.includes(name));
  refuseTaken(file, graph, missing);
  return splice(bytes, [
    ...missing.flatMap(output => branchInsertions(graph, output)),
    ...(weightsIn === undefined ? [] : withoutWeights(bytes, graph, weightsIn)),
    ...tailOf(missing),
  ]);
}

/** Refuses a name that the graph uses for another value already. */
function refuseTaken(file: string, graph: Graph, outputs: readonly NewOutput[]): void {
  const names = new Set(outputs.map(({ name }) => name));
  for (const node of graph.nodes) {
    const taken = node.outputs.find(name => names.has(name));
    if (taken === undefined) continue;
    throw new AttentiveError('model-unsupported', `${file}: ${node.op} makes ${taken}`, { what: node.op, file });
  }
}

/** The bytes to append to the file: nodes for values of the main graph, and every output. */
function tailOf(outputs: readonly NewOutput[]): Insertion[] {
  const content = outputs.flatMap(({ name, site }) => [
    ...(site.place === 'main' ? [castNode(site.value, name)] : []),
    floatOutput(name),
  ]);
  return content.length === 0 ? [] : [{ within: [], bytes: modelGraph(...content) }];
}

/** The additions to an `If` with values inside: an output, and in each branch a node and an output. */
function branchInsertions(graph: Graph, { name, site }: NewOutput): Insertion[] {
  if (site.place === 'main') return [];
  const node = site.holder.range;
  // The node is in one of the parts that the graph is written in.
  const around = graph.parts.filter(part => part.start <= node.start && node.end <= part.end);
  return [
    { within: [...around, node], bytes: nodeOutput(name) },
    ...site.branches.flatMap(({ branch, value }, index) => {
      const inner = `${name}/${branch.attribute}/${index}`;
      const within = [...around, node, branch.range, ...branch.graph.parts.slice(-1)];
      return [castNode(value, inner), floatOutput(inner)].map(bytes => ({ within, bytes }));
    }),
  ];
}
