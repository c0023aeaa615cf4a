// Beam picture: the tree of beams as an SVG document for export, black on white for documents and printers.
import type { HistoryBeam } from '../../../attention/decoding/history';
import type { Tree } from '../../../attention/decoding/tree';
import { type BeamNode, type BeamLayout, BOX, lineOf, middleOf, TOP } from './beamLayout';
import { shape } from '../../dom/shapes';

const [PAPER, INK, GRAY, PATH] = ['#ffffff', '#1f1f1f', '#6b6b6b', '#0b5cad'];

/** The SVG document of the beams up to a column. */
export function beamPicture(tree: Tree<HistoryBeam>, places: BeamLayout, last: number, title: string): string {
  const { width, height, columns } = places;
  const { nodes } = tree;
  const shown = [...nodes.keys()].filter(at => nodes[at].column <= last);
  // The chosen path is drawn last, above the lines that cross it.
  const order = [...shown].sort((a, b) => Number(isChosen(nodes[a])) - Number(isChosen(nodes[b])));
  const lines = order.flatMap(at => {
    if (nodes[at].parent < 0) return [];
    const stroke = isChosen(nodes[at]) ? { stroke: PATH, 'stroke-width': 3 } : { stroke: GRAY };
    return [shape('path', { d: lineOf(places, nodes[nodes[at].parent], nodes[at]), fill: 'none', ...stroke })];
  });
  const axis = columns.slice(1, last + 1).map(({ left, width: wide }, at) => {
    return shape('text', { x: left + wide / 2, y: TOP - 10, fill: GRAY, 'font-size': 11 }, String(at + 1));
  });
  const boxes = shown.flatMap(at => boxOf(nodes[at], places, at));
  const end = columns[Math.min(last, columns.length - 1)];
  const right = last < columns.length - 1 ? end.left + end.width + columns[0].left : width;
  const size = { width: right, height, viewBox: `0 0 ${right} ${height}` };
  const font = { 'font-family': 'monospace', 'text-anchor': 'middle', 'dominant-baseline': 'central' };
  const background = shape('rect', { width: right, height, fill: PAPER });
  const document = shape('svg', { ...size, ...font, role: 'img' }, shape('title', {}, title), background);
  document.append(...axis, ...lines, ...boxes);
  return new XMLSerializer().serializeToString(document);
}

function boxOf(node: BeamNode, { columns, labels }: BeamLayout, at: number): SVGElement[] {
  const { left, width } = columns[node.column];
  const top = middleOf(node.lane) - BOX / 2;
  const bold = isChosen(node);
  const edge = bold ? { stroke: PATH, 'stroke-width': 2.5 } : { stroke: GRAY };
  const text = { x: left + width / 2, y: middleOf(node.lane), fill: INK, 'font-size': 12 };
  // The mark of a beam that has ended: a bar inside the right edge of its box.
  const end = { d: `M${left + width - 4} ${top + 3}V${top + BOX - 3}`, stroke: INK, 'stroke-width': 2 };
  return [
    shape('rect', { x: left, y: top, width, height: BOX, rx: 4, fill: PAPER, ...edge }),
    ...(node.beam?.ended === true ? [shape('path', end)] : []),
    shape('text', { ...text, ...(bold ? { 'font-weight': 600 } : {}) }, labels[at]),
  ];
}

/** Whether a node is on the chosen path; the start token always is. */
function isChosen({ beam }: BeamNode): boolean {
  return beam === undefined || beam.chosen;
}
