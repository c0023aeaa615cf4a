import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import ts from 'typescript';
import { AttentiveError } from '../../../src/base/errors';
import { CARD_FILE, parseCard, summaries, translations } from '../../../src/models/card';
import { faults, type Schema } from './schema';

const embedded = path.join(__ROOT__, 'models/embedded');
const embeddedText = fs.readFileSync(path.join(embedded, CARD_FILE), 'utf8');

const SURENESS = { bias: -1, beamSearch: 0.5, meanLogProbability: -2, logSourceLength: -0.5, logLengthRatio: 0 };

const validCard = {
  id: 'm',
  name: 'M',
  quality: 'good',
  license: 'MIT',
  maxSourceTokens: 64,
  alignment: { layer: 1, heads: [0, 3], shift: true },
  files: ['config.json'],
  tasks: [
    { kind: 'translate', from: 'EN', to: 'zh-hans-cn', input: { prefix: '>>zh<<' }, sureness: SURENESS },
    { kind: 'summarize', form: 'headline', language: 'en' },
  ],
};

/** The error that `parseCard` throws for a card, given as text or as an object. */
function errorOf(card: unknown): AttentiveError {
  const text = typeof card === 'string' ? card : JSON.stringify(card);
  try {
    parseCard(text);
  } catch (error) {
    assert.ok(error instanceof AttentiveError, text);
    assert.equal(error.code, 'model-broken-file');
    assert.equal(error.data['file'], CARD_FILE);
    return error;
  }
  return assert.fail(`no error for ${text}`);
}

describe('parseCard', () => {
  it('reads a card, and returns its language tags in canonical form', () => {
    const card = parseCard(JSON.stringify(validCard));
    assert.deepEqual(card, {
      ...validCard,
      tasks: [
        { kind: 'translate', from: 'en', to: 'zh-Hans-CN', input: { prefix: '>>zh<<' }, sureness: SURENESS },
        { kind: 'summarize', form: 'headline', language: 'en', input: {} },
      ],
    });
    assert.deepEqual(translations(card), [card.tasks[0]]);
    assert.deepEqual(summaries(card), [card.tasks[1]]);
  });

  it('leaves out optional fields that are missing, and unknown fields', () => {
    const { maxSourceTokens: _, files: __, alignment: ___, ...least } = validCard;
    const card = parseCard(JSON.stringify({ ...least, tasks: [], color: 'red' }));
    assert.deepEqual(Object.keys(card).sort(), ['id', 'license', 'name', 'quality', 'tasks']);
  });

  it('throws an error that names the wrong field', () => {
    for (const field of ['id', 'name', 'quality', 'license', 'tasks']) {
      for (const value of [undefined, null, 7, '', {}]) {
        assert.match(String(errorOf({ ...validCard, [field]: value }).data['why']), new RegExp(`"${field}"`));
      }
    }
    for (const value of [0, -1, 1.5, '64', null]) {
      assert.match(String(errorOf({ ...validCard, maxSourceTokens: value }).data['why']), /"maxSourceTokens"/);
    }
    for (const value of ['config.json', [1], null]) {
      assert.match(String(errorOf({ ...validCard, files: value }).data['why']), /"files"/);
    }
    const { alignment } = validCard;
    for (const [value, field] of [
      [[], 'alignment'],
      [{ ...alignment, layer: -1 }, 'layer'],
      [{ ...alignment, layer: undefined }, 'layer'],
      [{ ...alignment, heads: [] }, 'heads'],
      [{ ...alignment, heads: [0, 0] }, 'heads'],
      [{ ...alignment, heads: ['0'] }, 'heads'],
      [{ ...alignment, heads: 0 }, 'heads'],
      [{ ...alignment, shift: undefined }, 'shift'],
    ] as const) {
      assert.match(String(errorOf({ ...validCard, alignment: value }).data['why']), new RegExp(`"${field}"`));
    }
    const [translate, summarize] = validCard.tasks;
    for (const [task, field] of [
      [{ ...translate, from: undefined }, 'from'],
      [{ ...translate, to: 'not a language' }, 'to'],
      [{ ...translate, kind: 'paint' }, 'kind'],
      [{ ...translate, input: [] }, 'input'],
      [{ ...translate, input: { prefix: '' } }, 'prefix'],
      [{ ...translate, input: { forcedBosToken: 3 } }, 'forcedBosToken'],
      [{ ...translate, placeholders: 'abc' }, 'placeholders'],
      [{ ...translate, placeholders: '\ue001\ue001' }, 'placeholders'],
      [{ ...translate, placeholders: '\ue001x' }, 'placeholders'],
      [{ ...translate, sureness: 3 }, 'sureness'],
      [{ ...translate, sureness: { ...SURENESS, bias: '1' } }, 'bias'],
      [{ ...translate, sureness: { ...SURENESS, beamSearch: 'x' } }, 'beamSearch'],
      [{ ...translate, sureness: { ...SURENESS, meanLogProbability: null } }, 'meanLogProbability'],
      [{ ...translate, sureness: { ...SURENESS, logSourceLength: undefined } }, 'logSourceLength'],
      [{ ...translate, sureness: { ...SURENESS, logLengthRatio: {} } }, 'logLengthRatio'],
      [{ ...summarize, form: '' }, 'form'],
      [{ ...summarize, language: 5 }, 'language'],
    ] as const) {
      assert.match(String(errorOf({ ...validCard, tasks: [task] }).data['why']), new RegExp(`"${field}"`));
    }
    assert.match(String(errorOf({ ...validCard, tasks: [translate, 3] }).data['why']), /task 2/);
  });

  it('throws `model-broken-file` and nothing else for a text that is no card', () => {
    for (const text of ['', '{', '[]', 'null', '7', '"card"']) errorOf(text);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        try {
          parseCard(text);
        } catch (error) {
          assert.ok(error instanceof AttentiveError && error.code === 'model-broken-file');
        }
      }),
    );
  });
});

describe('card.schema.json', () => {
  const schema = JSON.parse(fs.readFileSync(path.join(__ROOT__, 'models/card.schema.json'), 'utf8')) as Schema;

  it('accepts a valid card, and refuses cards with a wrong, missing or unknown field', () => {
    assert.deepEqual(faults(schema, validCard), []);
    for (const wrong of [
      { ...validCard, id: '' },
      { ...validCard, name: undefined },
      { ...validCard, maxSourceTokens: 0 },
      { ...validCard, files: [1] },
      { ...validCard, alignment: { layer: 1 } },
      { ...validCard, alignment: { layer: -1, shift: true } },
      { ...validCard, alignment: { layer: 1, shift: true, head: 2 } },
      { ...validCard, tasks: [{ kind: 'paint' }] },
      { ...validCard, tasks: [{ kind: 'translate', from: 'en' }] },
      { ...validCard, tasks: [{ kind: 'summarize', form: 'headline', language: 'en', input: { prefix: '' } }] },
      { ...validCard, color: 'red' },
    ]) {
      assert.notDeepEqual(faults(schema, JSON.parse(JSON.stringify(wrong))), [], JSON.stringify(wrong));
    }
  });

  it('has the same fields as the types in src/models/card.ts', () => {
    const types = fieldsOfTypes(path.join(__ROOT__, 'src/models/card.ts'));
    const fieldsOf = ({ properties = {}, required = [] }: Schema): string[] =>
      Object.keys(properties)
        .filter(name => name !== '$schema')
        .map(name => (required.includes(name) ? name : `${name}?`))
        .sort();
    assert.deepEqual(fieldsOf(schema), types.get('ModelCard'));
    assert.deepEqual(fieldsOf(schema.definitions?.['input'] ?? {}), types.get('TaskInput'));
    assert.deepEqual(fieldsOf(schema.properties?.['alignment'] ?? {}), types.get('CardAlignment'));
    // The parser gives a task without an input an empty one.
    const inSchema = (schema.properties?.['tasks']?.items?.oneOf ?? []).map(task =>
      fieldsOf(task).map(name => (name === 'input?' ? 'input' : name)),
    );
    assert.deepEqual(
      inSchema,
      types.get('ModelTask')?.map(fields => fields.split(' ')),
    );
  });

  it('accepts the card of the embedded model', () => {
    assert.deepEqual(faults(schema, JSON.parse(embeddedText)), []);
  });
});

describe('the embedded model', () => {
  it('has a card that lists exactly the files of its folder, and that refers to an existing schema', () => {
    const card = parseCard(embeddedText);
    const there = fs
      .readdirSync(embedded, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name !== CARD_FILE && entry.name !== 'README.md')
      .map(entry => path.relative(embedded, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
    assert.deepEqual([...(card.files ?? [])].sort(), there.sort());
    const { $schema } = JSON.parse(embeddedText) as { readonly $schema: string };
    assert.ok(fs.existsSync(path.join(embedded, $schema)));
  });

  // `node bench/alignment.mjs` prints the value of `alignment` for the card.
  it('has a card whose `alignment` names a layer and heads that the model has', () => {
    const { alignment } = parseCard(embeddedText);
    const config = JSON.parse(fs.readFileSync(path.join(embedded, 'config.json'), 'utf8')) as Record<string, number>;
    assert.ok(alignment !== undefined, 'the card has no alignment');
    assert.ok(alignment.layer < config['decoder_layers']);
    for (const head of alignment.heads ?? []) assert.ok(head < config['decoder_attention_heads']);
  });
});

/**
 * The field names of each type that a file declares, by the name of the type; an optional field has a question mark. Of a
 * union, each item of the list has the field names of one member, separated by spaces.
 */
function fieldsOfTypes(file: string): Map<string, string[]> {
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const names = (members: ts.NodeArray<ts.TypeElement>): string[] =>
    members.map(member => `${member.name?.getText(source)}${member.questionToken === undefined ? '' : '?'}`).sort();
  const found = new Map<string, string[]>();
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement)) found.set(statement.name.text, names(statement.members));
    if (ts.isTypeAliasDeclaration(statement) && ts.isUnionTypeNode(statement.type)) {
      const members = statement.type.types.filter(ts.isTypeLiteralNode);
      found.set(
        statement.name.text,
        members.map(({ members: own }) => names(own).join(' ')),
      );
    }
  }
  return found;
}
