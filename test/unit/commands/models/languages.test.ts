import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { LANGUAGES, languageName, languageTag } from '../../../../src/commands/models/languages';

describe('a language', () => {
  it('is called by its tag, however that is written', () => {
    for (const words of ['de', 'DE', ' de ', 'De']) assert.equal(languageTag(words, 'en'), 'de');
    assert.equal(languageTag('pt_br', 'en'), 'pt-BR');
  });

  it('is called by its name in English, in the language of the reader and in its own', () => {
    for (const words of ['German', 'german', 'Deutsch', 'allemand'])
      assert.equal(languageTag(words, 'fr'), 'de', words);
    assert.equal(languageTag('Japanese', 'en'), 'ja');
    assert.equal(languageTag('日本語', 'en'), 'ja');
    assert.equal(languageTag('Brazilian Portuguese', 'en', ['pt-BR']), 'pt-BR');
  });

  it('stays as it is if nobody knows it', () => {
    assert.equal(languageTag('no language', 'en'), 'no language');
    assert.equal(languageTag('', 'en'), '');
    assert.equal(languageName('no language', 'en'), 'no language');
    assert.equal(languageName('fr', 'de'), 'Französisch');
  });

  it('can be chosen in the settings, each by its own name', () => {
    const manifest = JSON.parse(fs.readFileSync(path.join(__ROOT__, 'package.json'), 'utf8')) as {
      contributes: {
        configuration: { properties: Record<string, { enum: string[]; enumItemLabels: string[] }> };
      };
    };
    const { enum: tags, enumItemLabels: labels } =
      manifest.contributes.configuration.properties['attentive.translate.targetLanguage'];
    assert.deepEqual(tags, ['', ...LANGUAGES]);
    for (const [index, tag] of tags.entries()) {
      if (tag !== '') assert.equal(languageTag(labels[index], 'en'), tag, labels[index]);
    }
  });
});
