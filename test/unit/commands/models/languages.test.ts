import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { LANGUAGES, languageName, languageTag } from '../../../../src/commands/models/languages';

describe('languageTag and languageName', () => {
  it('a tag is recognized in capital letters, with spaces and with an underscore', () => {
    for (const words of ['de', 'DE', ' de ', 'De']) assert.equal(languageTag(words, 'en'), 'de');
    assert.equal(languageTag('pt_br', 'en'), 'pt-BR');
  });

  it('a name is recognized in English, in the language of the user and in the language itself', () => {
    for (const words of ['German', 'german', 'Deutsch', 'allemand'])
      assert.equal(languageTag(words, 'fr'), 'de', words);
    assert.equal(languageTag('Japanese', 'en'), 'ja');
    assert.equal(languageTag('日本語', 'en'), 'ja');
    assert.equal(languageTag('Brazilian Portuguese', 'en', ['pt-BR']), 'pt-BR');
  });

  it('an unknown name is returned as it is', () => {
    assert.equal(languageTag('no language', 'en'), 'no language');
    assert.equal(languageTag('', 'en'), '');
    assert.equal(languageName('no language', 'en'), 'no language');
    assert.equal(languageName('fr', 'de'), 'Französisch');
  });

  it('LANGUAGES are the choices of the setting targetLanguage, and each label there names its language', () => {
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
