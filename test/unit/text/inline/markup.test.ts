import assert from 'node:assert/strict';
import { placeMarkup } from '../../../../src/text/inline/markup';
import type { MarkedWords } from '../../../../src/text/inline/sentence';

/**
 * The translation with the markers of the sentence, if each word of the translation attends to the word of the sentence at the
 * same place.
 *
 * @param source the sentence, with `*` around words
 */
function placed(source: string, translation: string): string | undefined {
  const text = source.replaceAll('*', '');
  const [start, end] = [source.indexOf('*'), source.lastIndexOf('*') - 1];
  const markup: readonly MarkedWords[] = [{ start, end, open: '*', close: '*' }];
  const words = [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({ start: index, end: index + word.length }));
  const shareOf: Parameters<typeof placeMarkup>[2] = (of, within) => {
    const read = words[translation.slice(0, of.start).split(' ').length - 1];
    return read.start < within.end && within.start < read.end ? 1 : 0;
  };
  return placeMarkup({ text, markup, symbols: [] }, translation, shareOf)?.text;
}

describe('placeMarkup', () => {
  for (const [why, source, translation, result] of [
    ['words in the middle', 'We *really like* cats.', 'Wir mögen wirklich Katzen.', 'Wir *mögen wirklich* Katzen.'],
    ['the last word, not the full stop', 'This is *important*.', 'Das ist wichtig.', 'Das ist *wichtig*.'],
    ['the full stop, if it was inside', 'This is *important.*', 'Das ist wichtig.', 'Das ist *wichtig.*'],
    ['quotation marks, not the full stop', 'He is *"free"*.', 'Er ist "frei".', 'Er ist *"frei"*.'],
    ['words in quotation marks', 'He is "*free*".', 'Er ist "frei".', 'Er ist "*frei*".'],
    ['all words, not the full stop', '*All is well*.', 'Alles ist gut.', '*Alles ist gut*.'],
    ['a whole sentence', '*All is well.*', 'Alles ist gut.', '*Alles ist gut.*'],
    ['a whole sentence in quotation marks', '*"All is well"*.', '„Alles ist gut“.', '*„Alles ist gut“*.'],
    ['a sentence in Spanish, with the sign at its beginning', '*Is it good?*', '¿Está bien?', '*¿Está bien?*'],
  ] as const) {
    it(`puts emphasis around ${why}`, () => assert.equal(placed(source, translation), result));
  }

  it('is undefined if a pair has no words left', () => {
    assert.equal(placed('This is *important*.', '. . .'), undefined);
  });
});
