// Network: a directed graph with capacities, and the most that can flow through it from one node to another.

/** Arcs in no order, one entry of each array for one arc. */
export interface Arcs {
  readonly nodes: number;
  readonly from: Int32Array; // [arc]
  readonly to: Int32Array; // [arc]
  readonly capacity: Float64Array; // [arc]
}

/** What is left of a capacity below this counts as nothing, so that rounding leaves no paths. */
const NOTHING = 1e-12;

/** Arcs by node, each beside its reverse, which has the capacity that was used. */
interface Network {
  readonly nodes: number;
  readonly first: Int32Array; // [node + 1]
  readonly to: Int32Array; // [arc and reverse]
  readonly twin: Int32Array; // [arc and reverse]
  readonly capacity: Float64Array; // [arc and reverse]
}

/**
 * A function that gives the maximum flow from one node to another, by Dinic's algorithm (1970): shortest augmenting
 * paths, all of one length at a time. Right to 1e-12 times the number of arcs. The graph is laid out once, whatever the
 * number of questions; each starts from the full capacities.
 *
 * @returns for two equal nodes, Infinity
 */
export function maxFlows(arcs: Arcs): (source: number, sink: number) => number {
  const network = networkOf(arcs);
  const left = new Float64Array(network.capacity.length); // [arc and reverse]
  return (source, sink) => {
    if (source === sink) return Infinity;
    left.set(network.capacity);
    let total = 0;
    for (;;) {
      const distance = distancesTo(sink, source, network, left);
      if (distance[source] < 0) return total;
      total += blockingFlow(source, sink, network, left, distance);
    }
  };
}

function networkOf({ nodes, from, to, capacity }: Arcs): Network {
  const first = new Int32Array(nodes + 1); // [node + 1]
  for (let arc = 0; arc < from.length; arc++) {
    first[from[arc] + 1]++;
    first[to[arc] + 1]++;
  }
  for (let node = 0; node < nodes; node++) first[node + 1] += first[node];
  const free = first.slice(0, nodes); // [node]
  const network = {
    nodes,
    first,
    to: new Int32Array(2 * from.length), // [arc and reverse]
    twin: new Int32Array(2 * from.length), // [arc and reverse]
    capacity: new Float64Array(2 * from.length), // [arc and reverse]
  };
  for (let arc = 0; arc < from.length; arc++) {
    const there = free[from[arc]]++;
    const back = free[to[arc]]++;
    network.to[there] = to[arc];
    network.to[back] = from[arc];
    network.twin[there] = back;
    network.twin[back] = there;
    network.capacity[there] = capacity[arc];
  }
  return network;
}

/** The number of arcs from each node to the sink, -1 where there is no way, or none as short as the source's. */
function distancesTo(sink: number, source: number, network: Network, left: Float64Array): Int32Array {
  const { first, to, twin } = network;
  const distance = new Int32Array(network.nodes).fill(-1); // [node]
  const queue = new Int32Array(network.nodes); // [place in the queue]
  queue[0] = sink;
  distance[sink] = 0;
  let size = 1;
  for (let at = 0; at < size && distance[source] < 0; at++) {
    const node = queue[at];
    for (let arc = first[node]; arc < first[node + 1]; arc++) {
      if (distance[to[arc]] >= 0 || left[twin[arc]] <= NOTHING) continue;
      distance[to[arc]] = distance[node] + 1;
      queue[size++] = to[arc];
    }
  }
  return distance;
}

/** Fills paths along falling distances until each has a full arc. */
function blockingFlow(
  source: number,
  sink: number,
  network: Network,
  left: Float64Array,
  distance: Int32Array,
): number {
  const { first, to, twin } = network;
  const next = first.slice(0, network.nodes); // [node]
  const path = new Int32Array(network.nodes); // [step]
  let depth = 0;
  let total = 0;
  let node = source;
  for (;;) {
    if (node === sink) {
      const { amount, full } = push(path.subarray(0, depth), twin, left);
      total += amount;
      depth = full;
      node = to[twin[path[full]]];
    }
    let arc = next[node];
    const end = first[node + 1];
    while (arc < end && !(left[arc] > NOTHING && distance[to[arc]] === distance[node] - 1)) arc++;
    next[node] = arc;
    if (arc < end) {
      path[depth++] = arc;
      node = to[arc];
    } else if (depth === 0) {
      return total;
    } else {
      // Nothing goes on from here: the arc that leads here is done with.
      node = to[twin[path[--depth]]];
      next[node]++;
    }
  }
}

/** Sends along a path what its narrowest arc takes, and tells which arc, nearest to the source, that filled. */
function push(path: Int32Array, twin: Int32Array, left: Float64Array): { amount: number; full: number } {
  let full = 0;
  for (let at = 1; at < path.length; at++) if (left[path[at]] < left[path[full]]) full = at;
  const amount = left[path[full]];
  for (const arc of path) {
    left[arc] -= amount;
    left[twin[arc]] += amount;
  }
  return { amount, full };
}
