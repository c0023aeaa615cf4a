import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type TreeBeam, type Tree, treeOf } from '../../../../src/attention/decoding/tree';

interface Named extends TreeBeam {
  readonly name: string;
}

function beam(name: string, parent: number, chosen = false, sum = -1): Named {
  return { name, parent, chosen, sum };
}

/**
 * A search with two beams. The chosen path is a, c, f. The beam b is not continued; d forks off from a and is continued by e.
 * The second argument of `beam` is the index of the parent in the step before.
 */
const small = [
  [beam('a', 0, true), beam('b', 0)],
  [beam('c', 0, true), beam('d', 0)],
  [beam('e', 1), beam('f', 0, true)],
];

/** Name, column and lane of each node; the root is "-". */
function placesOf(tree: Tree<Named>): string[] {
  return tree.nodes.map(({ beam: each, column, lane }) => `${each?.name ?? '-'}${column}${lane}`);
}

describe('treeOf', () => {
  it('lists nodes branch by branch, with the chosen path first and in lane 0', () => {
    const tree = treeOf(small);
    assert.deepEqual(placesOf(tree), ['-00', 'a10', 'c20', 'f30', 'd21', 'e31', 'b12']);
    assert.deepEqual(
      tree.nodes.map(({ parent }) => parent),
      [-1, 0, 1, 2, 1, 4, 0],
    );
    assert.deepEqual(tree.nodes[1].children, [2, 4]);
    assert.deepEqual([tree.columns, tree.lanes], [4, 3]);
  });

  it('gives greedy search one lane, and makes only the root if there are no steps', () => {
    const line = treeOf([[beam('a', 0, true)], [beam('b', 0, true)]]);
    assert.deepEqual(placesOf(line), ['-00', 'a10', 'b20']);
    assert.deepEqual([line.columns, line.lanes], [3, 1]);
    assert.deepEqual(placesOf(treeOf<Named>([])), ['-00']);
  });

  it('keeps the chosen path in lane 0 if another branch is longer', () => {
    const tree = treeOf([
      [beam('a', 0), beam('b', 0, true)],
      [beam('c', 0), beam('d', 0)],
      [beam('e', 0), beam('f', 1)],
    ]);
    assert.deepEqual(placesOf(tree).slice(0, 3), ['-00', 'b10', 'a11']);
  });

  it('reuses lanes that are free', () => {
    const steps = Array.from({ length: 300 }, (_, step) => [beam(`a${step}`, 0, true), beam(`b${step}`, 0)]);
    assert.equal(treeOf(steps).lanes, 3);
  });

  it('throws for a beam whose parent does not exist', () => {
    assert.throws(() => treeOf([[beam('a', 0)], [beam('b', 1)]]), { code: 'bad-request' });
  });

  it('places every beam once, at a position of its own, after its parent', () => {
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
      fc.property(steps, beams => {
        const { nodes, lanes } = treeOf(beams);
        assert.equal(nodes.length, 1 + beams.flat().length);
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
