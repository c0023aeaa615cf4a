import assert from 'node:assert/strict';
import fc from 'fast-check';
import { punctuatedAs } from '../../../../src/text/inline/punctuation';

const CASES: readonly (readonly [source: string, result: string, expected: string])[] = [
  ['Let us go!', 'Vamos.', 'Vamos!'],
  ['Let us go !', 'Allons-y.', 'Allons-y!'],
  ['Is it new?!', 'Ist es neu.', 'Ist es neu?'],
  ['“Is it new?”', '„Ist es neu.“', '„Ist es neu?“'],
  ['Is it new?', '新しいです。', '新しいです？'],
  ['Go!', 'Los ...', 'Los ...'],
  ['Go!', 'Los…', 'Los…'],
  ['Go!', 'Los?', 'Los?'],
  ['Go!', 'Los', 'Los'],
  ['Go to 1.5!', 'Zu 1.5', 'Zu 1.5'],
  ['It is new.', 'Es ist neu.', 'Es ist neu.'],
  ['No Action - View The Answer', 'Keine Aktion – Antwort', 'Keine Aktion - Antwort'],
  ['a - b - c', 'a – b - c', 'a - b - c'],
  ['a - b – c', 'a – b – c', 'a – b – c'],
  ['a - b', 'a – b – c', 'a - b – c'],
  ['well-known', 'a – b', 'a – b'],
];

describe('punctuatedAs', () => {
  for (const [source, result, expected] of CASES) {
    it(`${source} → ${result}`, () => assert.equal(punctuatedAs(source, result), expected));
  }

  it('keeps the length, so that offsets stay right', () => {
    const text = fc.stringMatching(/^[a –—.!?。"-]*$/);
    fc.assert(
      fc.property(text, text, (source, result) => {
        assert.equal(punctuatedAs(source, result).length, result.length);
      }),
    );
  });
});
