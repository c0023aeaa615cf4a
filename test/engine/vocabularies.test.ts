// Vocabularies test: models with two vocabularies or with tokens for languages, and rows as long as a model takes.
import assert from 'node:assert/strict';
import { consumed } from '../../src/base/streams';
import type { EngineHandlers, GenerateRequest } from '../../src/engine/api/contract';
import { createEngine } from '../../src/engine/engine';
import { readModelFolder } from '../../src/engine/modelFolder';
import { diskFolder } from '../../src/node/files';
import { folderOf, goldensOf, readJson, SOME_FAMILIES } from './families';
import { describeLongestRows, events } from './longestRows';
import { loaded, never, WASM } from './models';

/** The best hypothesis of a request of one row. */
async function best(engine: EngineHandlers, request: Omit<GenerateRequest, 'model'>) {
  const row = (await events(engine, request)).find(event => event.kind === 'row');
  assert.ok(row !== undefined);
  return row.hypotheses[0];
}

const greedy = { numBeams: 1, maxNewTokens: 24, forcedEosTokenIds: [0] } as const;

describe('The engine with a model with separate source and target vocabularies', () => {
  const folder = folderOf('marian-separate');
  const sourcePieces = readJson<{ model: { vocab: [string, number][] } }>(folder, 'tokenizer.json').model.vocab;
  // Indexed by id. The entries of the object are not in this order, because names that are numbers come first.
  const targetPieces: string[] = [];
  for (const [piece, id] of Object.entries(readJson<Record<string, number>>(folder, 'target_vocab.json'))) {
    targetPieces[id] = piece;
  }
  let engine: EngineHandlers;
  before(async () => ({ engine } = await loaded(folder, 'fp32')));

  it('encodes by the source vocabulary and decodes by that of the target', async () => {
    const golden = goldensOf('marian-separate').find(({ name }) => name === 's2');
    const text = (golden as { text?: unknown } | undefined)?.text;
    const { ids, text: made } = await best(engine, {
      source: { kind: 'text', texts: [String(text)] },
      settings: greedy,
    });
    assert.deepEqual([ids], golden?.generations[0].sequences);
    const inner = ids.slice(1, -1).map(id => targetPieces[id]);
    assert.equal(made, inner.join('').replaceAll('\u2581', ' ').trim());
  });

  it('accepts every id of each vocabulary, and refuses ids beyond it', async () => {
    const [lastSource, targetCount] = [sourcePieces.length - 1, targetPieces.length];
    assert.ok(lastSource >= targetCount, 'the source has more tokens');
    await best(engine, { source: { kind: 'ids', ids: [[lastSource, 0]] }, settings: greedy });
    const ids = (row: number[]) => ({ kind: 'ids', ids: [row] }) as const;
    await assert.rejects(events(engine, { source: ids([lastSource + 1, 0]) }), { code: 'bad-request' });
    const explained = (source: number[], target: number[]) =>
      engine.explain({ model: 'model', source: ids(source), targets: [target] }, never);
    await assert.rejects(explained([lastSource, 0], [40, targetCount, 0]), { code: 'bad-request' });
    const { rows, vocabularySize } = await explained([lastSource, 0], [40, targetCount - 1, 0]);
    assert.equal(vocabularySize, targetCount);
    const shown = (piece: string): string => piece.replaceAll('\u2581', ' ');
    assert.equal(rows[0].source.tokens[0].text, shown(sourcePieces[lastSource][0]));
    assert.equal(rows[0].target.tokens[1].text, shown(targetPieces[targetCount - 1]));
  });

  it('throws an error that names a broken target_vocab.json', async () => {
    const files = await readModelFolder(diskFolder(folder), 'fp32');
    for (const targetVocabulary of ['{', '[]', '{"a": "b"}', '{"a": -1}', '{"a": 1e99}']) {
      const load = createEngine(WASM.runtime).load({ model: 'model', files: { ...files, targetVocabulary } }, never);
      await assert.rejects(consumed(load), error => {
        const { code, data } = error as { code: string; data: { file: string } };
        assert.deepEqual([code, data.file], ['model-broken-file', 'target_vocab.json'], targetVocabulary);
        return true;
      });
    }
  });
});

describe('The engine with NLLB', () => {
  it('puts the token of the source language before the text, and forces that of the target language', async () => {
    const { engine } = await loaded(folderOf('nllb'), 'fp32');
    const golden = goldensOf('nllb').find(({ name }) => name === 's1');
    const { text, src_lang, tgt_lang } = golden as unknown as Record<string, string>;
    const source = { kind: 'text', texts: [text], sourceLanguageToken: src_lang, forcedBosToken: tgt_lang } as const;
    const { ids } = await best(engine, { source, settings: { numBeams: 1, maxNewTokens: 24 } });
    assert.deepEqual([ids], golden?.generations[0].sequences);
    for (const wrong of [{ sourceLanguageToken: 'xxx_Xxxx' }, { forcedBosToken: 'xxx_Xxxx' }]) {
      await assert.rejects(events(engine, { source: { ...source, ...wrong } }), { code: 'bad-request' });
    }
  });
});

describe('The engine', () => {
  describeLongestRows(SOME_FAMILIES);

  it('takes 512 source tokens for a T5 model without a stated limit, even if its max_length is smaller', async () => {
    const files = await readModelFolder(diskFolder(folderOf('t5')), 'fp32');
    const withChanges = (json: string, changes: object): string => JSON.stringify({ ...JSON.parse(json), ...changes });
    const withoutLimit = {
      ...files,
      config: withChanges(files.config, { n_positions: undefined, max_length: 84 }),
      generationConfig: withChanges(files.generationConfig ?? '{}', { max_length: 84 }),
      tokenizerConfig: withChanges(files.tokenizerConfig, { model_max_length: 1e30 }),
    };
    const model = await consumed(createEngine(WASM.runtime).load({ model: 'model', files: withoutLimit }, never));
    assert.equal(model.maxSourceTokens, 512);
  });
});
