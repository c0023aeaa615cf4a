import assert from 'node:assert/strict';
import type { HistoryBeam } from '../../../../../src/attention/decoding/history';
import { treeOf } from '../../../../../src/attention/decoding/tree';
import {
  BOX,
  GAP,
  lineOf,
  middleOf,
  neighborOf,
  placesOf,
  ROW,
} from '../../../../../src/webview/attention/steps/beamLayout';

function beam(text: string, parent: number, chosen = false): HistoryBeam {
  return { node: 0, text, parent, token: 0, logProbability: -1, sum: -1, ended: false, chosen };
}

const tree = treeOf([
  [beam(' the', 0, true), beam(' a', 0)],
  [beam(' extraordinarily long token', 0, true), beam('n', 1)],
]);
const places = placesOf(tree, '<s>', text => text.length * 10);

describe('the places of beams', () => {
  it('are columns as wide as their longest token, which is cut where it is very long', () => {
    assert.deepEqual(places.labels, ['<s>', 'the', 'extraordinarily l…', 'a', 'n']);
    const [start, first, second] = places.columns;
    assert.equal(start.width, 46);
    assert.equal(first.left, start.left + start.width + GAP);
    assert.equal(second.width, 196);
    assert.equal(places.width, second.left + second.width + start.left);
    assert.ok(places.height > middleOf(tree.lanes - 1) + BOX / 2);
  });

  it('are joined by lines that bend only between columns', () => {
    const { nodes } = tree;
    const right = places.columns[0].left + places.columns[0].width;
    assert.equal(lineOf(places, nodes[0], nodes[1]), `M${right} ${middleOf(0)}H${places.columns[1].left}`);
    const bend = right + GAP / 2;
    const [from, to] = [middleOf(0), middleOf(1)];
    assert.equal(to - from, ROW);
    assert.equal(
      lineOf(places, nodes[0], nodes[3]),
      `M${right} ${from}C${bend} ${from} ${bend} ${to} ${places.columns[1].left} ${to}`,
    );
  });

  it('have neighbors above and below in their own column', () => {
    assert.equal(neighborOf(tree.nodes, 1, 1), 3);
    assert.equal(neighborOf(tree.nodes, 4, -1), 2);
    assert.equal(neighborOf(tree.nodes, 0, 1), -1);
  });
});
