// History test: compares the history of a search with PyTorch's goldens, and gets a history over the port of a worker.
import assert from 'node:assert/strict';
import path from 'node:path';
import { stepsOf } from '../../src/attention/decoding/history';
import { consumed } from '../../src/base/streams';
import { connectEngine } from '../../src/engine/remote';
import { readModelFolder } from '../../src/engine/modelFolder';
import { diskFolder } from '../../src/node/files';
import { spawnEngine } from '../../src/node/spawn';
import { SOME_FAMILIES } from './families';
import { describeHistories } from './history';
import { MARIAN } from './models';

describeHistories(SOME_FAMILIES);

describe('The history of a search over the port of a worker', () => {
  it('arrives as typed arrays with the texts of the tokens, and only if it is requested', async () => {
    const worker = spawnEngine(path.join(__ROOT__, 'dist'), 1);
    const engine = connectEngine(worker.port);
    try {
      const files = await readModelFolder(diskFolder(MARIAN), 'fp32');
      await consumed(engine.load({ model: 'model', files }));
      const source = { kind: 'text', texts: ['A cat.', 'The river.'] } as const;
      const settings = { numBeams: 3, maxNewTokens: 8 };
      for (const history of [true, false]) {
        await consumed(engine.generate({ model: 'model', source, settings, history }), event => {
          if (event.kind !== 'row') return;
          assert.equal(event.history !== undefined, history);
          if (event.history === undefined) return;
          assert.ok(event.history.sums instanceof Float64Array && event.history.parents instanceof Int32Array);
          const best = stepsOf(event.history)
            .flat()
            .filter(({ chosen }) => chosen);
          assert.deepEqual(
            best.map(({ token }) => token),
            event.hypotheses[0].ids.slice(1),
          );
          assert.ok(best.every(({ text }) => text !== ''));
        });
      }
    } finally {
      engine.dispose();
      worker.dispose();
    }
  });
});
