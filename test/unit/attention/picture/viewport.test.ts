import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  cellAt,
  fittedViewport,
  mostZoom,
  cellAfterKey,
  scrolledToShow,
  type Viewport,
  visibleRangeOf,
  zoomedBy,
  zoomedTo,
  zoomOf,
} from '../../../../src/attention/picture/viewport';

const large = fittedViewport(512, 512, 1024, 768);

describe('a viewport', () => {
  it('shows the whole matrix at first, with cells of limited size', () => {
    assert.equal(large.cell, 1.5);
    assert.equal(fittedViewport(3, 4, 1024, 768).cell, 60);
    assert.deepEqual(visibleRangeOf(large), { rows: [0, 512], columns: [0, 512] });
  });

  it('zooms around a point, between the fitted size and cells with room for a number', () => {
    const view = zoomedBy(large, 4, [300, 200]);
    assert.deepEqual(cellAt(view, 300, 200), cellAt(large, 300, 200));
    assert.equal(view.cell, 6);
    assert.equal(zoomedBy(large, 1e6, [0, 0]).cell, 96);
    assert.equal(zoomedBy(large, 0.001, [0, 0]).cell, large.cell);
    assert.ok(mostZoom(fittedViewport(1, 1, 10, 10)) >= 1, 'the fitted size is allowed');
  });

  it('shows no empty strip beside a matrix that is larger than the viewport', () => {
    const anyView = fc
      .tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 }))
      .map(([rows, columns]) => fittedViewport(rows, columns, 800, 500));
    fc.assert(
      fc.property(
        anyView,
        fc.double({ min: 0.1, max: 300, noNaN: true }),
        fc.integer(),
        fc.integer(),
        (view, zoom, x, y) => {
          const { cell, ...moved } = zoomedTo(view, zoom, x, y);
          assert.ok(moved.x <= 0 && moved.y <= 0);
          assert.ok(moved.x + Math.max(view.width, cell * view.columns) >= view.width - 1e-6);
          if (cell * view.rows <= view.height) assert.equal(moved.y, 0);
          else assert.ok(moved.y + cell * view.rows >= view.height - 1e-6);
        },
      ),
    );
  });

  it('scrolls no further than is needed to show a cell', () => {
    const near = zoomedTo(large, 8, -100, -100);
    assert.deepEqual(scrolledToShow(near, { row: 20, column: 20 }), near);
    const moved = scrolledToShow(near, { row: 511, column: 300 });
    const { rows, columns } = visibleRangeOf(moved);
    assert.equal(rows[1], 512);
    assert.ok(columns[0] <= 300 && 300 < columns[1]);
    assert.ok(Math.abs(zoomOf(moved) - 8) < 1e-9);
  });

  it('finds the cell at a point, and none outside of the matrix', () => {
    assert.deepEqual(cellAt(large, 2, 1), { row: 0, column: 1 });
    assert.equal(cellAt(large, 800, 1), undefined);
    assert.equal(cellAt(large, -1, 1), undefined);
  });

  it('moves the current cell by keys, within the matrix', () => {
    const view: Viewport = zoomedTo(large, 8, 0, 0);
    const from = { row: 5, column: 5 };
    assert.deepEqual(cellAfterKey(view, from, 'ArrowLeft', false), { row: 5, column: 4 });
    assert.deepEqual(cellAfterKey(view, { row: 0, column: 0 }, 'ArrowUp', false), { row: 0, column: 0 });
    assert.deepEqual(cellAfterKey(view, from, 'End', false), { row: 5, column: 511 });
    assert.deepEqual(cellAfterKey(view, from, 'End', true), { row: 511, column: 511 });
    // 768 / 12 = 64 rows are visible.
    assert.deepEqual(cellAfterKey(view, from, 'PageDown', false), { row: 5 + 63, column: 5 });
    assert.equal(cellAfterKey(view, from, 'x', false), undefined);
  });
});
