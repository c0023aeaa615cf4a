import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Change, rangeAfter } from '../../../../src/text/tracking/trackedRange';

const change = (offset: number, removed: number, inserted: number): Change => ({ offset, removed, inserted });

describe('rangeAfter', () => {
  const range = { start: 10, end: 20 };
  const cases: readonly (readonly [changes: readonly Change[], start: number | undefined, why: string])[] = [
    [[], 10, 'no edit'],
    [[change(0, 0, 5)], 15, 'an insertion before'],
    [[change(0, 10, 0)], 0, 'a removal up to the start'],
    [[change(25, 3, 9)], 10, 'an edit after'],
    [[change(10, 0, 4)], 14, 'an insertion at the start, which stays outside'],
    [[change(20, 0, 4)], 10, 'an insertion at the end, which stays outside'],
    [[change(20, 4, 1)], 10, 'a replacement behind the end'],
    [[change(11, 0, 1)], undefined, 'an insertion inside'],
    [[change(9, 2, 2)], undefined, 'a replacement over the start'],
    [[change(19, 2, 0)], undefined, 'a removal over the end'],
    [[change(0, 30, 30)], undefined, 'a replacement of everything'],
    [[change(12, 0, 0)], 10, 'an edit that does nothing'],
    [[change(30, 1, 0), change(2, 1, 3), change(0, 1, 0)], 11, 'several edits, from last to first'],
    [[change(0, 1, 0), change(15, 1, 1)], undefined, 'several edits, one of them inside'],
  ];
  for (const [changes, start, why] of cases) {
    it(`${why}: ${start === undefined ? 'the range is lost' : `the range starts at ${start}`}`, () => {
      assert.deepEqual(rangeAfter(range, changes), start === undefined ? undefined : { start, end: start + 10 });
    });
  }

  it('finds the same text after any edits around it', () => {
    const edits = fc.array(fc.tuple(fc.nat(9), fc.nat(4), fc.string({ maxLength: 5 })), { maxLength: 6 });
    fc.assert(
      fc.property(edits, fc.string({ minLength: 1 }), edits, fc.boolean(), (before, inside, after, reversed) => {
        // Each edit replaces a stretch of its own, `gap` characters after the stretch of the edit before.
        const changes: (Change & { readonly by: string })[] = [];
        let at = 0;
        const addEdit = ([gap, removed, by]: readonly [number, number, string]): void => {
          changes.push({ offset: at + gap, removed, inserted: by.length, by });
          at += gap + removed;
        };
        before.forEach(addEdit);
        const start = at;
        at += inside.length;
        after.forEach(addEdit);
        let text = '-'.repeat(start) + inside + '-'.repeat(at - start - inside.length);
        for (const { offset, removed, by } of [...changes].reverse()) {
          text = text.slice(0, offset) + by + text.slice(offset + removed);
        }
        const moved = rangeAfter({ start, end: start + inside.length }, reversed ? changes.reverse() : changes);
        assert.ok(moved);
        assert.equal(text.slice(moved.start, moved.end), inside);
      }),
    );
  });
});
