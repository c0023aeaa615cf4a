// Dataflow: which node makes each value of a graph and which nodes take it, and from which inputs a value is computed.
import type { Graph, GraphNode } from '../bytes/graph';
import { broken } from '../bytes/wire';

/** What a value is computed from, as bits. The shape of a value is no origin. */
export const ORIGIN = { none: 0, decoder: 1, encoder: 2, mask: 4 } as const;

export interface Scope {
  readonly graph: Graph;
  /** The nodes in topological order, whatever their order in the file. */
  readonly nodes: readonly GraphNode[];
  readonly makers: ReadonlyMap<string, GraphNode>;
  readonly takers: ReadonlyMap<string, readonly GraphNode[]>;
  readonly children: ReadonlyMap<GraphNode, readonly Scope[]>;
  /** The origin of a value of this graph or of one around it. */
  origin(name: string): number;
}

/**
 * Computes the origin of every value of a graph from its inputs.
 *
 * @throws AttentiveError `model-broken-file` (data.why) if the graph has a cycle, or two nodes make one value
 */
export function followValues(graph: Graph, originOfInput: (name: string) => number, outer?: Scope): Scope {
  const makers = makersOf(graph);
  const nodes = sorted(graph, makers);
  const origins = new Map<string, number>();
  const children = new Map<GraphNode, readonly Scope[]>();
  const scope: Scope = {
    graph,
    nodes,
    makers,
    takers: takersOf(graph),
    children,
    origin: name => origins.get(name) ?? outer?.origin(name) ?? ORIGIN.none,
  };
  for (const { name } of graph.initializers) origins.set(name, ORIGIN.none);
  // Old files list the weights among the inputs.
  for (const name of graph.inputs) if (!origins.has(name)) origins.set(name, originOfInput(name));
  for (const node of nodes) {
    if (node.subgraphs.length > 0) {
      const taken = union(node.inputs, scope);
      children.set(
        node,
        node.subgraphs.map(({ graph: inner }) => followValues(inner, () => taken, scope)),
      );
    }
    node.outputs.forEach((name, index) => {
      // An input that is left out has the empty name.
      if (name !== '') origins.set(name, originOfOutput(node, index, scope));
    });
  }
  return scope;
}

/** Operators whose further inputs only describe how the first one is rearranged. */
const ARRANGING = new Set(['Reshape', 'Expand', 'Slice', 'Squeeze', 'Unsqueeze', 'Tile', 'Pad', 'Resize', 'Split']);
const MEASURING = new Set(['Shape', 'Size', 'ConstantOfShape']);

function originOfOutput(node: GraphNode, index: number, scope: Scope): number {
  const inner = scope.children.get(node);
  if (inner !== undefined && node.op === 'If') {
    return inner.reduce((bits, child) => bits | child.origin(child.graph.outputs[index] ?? ''), 0);
  }
  if (inner !== undefined) {
    return inner.reduce((bits, child) => bits | union(child.graph.outputs, child), union(node.inputs, scope));
  }
  if (MEASURING.has(node.op)) return ORIGIN.none;
  return union(ARRANGING.has(node.op) ? node.inputs.slice(0, 1) : node.inputs, scope);
}

function union(names: readonly string[], scope: Scope): number {
  return names.reduce((bits, name) => bits | scope.origin(name), 0);
}

function makersOf(graph: Graph): Map<string, GraphNode> {
  const makers = new Map<string, GraphNode>();
  for (const node of graph.nodes) {
    for (const name of node.outputs) {
      if (name === '') continue;
      if (makers.has(name)) throw broken(`two nodes make the value ${name}`);
      makers.set(name, node);
    }
  }
  return makers;
}

function takersOf(graph: Graph): Map<string, GraphNode[]> {
  const takers = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    for (const name of new Set(node.inputs)) {
      const known = takers.get(name);
      if (known === undefined) takers.set(name, [node]);
      else known.push(node);
    }
  }
  return takers;
}

/** The nodes in topological order; the file's own order is kept where it is one. */
function sorted(graph: Graph, makers: ReadonlyMap<string, GraphNode>): readonly GraphNode[] {
  const state = new Map<GraphNode, 'open' | 'done'>();
  const order: GraphNode[] = [];
  const visit = (node: GraphNode): { node: GraphNode; needs: Iterator<GraphNode> } => {
    state.set(node, 'open');
    return { node, needs: needsOf(node, makers).values() };
  };
  for (const root of graph.nodes) {
    const stack = state.has(root) ? [] : [visit(root)];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const need = top.needs.next();
      if (need.done === true) {
        state.set(top.node, 'done');
        order.push(top.node);
        stack.pop();
      } else if (!state.has(need.value)) {
        stack.push(visit(need.value));
      } else if (state.get(need.value) === 'open') {
        throw broken(`the values of its node ${top.node.name} go in a circle`);
      }
    }
  }
  return order;
}

/** The nodes of the same graph whose values a node or a graph inside it takes. */
function needsOf(node: GraphNode, makers: ReadonlyMap<string, GraphNode>): Set<GraphNode> {
  const names = new Set(node.inputs);
  for (const { graph } of node.subgraphs) addFreeNames(graph, names);
  const needs = new Set<GraphNode>();
  for (const name of names) {
    const maker = makers.get(name);
    if (maker !== undefined) needs.add(maker);
  }
  return needs;
}

/** Adds the names of values that a graph takes from the graphs around it. */
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
