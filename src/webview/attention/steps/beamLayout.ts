// Beam layout: the positions of a tree's beams in a drawing, in pixels, and the lines between them.
import type { HistoryBeam } from '../../../attention/decoding/history';
import type { Tree, TreeNode } from '../../../attention/decoding/tree';
import { tokenText } from '../shared/format';

export type BeamNode = TreeNode<HistoryBeam>;

/** The height of a lane: one row of the tree. This and all distances below are in pixels. */
export const ROW = 30;
/** The height of a beam's box. */
export const BOX = 22;
/** The distance between two columns. */
export const GAP = 26;
/** The height above the first lane, where the numbers of the steps stand. */
export const TOP = 24;
const MARGIN = 4;
const PADDING = 8;
/** The least width of a column. */
const NARROWEST = 26;
/** How many characters of a token's text are shown at most. */
const MOST_CHARACTERS = 18;

export interface BeamLayout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly Column[];
  /** The text of each node. */
  readonly labels: readonly string[]; // [node]
}

interface Column {
  readonly left: number;
  readonly width: number;
}

/**
 * Lays out the beams. Each column is as wide as its longest token.
 *
 * @param start the text of the start token, from which all beams begin
 * @param measure gives the width of a text in pixels
 */
export function layoutOf(tree: Tree<HistoryBeam>, start: string, measure: (text: string) => number): BeamLayout {
  const labels = tree.nodes.map(({ beam }) => shortened(tokenText(beam === undefined ? start : beam.text)));
  const widths = Array.from({ length: tree.columns }, () => NARROWEST);
  tree.nodes.forEach(({ column }, at) => {
    widths[column] = Math.max(widths[column], Math.ceil(measure(labels[at])) + 2 * PADDING);
  });
  let left = MARGIN;
  const columns = widths.map(width => {
    const column = { left, width };
    left += width + GAP;
    return column;
  });
  return { width: left - GAP + MARGIN, height: TOP + tree.lanes * ROW + MARGIN, columns, labels };
}

/** The vertical middle of a lane. */
export function middleOf(lane: number): number {
  return TOP + lane * ROW + ROW / 2;
}

/** The line from the right edge of a beam's parent to the left edge of the beam. It bends in the gap between the columns. */
export function lineOf({ columns }: BeamLayout, parent: BeamNode, node: BeamNode): string {
  const from = columns[parent.column].left + columns[parent.column].width;
  const to = columns[node.column].left;
  const [start, end, bend] = [middleOf(parent.lane), middleOf(node.lane), (from + to) / 2];
  return start === end ? `M${from} ${start}H${to}` : `M${from} ${start}C${bend} ${start} ${bend} ${end} ${to} ${end}`;
}

/** The index of the nearest node of the same column in a direction: 1 is below, -1 is above. It is -1 if there is none. */
export function neighborOf(nodes: readonly BeamNode[], at: number, direction: 1 | -1): number {
  const { column, lane } = nodes[at];
  let [found, best] = [-1, Infinity];
  nodes.forEach((node, index) => {
    const distance = (node.lane - lane) * direction;
    if (node.column === column && distance > 0 && distance < best) [found, best] = [index, distance];
  });
  return found;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= MOST_CHARACTERS ? text : `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
}
