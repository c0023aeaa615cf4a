// Outputs: adds outputs to the graph of a model file, for values that the graph computes but does not give as outputs.
// The weights are never rewritten.
//
// Protobuf merges messages that follow each other, so additions to the main graph are appended to the end of the file. For
// values in the branches of an `If`, fields are added inside the messages of the `If`, whose lengths then change.
import { AttentiveError } from '../../base/errors';
import { weightsToReferences } from './external';
import type { Graph, GraphNode, Subgraph } from './graph';
import { type Insertion, splice } from './splice';
import { castNode, floatOutput, modelGraph, nodeOutput } from './write';

/** Where a value is computed: in the main graph, or in every branch of an `If` of the main graph, the `holder`. */
export type Site =
  | { readonly place: 'main'; readonly value: string }
  | { readonly place: 'branches'; readonly holder: GraphNode; readonly branches: readonly BranchValue[] };

/** The name of a value in one branch. */
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
 * Makes a file whose graph has these outputs too, as pieces: views of the old bytes, and new bytes between them.
 * `joinPieces` makes one array of them.
 *
 * @param weightsIn the name under which the runtime is given the old bytes; the new file then refers to the large weights in
 *   them. If left out, the new file contains all weights
 * @throws AttentiveError `model-unsupported` (data.what is an operator) if a value of the graph has the name of an
 *   output to add
 */
export function withOutputs(
  file: string,
  bytes: Uint8Array,
  graph: Graph,
  outputs: readonly NewOutput[],
  weightsIn?: string,
): Uint8Array[] {
  const missing = outputs.filter(({ name }) => !graph.outputs.includes(name));
  refuseUsedNames(file, graph, missing);
  return splice(bytes, [
    ...missing.flatMap(output => branchInsertions(graph, output)),
    ...(weightsIn === undefined ? [] : weightsToReferences(bytes, graph, weightsIn)),
    ...appendedBytes(missing),
  ]);
}

/** Refuses the outputs to add if the graph already computes a value with the name of one of them. */
function refuseUsedNames(file: string, graph: Graph, outputs: readonly NewOutput[]): void {
  const names = new Set(outputs.map(({ name }) => name));
  for (const node of graph.nodes) {
    const taken = node.outputs.find(name => names.has(name));
    if (taken === undefined) continue;
    throw new AttentiveError('model-unsupported', `${file}: ${node.op} makes ${taken}`, { what: node.op, file });
  }
}

/** The bytes to append to the file: a Cast node for each value of the main graph, and a declaration of each output. */
function appendedBytes(outputs: readonly NewOutput[]): Insertion[] {
  const content = outputs.flatMap(({ name, site }) => [
    ...(site.place === 'main' ? [castNode(site.value, name)] : []),
    floatOutput(name),
  ]);
  return content.length === 0 ? [] : [{ within: [], bytes: modelGraph(...content) }];
}

/** The additions for a value in the branches of an `If`: an output of the `If`; in each branch a Cast and an output. */
function branchInsertions(graph: Graph, { name, site }: NewOutput): Insertion[] {
  if (site.place === 'main') return [];
  const node = site.holder.range;
  // The graph may be written in several parts; the node is in one of them.
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
