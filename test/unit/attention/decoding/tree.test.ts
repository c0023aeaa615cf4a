import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type TreeBeam, type Tree, treeOf } from '../../../../src/attention/decoding/tree';

interface Named extends TreeBeam {
  readonly name: string;
}

function beam(name: string, parent: number, chosen = false, sum = -1): Named {
  return { name, parent, chosen, sum };
}

/** Two beams; "a" leads to the end by way of "c" and "f", "b" dies, and "d" leaves "a" to live a step longer. */
const small = [
  [beam('a', 0, true), beam('b', 0)],
  [beam('c', 0, true), beam('d', 0)],
  [beam('e', 1), beam('f', 0, true)],
];

function placesOf(tree: Tree<Named>): string[] {
  return tree.nodes.map(({ beam: each, column, lane }) => `${each?.name ?? '-'}${column}${lane}`);
}

describe('the tree of a search', () => {
  it('is read branch by branch, the chosen path first and straight', () => {
    const tree = treeOf(small);
    assert.deepEqual(placesOf(tree), ['-00', 'a10', 'c20', 'f30', 'd21', 'e31', 'b12']);
    assert.deepEqual(
      tree.nodes.map(({ parent }) => parent),
      [-1, 0, 1, 2, 1, 4, 0],
    );
    assert.deepEqual(tree.nodes[1].children, [2, 4]);
    assert.deepEqual([tree.columns, tree.lanes], [4, 3]);
  });

  it('of greedy search is a line, and of no step its start', () => {
    const line = treeOf([[beam('a', 0, true)], [beam('b', 0, true)]]);
    assert.deepEqual(placesOf(line), ['-00', 'a10', 'b20']);
    assert.deepEqual([line.columns, line.lanes], [3, 1]);
    assert.deepEqual(placesOf(treeOf<Named>([])), ['-00']);
  });

  it('keeps the chosen path on top when another branch lives longer', () => {
    const tree = treeOf([
      [beam('a', 0), beam('b', 0, true)],
      [beam('c', 0), beam('d', 0)],
      [beam('e', 0), beam('f', 1)],
    ]);
    assert.deepEqual(placesOf(tree).slice(0, 3), ['-00', 'b10', 'a11']);
  });

  it('uses a lane again once it is free', () => {
    const steps = Array.from({ length: 300 }, (_, step) => [beam(`a${step}`, 0, true), beam(`b${step}`, 0)]);
    assert.equal(treeOf(steps).lanes, 3);
  });

  it('is not of a beam without a parent', () => {
    assert.throws(() => treeOf([[beam('a', 0)], [beam('b', 1)]]), { code: 'bad-request' });
  });

  it('has every beam once, in a place of its own, after its parent', () => {
    const steps = fc
      .array(fc.array(fc.tuple(fc.nat(), fc.boolean(), fc.float({ noNaN: true })), { minLength: 1, maxLength: 5 }))
      .map(columns =>
        columns.map((column, step) =>
          column.map(([parent, chosen, sum], at) => {
            return { parent: step === 0 ? 0 : parent % columns[step - 1].length, chosen: chosen && at === 0, sum };
          }),
        ),
      );
    fc.assert(
      fc.property(steps, made => {
        const { nodes, lanes } = treeOf(made);
        assert.equal(nodes.length, 1 + made.flat().length);
        assert.equal(new Set(nodes.map(({ column, lane }) => `${column} ${lane}`)).size, nodes.length);
        nodes.forEach(({ column, lane, parent, children }, at) => {
          assert.ok(lane >= 0 && lane < lanes);
          if (at > 0) assert.ok(parent < at && nodes[parent].column === column - 1);
          for (const child of children) assert.equal(nodes[child].parent, at);
        });
      }),
    );
  });
});
