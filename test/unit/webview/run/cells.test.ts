import assert from 'node:assert/strict';
import type { RunWords } from '../../../../src/webview/run/words';
import { cellsOf } from '../../../../src/webview/run/cells';
import type { Segment } from '../../../../src/webview/run/rows';

/** Messages that are their own names, so that a test sees which one was used. */
const words = new Proxy({} as RunWords, { get: (_, name) => String(name) });
const run = { languages: { source: 'en', result: 'de' } };

/** For an outcome and a probability: the language of the result, the note, the percentage, and the length of the bar. */
const rows: readonly (readonly [Segment['outcome'], number | undefined, ...(string | number | undefined)[]])[] = [
  ['done', 0.5, 'de', undefined, '50%', 0.5],
  ['done', undefined, 'de', undefined, '–', undefined],
  ['done', 1, 'de', undefined, '100%', 1],
  ['cut', 0.25, 'de', 'cut', '25%', 0.25],
  ['cut', undefined, 'de', 'cut', '–', undefined],
  ['empty', 0.75, 'de', 'emptyInPart', '75%', 0.75],
  ['empty', undefined, 'en', 'empty', 'notUsed', undefined],
  ['broken', 0.5, 'de', 'brokenInPart', '50%', 0.5],
  ['broken', undefined, 'en', 'broken', 'notUsed', undefined],
  ['tooLong', 0.5, 'de', 'tooLongInPart', '50%', 0.5],
  ['tooLong', undefined, 'en', 'tooLong', 'notRun', undefined],
  ['tooLong', 0, 'de', 'tooLongInPart', '0%', 0],
];

describe('cells of the Run table', () => {
  for (const [outcome, probability, ...expected] of rows) {
    it(`have language, note, percentage and bar for the outcome ${outcome}, probability ${probability ?? 'unknown'}`, () => {
      const segment = {
        source: 's',
        result: 'r',
        outcome,
        warnings: [],
        ...(probability === undefined ? {} : { probability }),
      };
      const { resultLanguage, notes, sureness, share } = cellsOf(segment, run, words, 'en');
      assert.deepEqual([resultLanguage, notes[0], sureness, share], expected);
    });
  }

  it('have a note for the outcome and, after it, one for each warning', () => {
    const template = new Proxy({} as RunWords, { get: (_, name) => `${String(name)} {0}` });
    const warnings = [{ kind: 'numbers', numbers: ['5', '1,000'] }, { kind: 'short' }] as const;
    const segment = { source: 's', result: 'r', outcome: 'cut', warnings } as const;
    assert.deepEqual(cellsOf(segment, run, template, 'en').notes, ['cut {0}', 'numbers 5 · 1,000', 'short {0}']);
  });

  it('put marks around a phrase that is written from right to left, so that it does not reorder its sentence', () => {
    const template = new Proxy({} as RunWords, { get: () => '“{0}” twice' });
    const segment = {
      source: 's',
      result: 'r',
      outcome: 'done',
      warnings: [{ kind: 'repetition', phrase: 'מילה' }],
    } as const;
    assert.deepEqual(cellsOf(segment, run, template, 'en').notes, ['“\u2068מילה\u2069” twice']);
  });
});
