import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lostMarks } from '../../../../src/text/inline/marks';
import { anyText } from '../texts';

const cases: readonly (readonly [why: string, source: string, result: string, lost: readonly string[]])[] = [
  ['nothing to lose', 'The file is open.', 'Die Datei ist offen.', []],
  ['all marks of a sentence', 'Open (the) "file" in `a` **now**.', 'Öffne (die) „Datei“ in `a` **jetzt**.', []],
  ['quotation marks of another language', 'Say "yes".', 'Dites « oui ».', []],
  ['half a pair of braces', '{{count}} files', '{{count} Dateien', ['{}']],
  ['a bracket turned round', 'a [b] c', 'a ]b[ c', ['[]']],
  ['a quotation that stays open', 'The "old" file', 'Die "alte Datei', ['"']],
  ['a backtick', 'Run `npm` now', 'Starte npm` jetzt', ['`']],
  ['a fence', '```bash', '``bash', ['```', '`']],
  ['deleted text', 'This is ~~deleted~~.', 'Dies ist ~~gelöscht~.', ['~~']],
  ['tildes of a fence', '~~~', '~~', ['~~~', '~~']],
  ['bold', 'It is **bold**.', 'Es ist *fett**.', ['**', '*']],
  ['emphasis', '_The sentence._', '_Der Satz.', ['_']],
  ['underscores in names, which are no marks', 'max_line_length', 'max_line_length', []],
  ['a mark without a partner that stays without one', 'a) first :)', 'a) zuerst :)', []],
  ['a mark without a partner that gets one', 'a) first', '(a) zuerst', []],
  ['signs of inches, which are no marks', 'A 15" screen', 'Ein Bildschirm mit 15"', []],
];

describe('marks', () => {
  for (const [why, source, result, lost] of cases) {
    it(`${why}: ${lost.length === 0 ? 'none' : lost.join(' ')} lost`, () => {
      assert.deepEqual(lostMarks(source, result), lost);
    });
  }

  it('are never lost in a copy', () => {
    fc.assert(fc.property(anyText, text => assert.deepEqual(lostMarks(text, text), [])));
  });
});
