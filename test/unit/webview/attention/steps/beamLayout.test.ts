import assert from 'node:assert/strict';
import type { HistoryBeam } from '../../../../../src/attention/decoding/history';
import { treeOf } from '../../../../../src/attention/decoding/tree';
import {
  BOX,
  GAP,
  lineOf,
  middleOf,
  neighborOf,
  layoutOf,
  ROW,
} from '../../../../../src/webview/attention/steps/beamLayout';

function beam(text: string, parent: number, chosen = false): HistoryBeam {
  return { node: 0, text, parent, token: 0, logProbability: -1, sum: -1, ended: false, chosen };
}

const tree = treeOf([
  [beam(' the', 0, true), beam(' a', 0)],
  [beam(' extraordinarily long token', 0, true), beam('n', 1)],
]);
const layout = layoutOf(tree, '<s>', text => text.length * 10);

describe('the layout of beams', () => {
  it('has columns as wide as their longest token, which is shortened if it is very long', () => {
    assert.deepEqual(layout.labels, ['<s>', 'the', 'extraordinarily l…', 'a', 'n']);
    const [start, first, second] = layout.columns;
    assert.equal(start.width, 46);
    assert.equal(first.left, start.left + start.width + GAP);
    assert.equal(second.width, 196);
    assert.equal(layout.width, second.left + second.width + start.left);
    assert.ok(layout.height > middleOf(tree.lanes - 1) + BOX / 2);
  });

  it('joins beams by lines that bend only between columns', () => {
    const { nodes } = tree;
    const right = layout.columns[0].left + layout.columns[0].width;
    assert.equal(lineOf(layout, nodes[0], nodes[1]), `M${right} ${middleOf(0)}H${layout.columns[1].left}`);
    const bend = right + GAP / 2;
    const [from, to] = [middleOf(0), middleOf(1)];
    assert.equal(to - from, ROW);
    assert.equal(
      lineOf(layout, nodes[0], nodes[3]),
      `M${right} ${from}C${bend} ${from} ${bend} ${to} ${layout.columns[1].left} ${to}`,
    );
  });

  it('finds the neighbors above and below in the same column', () => {
    assert.equal(neighborOf(tree.nodes, 1, 1), 3);
    assert.equal(neighborOf(tree.nodes, 4, -1), 2);
    assert.equal(neighborOf(tree.nodes, 0, 1), -1);
  });
});
