import assert from 'node:assert/strict';
import { attentionWords } from '../../../../src/webview/attention/words/pageWords';
import { runWords } from '../../../../src/webview/run/words';
import { translateIn } from '../../../../src/webview/dom/translate';

/** The body of a page, as far as it is read. */
function bodyWith(translations: object): HTMLElement {
  return { dataset: { translations: JSON.stringify(translations) } } as unknown as HTMLElement;
}

/** Every text in an object of texts, lists and further objects. */
function textsIn(words: unknown): string[] {
  return typeof words === 'string' ? [words] : Object.values(words as object).flatMap(textsIn);
}

describe('translateIn', () => {
  it('returns the translation of a message, and the message itself if it has none', () => {
    const t = translateIn(bodyWith({ Matrix: 'Matrize' }));
    assert.deepEqual([t('Matrix'), t('Lines'), t('constructor')], ['Matrize', 'Lines', 'constructor']);
  });

  it('returns the message itself in a page without translations', () => {
    assert.equal(translateIn({ dataset: {} } as unknown as HTMLElement)('Matrix'), 'Matrix');
  });
});

describe('the words of the pages', () => {
  for (const [page, words] of [
    ['attention', attentionWords],
    ['run', runWords],
  ] as const) {
    it(`are all translated: ${page}`, () => {
      const texts = textsIn(words(message => `translated: ${message}`));
      assert.ok(texts.length > 30);
      assert.deepEqual(
        texts.filter(text => !text.startsWith('translated: ')),
        [],
      );
    });
  }
});
