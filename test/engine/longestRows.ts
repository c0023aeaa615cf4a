// Longest rows: tests that a model takes as many tokens as it has positions (at most 512), and reports a longer row.
import assert from 'node:assert/strict';
import { consumed } from '../../src/base/streams';
import type { EngineHandlers, GenerateEvent, GenerateRequest } from '../../src/engine/api/contract';
import { type Family, folderOf, readJson } from './families';
import { loaded, never } from './models';

export async function events(
  engine: EngineHandlers,
  request: Omit<GenerateRequest, 'model'>,
): Promise<GenerateEvent[]> {
  const found: GenerateEvent[] = [];
  await consumed(engine.generate({ model: 'model', ...request }, never), event => void found.push(event));
  return found;
}

/** Tests the float32 model of each family. */
export function describeLongestRows(families: readonly Family[]): void {
  for (const family of families) {
    it(`runs a row of as many tokens as ${family} has positions, and reports a longer row`, async () => {
      const { engine, model } = await loaded(folderOf(family), 'fp32');
      const limit = model.maxSourceTokens;
      const config = readJson<Record<string, number>>(folderOf(family), 'config.json');
      const positions = config['max_position_embeddings'] ?? Infinity;
      assert.equal(limit, Math.min(positions, 512));
      const row = Array.from({ length: limit }, (_, at) => 5 + (at % 30));
      const settings = { numBeams: 1, maxLength: Math.min(positions, 160), minLength: 1000, noRepeatNgramSize: 0 };
      const source = { kind: 'ids', ids: [row, [...row, 5]] } as const;
      const found = await events(engine, { source, settings: { ...settings, encoderNoRepeatNgramSize: 0 } });
      const [tooLong, done] = ['tooLong', 'row'].map(kind => found.find(event => event.kind === kind));
      assert.deepEqual(tooLong, { kind: 'tooLong', row: 1, tokens: limit + 1, limit });
      assert.ok(done?.kind === 'row' && done.cut);
      assert.equal(done.hypotheses[0].ids.length, settings.maxLength);
      const targets = [done.hypotheses[0].ids];
      await engine.explain({ model: 'model', source: { kind: 'ids', ids: [row] }, targets }, never);
      await engine.unload({ model: 'model' }, never);
    });
  }
}
