// Catalog check: says of each wrong entry what is wrong, and nothing of a right one.
import assert from 'node:assert/strict';
import path from 'node:path';
import { problemsOf } from '../../../scripts/catalog-check.mjs';
import { startHub } from '../../../tools/hub/hub.mjs';

describe('npm run catalog:check', () => {
  it('names repositories that are missing, renamed, gated or no encoder-decoders', async () => {
    const folder = path.join(__ROOT__, 'test/fixtures/marian');
    const hub = await startHub({
      repositories: {
        'o/right': { folder },
        'o/old': { movedTo: 'o/right' },
        'o/gated': { folder, gated: 'auto' },
        'o/empty': { files: { 'config.json': '{}' } },
      },
    });
    const models = ['right', 'old', 'gated', 'empty', 'none'].map(id => ({
      id,
      source: { kind: 'hub', repository: `o/${id}` },
    }));
    const problems = await problemsOf({ models }, hub.url).finally(() => hub.close());
    assert.deepEqual(problems.slice(0, -1), [
      'old: it is called o/right now',
      'gated: it is gated',
      'empty: it has no tokenizer.json',
      'empty: it has no tokenizer_config.json',
      'empty: it has no encoder',
      'empty: it has no decoder',
    ]);
    assert.match(problems.at(-1) ?? '', /^none: o\/none cannot be read: /);
  });
});
