// Tree: the layout of the beams of a search as a tree, with one column for each step.
import { badRequest } from '../../base/errors';

/** A beam that the search kept after a step, as far as the layout needs it. */
export interface TreeBeam {
  /** The index of its parent among the previous step's beams. In the first step all parents are the start token. */
  readonly parent: number;
  /** The sum of the log-probabilities of the beam's tokens. */
  readonly sum: number;
  /** Whether the beam is on the path to the best sequence. */
  readonly chosen: boolean;
}

export interface TreeNode<B> {
  /** Undefined only for the root, which is the start token. */
  readonly beam: B | undefined;
  /** 0 for the root, 1 for the beams of the first step. */
  readonly column: number;
  /** The row that the node is drawn in; the path to the best sequence is in row 0. */
  readonly lane: number;
  /** The index of the parent in `nodes`; -1 for the root. */
  readonly parent: number;
  /** Indices into `nodes`: the child on the chosen path first, then the others, the longest branch first. */
  readonly children: readonly number[];
}

export interface Tree<B> {
  /** In depth-first order: each node before its children, a whole branch before the next. */
  readonly nodes: readonly TreeNode<B>[];
  readonly columns: number;
  readonly lanes: number;
}

/** A node while the tree is built. */
interface GrowingNode<B> {
  readonly beam: B | undefined;
  readonly column: number;
  readonly parent: GrowingNode<B> | undefined;
  readonly children: GrowingNode<B>[];
  /** The last column that a descendant of the node reaches. */
  reach: number;
  lane: number;
}

/**
 * Lays out the beams of each step. A branch stays in one lane to its end. A branch that forks off takes the nearest lane
 * that is free for its whole length, so that the height depends on the number of beams and not on the number of steps.
 *
 * @throws AttentiveError `bad-request` for a beam whose parent is not there
 */
export function treeOf<B extends TreeBeam>(steps: readonly (readonly B[])[]): Tree<B> {
  const root: GrowingNode<B> = { beam: undefined, column: 0, parent: undefined, children: [], reach: 0, lane: 0 };
  const columns = addBeams(root, steps);
  for (const column of [...columns].reverse()) {
    for (const node of column) {
      if (node.parent !== undefined) node.parent.reach = Math.max(node.parent.reach, node.reach);
      node.children.sort(byPrecedence);
    }
  }
  const lanes = assignLanes(root);
  const order = depthFirst(root);
  const index = new Map(order.map((node, at) => [node, at]));
  const indexOf = (node: GrowingNode<B> | undefined): number => (node === undefined ? -1 : (index.get(node) ?? -1));
  const nodes = order.map(({ beam, column, lane, parent, children }) => {
    return { beam, column, lane, parent: indexOf(parent), children: children.map(indexOf) };
  });
  return { nodes, columns: columns.length, lanes };
}

/** Adds the beams of all steps below the root, and returns the nodes of each column. */
function addBeams<B extends TreeBeam>(root: GrowingNode<B>, steps: readonly (readonly B[])[]): GrowingNode<B>[][] {
  const columns = [[root]];
  for (const beams of steps) {
    const before = columns[columns.length - 1];
    const column = columns.length;
    columns.push(
      beams.map(beam => {
        const parent = column === 1 ? root : before[beam.parent];
        if (parent === undefined) throw badRequest('history', `step ${column} has no parent ${beam.parent}`);
        const node: GrowingNode<B> = { beam, column, parent, children: [], reach: column, lane: -1 };
        parent.children.push(node);
        return node;
      }),
    );
  }
  return columns;
}

function byPrecedence<B extends TreeBeam>(left: GrowingNode<B>, right: GrowingNode<B>): number {
  const chosen = Number(right.beam?.chosen ?? false) - Number(left.beam?.chosen ?? false);
  // The difference of two infinite sums is NaN, which is falsy like 0.
  return chosen || right.reach - left.reach || (right.beam?.sum ?? 0) - (left.beam?.sum ?? 0) || 0;
}

/** Assigns a lane to each branch. Returns the number of lanes. */
function assignLanes<B>(root: GrowingNode<B>): number {
  /** For each lane, which columns are taken. */
  const taken: boolean[][] = [];
  const branches = [root];
  // The loop appends to the list that it iterates.
  for (const start of branches) {
    const chain = chainFrom(start);
    const [from, to] = [start.column, chain[chain.length - 1].column];
    const near = start.parent?.lane ?? 0;
    // One column is left free on either side, so that two branches in one lane do not look like one.
    const lane = nearestFree(taken, near, Math.max(0, from - 1), to + 1);
    for (let column = from; column <= to; column++) (taken[lane] ??= [])[column] = true;
    for (const node of chain) node.lane = lane;
    // Branches that fork off late get their lanes first, so nearer to the chain: lines of earlier forks do not cross them.
    for (const node of [...chain].reverse()) branches.push(...node.children.slice(1));
  }
  return taken.length;
}

/** The nodes of a branch: a node, its first child, the first child of that, and so on. */
function chainFrom<B>(start: GrowingNode<B>): GrowingNode<B>[] {
  const chain = [start];
  for (let node = start.children[0]; node !== undefined; node = node.children[0]) chain.push(node);
  return chain;
}

/** The free lane that is nearest to the parent's; of two, the one below. Lane 0 is reserved for the chosen path. */
function nearestFree(taken: readonly (readonly boolean[])[], near: number, from: number, to: number): number {
  if (taken.length === 0) return 0;
  const isFree = (lane: number): boolean => lane > 0 && !(taken[lane] ?? []).slice(from, to + 1).includes(true);
  for (let far = 1; near + far < taken.length || near - far > 0; far++) {
    const found = [near + far, near - far].find(lane => lane < taken.length && isFree(lane));
    if (found !== undefined) return found;
  }
  return taken.length;
}

function depthFirst<B>(root: GrowingNode<B>): GrowingNode<B>[] {
  const order: GrowingNode<B>[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    order.push(node);
    waiting.push(...[...node.children].reverse());
  }
  return order;
}
