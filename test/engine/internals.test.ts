// Internals test: compares the intermediate values of some model families with what plain code computes from other intermediate
// values, and with PyTorch; and checks which requests for them are refused.
import assert from 'node:assert/strict';
import path from 'node:path';
import { consumed } from '../../src/base/streams';
import { connectEngine } from '../../src/engine/remote';
import { readModelFolder } from '../../src/engine/modelFolder';
import { diskFolder } from '../../src/node/files';
import { spawnEngine } from '../../src/node/spawn';
import { attentionCases } from './attentionGoldens';
import { SOME_FAMILIES } from './families';
import { describeInternals } from './internals';
import { EMBEDDED, loaded, MARIAN, never } from './models';

describeInternals(SOME_FAMILIES);

describe("The engine's method `internals`", () => {
  it('does not change the explanation, and refuses a wrong or aborted request', async () => {
    const { engine } = await loaded(MARIAN, 'fp32');
    const [golden] = attentionCases(MARIAN);
    const request = { source: { kind: 'ids', ids: golden.input_ids }, targets: golden.decoder_input_ids } as const;
    const { explanation } = await engine.explain({ model: 'model', ...request }, never);
    const piece = { explanation, row: 0, kind: 'cross', layer: 1 } as const;
    const weights = await engine.attention(piece, never);
    await engine.internals({ ...piece, part: 'keys' }, never);
    await engine.internals({ explanation, row: 0, part: 'state', stack: 'decoder', state: 3 }, never);
    assert.deepEqual(await engine.attention(piece, never), weights);
    for (const wrong of [
      { ...piece, part: 'keys', row: 9 },
      { ...piece, part: 'keys', layer: 9 },
      { ...piece, part: 'weights' as 'keys' },
      { ...piece, part: 'keys', kind: 'constructor' as 'cross' },
      { ...piece, part: 'keys', explanation: 99 },
      { explanation, row: 0, part: 'state', stack: 'decoder', state: 99 },
      { explanation, row: 0, part: 'state', stack: 'toString' as 'decoder', state: 0 },
    ] as const) {
      await assert.rejects(engine.internals(wrong, never), { code: 'bad-request' }, JSON.stringify(wrong));
    }
    const aborted = engine.internals({ ...piece, part: 'keys' }, AbortSignal.abort());
    await assert.rejects(aborted, { code: 'cancelled' });
    await engine.unload({ model: 'model' }, never);
    await assert.rejects(engine.internals({ ...piece, part: 'keys' }, never), { code: 'bad-request' });
  });

  it('creates no session for a model that is being replaced or unloaded', async () => {
    const { engine } = await loaded(MARIAN, 'fp32');
    const [golden] = attentionCases(MARIAN);
    const request = { source: { kind: 'ids', ids: golden.input_ids }, targets: golden.decoder_input_ids } as const;
    const files = await readModelFolder(diskFolder(MARIAN), 'fp32');
    // The turns of the event loop between two requests.
    for (const turns of [0, 1, 2, 4, 8, 16]) {
      const { explanation } = await engine.explain({ model: 'model', ...request }, never);
      // Set when the model of the same name is replaced. The old model's sessions are released after the work on them.
      let replaced = false;
      const loading = consumed(engine.load({ model: 'model', files }, never)).then(() => (replaced = true));
      const asking = { explanation, row: 0, kind: 'cross', layer: 1, part: 'keys' } as const;
      let answers = 0;
      while (!replaced) {
        const asked = await engine.internals(asking, never).then(
          () => true,
          (error: unknown) => {
            assert.equal((error as { code?: unknown }).code, 'bad-request');
            return false;
          },
        );
        if (asked) answers++;
        for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve));
      }
      await loading;
      assert.ok(answers > 0);
      await assert.rejects(engine.internals(asking, never), { code: 'bad-request' });
    }
  });

  it('works over the port of a worker', async () => {
    const worker = spawnEngine(path.join(__ROOT__, 'dist'), 1);
    const engine = connectEngine(worker.port);
    try {
      await consumed(engine.load({ model: 'model', files: await readModelFolder(diskFolder(EMBEDDED)) }));
      const source = { kind: 'text', texts: ['The cat sleeps.'], prefix: '>>de<<' } as const;
      const { explanation, rows } = await engine.explain({ model: 'model', source, targets: [[0, 5, 1]] });
      const stacks = await engine.stacks({ explanation });
      const [{ states }] = stacks;
      assert.ok(stacks.every(stack => stack.states.length > 3 && stack.hiddenBy === undefined));
      const state = states.length - 1;
      const { dims, data } = await engine.internals({ explanation, row: 0, part: 'state', stack: 'encoder', state });
      assert.ok(data instanceof Float32Array);
      assert.deepEqual([dims[0], data.length], [rows[0].source.ids.length, dims[0] * dims[1]]);
    } finally {
      engine.dispose();
      worker.dispose();
    }
  });
});
