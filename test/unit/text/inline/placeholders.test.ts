import assert from 'node:assert/strict';
import fc from 'fast-check';
import fs from 'node:fs';
import path from 'node:path';
import { mask, splitAtSymbols, isMasked } from '../../../../src/text/inline/placeholders';
import { inlineSpans } from '../../../../src/text/inline/inlineSpans';
import { anyText } from '../texts';

const CHARACTERS = ['\ue001', '\ue002', '\ue003'];
const SENTENCE = 'See <b>this</b> at https://a.org/x: run `npm ci`.';

function isSymbolOf(sentence: string, part: string): boolean {
  return inlineSpans(sentence).some(span => isMasked(span) && sentence.slice(span.start, span.end) === part);
}

describe('placeholders', () => {
  it('stand for symbols, in order', () => {
    assert.equal(mask('Run `a` or `b`, see https://a.org.', CHARACTERS)?.text, 'Run \ue001 or \ue002, see \ue003.');
  });

  it('leave a sentence without symbols as it is', () => {
    assert.equal(mask('If a < b.', CHARACTERS)?.text, 'If a < b.');
  });

  it('are put back wherever they stand', () => {
    const masked = mask('Run `a` or `b`.', CHARACTERS);
    assert.equal(masked?.restore('\ue002 oder \ue001 ausführen.'), '`b` oder `a` ausführen.');
  });

  for (const [fault, translation] of [
    ['one is lost', 'Nur \ue001.'],
    ['one comes twice', '\ue001, \ue002 und \ue001.'],
    ['one comes in place of another', '\ue001 und \ue001.'],
    ['one comes that was not in the sentence', '\ue001, \ue002 und \ue003.'],
  ] as const) {
    it(`are not put back if ${fault}`, () => {
      assert.equal(mask('Run `a` or `b`.', CHARACTERS)?.restore(translation), undefined);
    });
  }

  it('are replaced by their symbols in an unfinished translation, even if some are still missing', () => {
    assert.equal(mask('Run `a` or `b`.', CHARACTERS)?.show('Dann \ue002'), 'Dann `b`');
  });

  it('are not used in a sentence with more symbols than there are placeholder characters', () => {
    assert.equal(mask(SENTENCE, CHARACTERS), undefined);
  });

  it('stand for the same symbols at which splitAtSymbols cuts a sentence', () => {
    const parts = splitAtSymbols(SENTENCE);
    const isSymbol = (part: string): boolean => isSymbolOf(SENTENCE, part);
    assert.deepEqual(parts.filter(isSymbol), ['<b>', '</b>', 'https://a.org/x', '`npm ci`']);
    assert.equal(parts.join(''), SENTENCE);
  });

  it('stand for the same ranges as in the training data of the embedded model', () => {
    const file = path.join(__ROOT__, 'test/fixtures/symbols.json');
    const cases = JSON.parse(fs.readFileSync(file, 'utf8')) as [string, string[]][];
    for (const [sentence, symbols] of cases) {
      assert.deepEqual(
        splitAtSymbols(sentence).filter(part => isSymbolOf(sentence, part)),
        symbols,
      );
    }
  });

  it('are put back so that the text is the same again if the model copies the masked text', () => {
    const characters = Array.from({ length: 50 }, (_, index) => String.fromCodePoint(0xf0000 + index));
    fc.assert(
      fc.property(anyText, text => {
        const masked = mask(text, characters);
        if (masked === undefined || characters.some(character => text.includes(character))) return;
        assert.equal(masked.restore(masked.text), text);
        assert.equal(splitAtSymbols(text).join(''), text);
      }),
    );
  });
});
