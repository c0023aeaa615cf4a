// Catalog: models/catalog.json fits its schema, and each entry gives a card that can be used.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { AttentiveError } from '../../../src/base/errors';
import { summaries, translations } from '../../../src/models/card';
import { entryOfRepository, parseCatalog } from '../../../src/models/catalog/catalog';
import { isModelId } from '../../../src/models/storage/manifest';
import { faults, type Schema } from './schema';

const text = fs.readFileSync(path.join(__ROOT__, 'models/catalog.json'), 'utf8');
const schema = JSON.parse(fs.readFileSync(path.join(__ROOT__, 'models/catalog.schema.json'), 'utf8')) as Schema;
const catalog = parseCatalog(text);

const MODEL = {
  id: 'm',
  name: 'M',
  source: { kind: 'hub', repository: 'o/m' },
  evidence: { kind: 'pattern' },
  family: 'marian',
  license: 'MIT',
  nonCommercial: false,
  quality: 'good',
  description: 'Translates.',
  tasks: [{ kind: 'translate', from: 'en', to: 'fr' }],
};

describe('the catalog', () => {
  it('fits its schema, which refuses wrong, missing and unknown fields', () => {
    assert.deepEqual(faults(schema, JSON.parse(text)), []);
    const withModel = (change: object): unknown => ({ checked: null, models: [{ ...MODEL, ...change }] });
    assert.deepEqual(faults(schema, withModel({})), []);
    for (const change of [
      { name: '' },
      { source: { kind: 'hub' } },
      { source: { kind: 'disk', repository: 'o/m' } },
      { evidence: { kind: 'seen' } },
      { parameters: 0 },
      { nonCommercial: 'no' },
      { tasks: [{ kind: 'translate', from: 'en' }] },
      { color: 'red' },
    ]) {
      assert.notDeepEqual(faults(schema, withModel(change)), [], JSON.stringify(change));
    }
  });

  it('has different models, each with an id of a repository, a license, and tasks', () => {
    const ids = catalog.entries.map(({ parsedCard }) => parsedCard.id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { source, parsedCard, description } of catalog.entries) {
      assert.ok(
        source.kind === 'hub' && isModelId(source.repository) && source.repository.includes('/'),
        parsedCard.id,
      );
      assert.ok(parsedCard.tasks.length > 0, parsedCard.id);
      assert.match(description, /^[A-Z].*\.$/);
    }
    assert.equal(entryOfRepository(catalog, 'Xenova/opus-mt-en-fr')?.parsedCard.name, 'OPUS-MT English to French');
  });

  it('has models to and from English for the languages that are asked for most, and summaries', () => {
    const pairs = new Set(
      catalog.entries.flatMap(({ parsedCard }) => translations(parsedCard).map(({ from, to }) => `${from} ${to}`)),
    );
    for (const tag of 'de fr es it pt nl ru zh ja ko ar uk pl cs sv fi da hu tr vi id hi'.split(' ')) {
      assert.ok(pairs.has(`en ${tag}`), `English to ${tag}`);
      assert.ok(pairs.has(`${tag} en`), `${tag} to English`);
    }
    assert.ok(catalog.entries.filter(({ parsedCard }) => summaries(parsedCard).length > 0).length >= 8);
  });

  it('says of non-commercial models that they are', () => {
    for (const { parsedCard, isNonCommercial } of catalog.entries) {
      assert.equal(isNonCommercial, /-NC\b/.test(parsedCard.license), parsedCard.id);
    }
  });

  it('expands the short forms of tasks', () => {
    const tasks = [
      { kind: 'translate-tokens', tokens: { en: 'en_XX', fr: 'fr_XX' } },
      { kind: 'translate-prefixes', from: 'en', prefixes: { it: '>>it<< ' } },
      { kind: 'translate-from-many', from: ['de', 'nl'], to: 'en' },
    ];
    const [entry] = parseCatalog(JSON.stringify({ checked: null, models: [{ ...MODEL, tasks }] })).entries;
    assert.deepEqual(entry?.parsedCard.tasks, [
      { kind: 'translate', from: 'en', to: 'fr', input: { sourceLanguageToken: 'en_XX', forcedBosToken: 'fr_XX' } },
      { kind: 'translate', from: 'fr', to: 'en', input: { sourceLanguageToken: 'fr_XX', forcedBosToken: 'en_XX' } },
      { kind: 'translate', from: 'en', to: 'it', input: { prefix: '>>it<< ' } },
      { kind: 'translate', from: 'de', to: 'en', input: {} },
      { kind: 'translate', from: 'nl', to: 'en', input: {} },
    ]);
  });

  it('holds models whose files have addresses of their own', () => {
    const files = [{ name: 'a.bin', address: 'https://e.org/a', size: 3, sha256: 'a'.repeat(64) }];
    const model = { ...MODEL, source: { kind: 'files', files } };
    assert.deepEqual(faults(schema, { checked: null, models: [model] }), []);
    const [entry] = parseCatalog(JSON.stringify({ checked: null, models: [model] })).entries;
    assert.deepEqual(entry?.source, { kind: 'files', files });
  });

  it('names the wrong field of an entry', () => {
    assert.throws(
      () => parseCatalog(JSON.stringify({ checked: null, models: [{ ...MODEL, license: '' }] })),
      (error: AttentiveError) => error.code === 'model-broken-file' && /"license" of model 1/.test(error.message),
    );
  });
});
