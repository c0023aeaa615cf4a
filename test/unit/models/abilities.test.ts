// Abilities: what a repository without a card can do, from its name and configuration.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../../../src/base/json';
import { derivedTasks } from '../../../src/models/catalog/abilities';
import { repositoryOf } from '../../../src/models/hub/repositoryId';
import { isSafeName } from '../../../src/models/storage/fileName';

function fixture(name: string, file: string): JsonObject {
  return JSON.parse(fs.readFileSync(path.join(__ROOT__, 'test/fixtures', name, file), 'utf8')) as JsonObject;
}

const MARIAN = { config: fixture('marian', 'config.json'), tokenizerConfig: {} };

describe('the tasks of a repository without a card', () => {
  it('are the pair of languages in the name of a Marian model', () => {
    const pair = (id: string): unknown => derivedTasks({ id, ...MARIAN });
    const task = (from: string, to: string) => [{ kind: 'translate', from, to, input: {} }];
    assert.deepEqual(pair('Xenova/opus-mt-en-fr'), task('en', 'fr'));
    assert.deepEqual(pair('Xenova/opus-mt-en-jap'), task('en', 'ja'));
    assert.deepEqual(pair('Xenova/opus-mt-tc-big-tr-en'), task('tr', 'en'));
    assert.deepEqual(pair('someone/opus-mt-et-en-ONNX'), task('et', 'en'));
    for (const id of ['Xenova/opus-mt-mul-en', 'Xenova/opus-mt-en-ROMANCE', 'Xenova/opus-mt-gem-gem', 'o/marian']) {
      assert.deepEqual(pair(id), [], id);
    }
  });

  it('are those that the configuration of T5 and BART names', () => {
    const named = {
      summarization: { prefix: 'summarize: ' },
      translation_en_to_de: { prefix: 'translate English to German: ' },
      other: {},
    };
    const config = { model_type: 't5', task_specific_params: named };
    assert.deepEqual(derivedTasks({ id: 'o/t5', config, tokenizerConfig: {} }), [
      { kind: 'summarize', form: 'summary', language: 'en', input: { prefix: 'summarize: ' } },
      { kind: 'translate', from: 'en', to: 'de', input: { prefix: 'translate English to German: ' } },
    ]);
  });

  it('are the pairs of the languages that have tokens, in the forms of M2M-100, NLLB and mBART', () => {
    const tasks = (name: string, pair: string[] = []) =>
      derivedTasks(
        {
          id: `o/${name}`,
          config: fixture(name, 'config.json'),
          tokenizerConfig: fixture(name, 'tokenizer_config.json'),
        },
        pair,
      );
    assert.deepEqual(tasks('nllb')[0], {
      kind: 'translate',
      from: 'de',
      to: 'en',
      input: { sourceLanguageToken: 'deu_Latn', forcedBosToken: 'eng_Latn' },
    });
    assert.equal(tasks('nllb').length, 5 * 4);
    const ofMany = tasks('m2m100');
    assert.ok(ofMany.length > 0 && ofMany.every(({ kind }) => kind === 'translate'));
    assert.ok(ofMany.every(task => task.kind === 'translate' && [task.from, task.to].includes('en')));
    assert.ok(
      tasks('m2m100', ['fr', 'de']).some(task => task.kind === 'translate' && task.from === 'fr' && task.to === 'de'),
    );
  });

  it('are unknown for others, so that the user is asked', () => {
    assert.deepEqual(derivedTasks({ id: 'o/b', config: { model_type: 'bart' }, tokenizerConfig: {} }), []);
  });
});

describe('the id of a repository', () => {
  it('is read from what is typed or pasted', () => {
    assert.deepEqual(repositoryOf('Xenova/opus-mt-en-fr'), { id: 'Xenova/opus-mt-en-fr' });
    assert.deepEqual(repositoryOf('o/m@v1.0'), { id: 'o/m', revision: 'v1.0' });
    assert.deepEqual(repositoryOf('https://huggingface.co/Xenova/t5-small'), { id: 'Xenova/t5-small' });
    assert.deepEqual(repositoryOf('https://hf-mirror.com/o/m/tree/main/onnx?x=1'), { id: 'o/m', revision: 'main' });
    for (const wrong of ['m', '', '../m', 'o/..', 'o/m/x', 'o/m@../x', 'o m/n', './o/m', '/o/m', 'https://e.org/m']) {
      assert.equal(repositoryOf(wrong), undefined, wrong);
    }
  });
});

describe('the name of a file', () => {
  it('stays inside its folder on every system', () => {
    for (const name of ['a', 'onnx/a.onnx', '.gitattributes', 'a-b_c.d/e']) assert.ok(isSafeName(name), name);
    const unsafe = [
      '',
      '..',
      '../a',
      'a/../b',
      '/a',
      'a//b',
      'a/',
      'C:/a',
      'a\\b',
      'CON',
      'nul.txt',
      'a/aux',
      'a.',
      'a ',
      'a\0b',
    ];
    for (const name of [...unsafe, './a', 'a'.repeat(201)]) assert.ok(!isSafeName(name), name);
  });
});
