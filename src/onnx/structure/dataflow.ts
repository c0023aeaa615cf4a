// Dataflow: which node produces each value of a graph, which nodes consume it, and from which inputs of the graph it is
// computed.
import type { Graph, GraphNode } from '../bytes/graph';
import { broken } from '../bytes/wire';

/**
 * What a value is computed from, as bits: ids or hidden states of the decoder, those of the encoder, a mask. A node
 * that uses only the shape of a value does not pass on the origin of that value.
 */
export const ORIGIN = { none: 0, decoder: 1, encoder: 2, mask: 4 } as const;

/** A graph with its dataflow. The graphs inside a node, such as the branches of an `If`, have scopes of their own. */
export interface Scope {
  readonly graph: Graph;
  /** The nodes in topological order, whatever their order in the file. */
  readonly nodes: readonly GraphNode[];
  /** The node that computes each value. Inputs of the graph and weights have none. */
  readonly producers: ReadonlyMap<string, GraphNode>;
  /** The nodes that have a value among their inputs. */
  readonly consumers: ReadonlyMap<string, readonly GraphNode[]>;
  /** The scopes of the graphs inside a node, in the order of `subgraphs`. */
  readonly children: ReadonlyMap<GraphNode, readonly Scope[]>;
  /** The origin of a value of this graph or of a graph around it, as bits of `ORIGIN`. */
  origin(name: string): number;
}

/**
 * Computes the origin of every value of a graph from the origins of the graph's inputs.
 *
 * @param outer the scope of the graph around this one
 * @throws AttentiveError `model-broken-file` (data.why) if the graph has a cycle, or two nodes make one value
 */
export function followValues(graph: Graph, originOfInput: (name: string) => number, outer?: Scope): Scope {
  const producers = producersOf(graph);
  const nodes = sorted(graph, producers);
  const origins = new Map<string, number>();
  const children = new Map<GraphNode, readonly Scope[]>();
  const scope: Scope = {
    graph,
    nodes,
    producers,
    consumers: consumersOf(graph),
    children,
    origin: name => origins.get(name) ?? outer?.origin(name) ?? ORIGIN.none,
  };
  for (const { name } of graph.initializers) origins.set(name, ORIGIN.none);
  // Old files list the weights among the inputs.
  for (const name of graph.inputs) if (!origins.has(name)) origins.set(name, originOfInput(name));
  for (const node of nodes) {
    if (node.subgraphs.length > 0) {
      // An input of a graph inside the node (of a Loop's body, say) may come from any input of the node.
      const originOfInputs = union(node.inputs, scope);
      children.set(
        node,
        node.subgraphs.map(({ graph: inner }) => followValues(inner, () => originOfInputs, scope)),
      );
    }
    node.outputs.forEach((name, index) => {
      // An optional output that the node does not compute has the empty name.
      if (name !== '') origins.set(name, originOfOutput(node, index, scope));
    });
  }
  return scope;
}

/** Operators that rearrange their first input. Their other inputs only say how, so they are no origin of the output. */
const REARRANGING = new Set(['Reshape', 'Expand', 'Slice', 'Squeeze', 'Unsqueeze', 'Tile', 'Pad', 'Resize', 'Split']);
/** Operators that use only the shape of their input, or a shape as their input. */
const SHAPE_ONLY = new Set(['Shape', 'Size', 'ConstantOfShape']);

function originOfOutput(node: GraphNode, index: number, scope: Scope): number {
  const inner = scope.children.get(node);
  if (inner !== undefined && node.op === 'If') {
    return inner.reduce((bits, child) => bits | child.origin(child.graph.outputs[index] ?? ''), 0);
  }
  if (inner !== undefined) {
    return inner.reduce((bits, child) => bits | union(child.graph.outputs, child), union(node.inputs, scope));
  }
  if (SHAPE_ONLY.has(node.op)) return ORIGIN.none;
  return union(REARRANGING.has(node.op) ? node.inputs.slice(0, 1) : node.inputs, scope);
}

function union(names: readonly string[], scope: Scope): number {
  return names.reduce((bits, name) => bits | scope.origin(name), 0);
}

function producersOf(graph: Graph): Map<string, GraphNode> {
  const producers = new Map<string, GraphNode>();
  for (const node of graph.nodes) {
    for (const name of node.outputs) {
      if (name === '') continue;
      if (producers.has(name)) throw broken(`two nodes make the value ${name}`);
      producers.set(name, node);
    }
  }
  return producers;
}

function consumersOf(graph: Graph): Map<string, GraphNode[]> {
  const consumers = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    for (const name of new Set(node.inputs)) {
      const known = consumers.get(name);
      if (known === undefined) consumers.set(name, [node]);
      else known.push(node);
    }
  }
  return consumers;
}

/** The nodes in topological order. If the order of the file is topological already, it is kept. */
function sorted(graph: Graph, producers: ReadonlyMap<string, GraphNode>): readonly GraphNode[] {
  // `open`: on the stack, because a node that the node needs is not in `order` yet. `done`: in `order`.
  const progress = new Map<GraphNode, 'open' | 'done'>();
  const order: GraphNode[] = [];
  const visit = (node: GraphNode): { node: GraphNode; needs: Iterator<GraphNode> } => {
    progress.set(node, 'open');
    return { node, needs: needsOf(node, producers).values() };
  };
  for (const root of graph.nodes) {
    const stack = progress.has(root) ? [] : [visit(root)];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const need = top.needs.next();
      if (need.done === true) {
        progress.set(top.node, 'done');
        order.push(top.node);
        stack.pop();
      } else if (!progress.has(need.value)) {
        stack.push(visit(need.value));
      } else if (progress.get(need.value) === 'open') {
        throw broken(`the values of its node ${top.node.name} go in a circle`);
      }
    }
  }
  return order;
}

/** The nodes of the same graph whose values a node needs, for its inputs or inside its own graphs. */
function needsOf(node: GraphNode, producers: ReadonlyMap<string, GraphNode>): Set<GraphNode> {
  const names = new Set(node.inputs);
  for (const { graph } of node.subgraphs) addFreeNames(graph, names);
  const needs = new Set<GraphNode>();
  for (const name of names) {
    const producer = producers.get(name);
    if (producer !== undefined) needs.add(producer);
  }
  return needs;
}

/** Adds the names of the values that a graph uses but does not define itself. */
function addFreeNames(graph: Graph, names: Set<string>): void {
  const own = new Set([...graph.inputs, ...graph.initializers.map(({ name }) => name)]);
  for (const node of graph.nodes) for (const name of node.outputs) own.add(name);
  const taken = new Set(graph.outputs);
  for (const node of graph.nodes) {
    for (const name of node.inputs) taken.add(name);
    for (const { graph: inner } of node.subgraphs) addFreeNames(inner, taken);
  }
  for (const name of taken) if (!own.has(name)) names.add(name);
}
