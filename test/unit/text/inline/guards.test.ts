import assert from 'node:assert/strict';
import { guarded } from '../../../../src/text/inline/guards';
import type { Guard } from '../../../../src/text/textStructure';

describe('guarded', () => {
  const cases: readonly (readonly [guard: Guard, text: string, written: string])[] = [
    ['[]', 'a [b [c]] d', 'a [b [c]] d'],
    ['[]', 'a ] b [ c \\] d', 'a \\] b \\[ c \\] d'],
    ['"', 'a "b" \'c\' \\"', 'a \\"b\\" \'c\' \\"'],
    ["'", 'l\'eau "b"', 'l\\\'eau "b"'],
    ['()', 'a (b) \\)', 'a \\(b\\) \\)'],
    ['=""', 'a "b" \'c\'', "a &quot;b&quot; 'c'"],
    ["=''", 'l\'eau "b"', 'l&#39;eau "b"'],
  ];
  for (const [guard, text, written] of cases) {
    it(`writes ${text} as ${written} between ${guard}`, () => assert.equal(guarded(text, guard).text, written));
  }

  it('returns the spans from the text to what it wrote', () => {
    assert.deepEqual(guarded('a"b', '=""').spans, [
      { start: 0, end: 1, from: 0, to: 1, whole: false },
      { start: 1, end: 2, from: 1, to: 7, whole: true },
      { start: 2, end: 3, from: 7, to: 8, whole: false },
    ]);
    assert.deepEqual(guarded('a"', undefined), {
      text: 'a"',
      spans: [{ start: 0, end: 2, from: 0, to: 2, whole: false }],
    });
  });
});
