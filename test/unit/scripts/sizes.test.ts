import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LIMITS, oversizes } from '../../../scripts/sizes.mjs';

describe('sizes of the bundles', () => {
  it('are reported if a bundle is larger than its limit or missing', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-sizes-'));
    try {
      fs.writeFileSync(path.join(folder, 'a.js'), '12345');
      fs.writeFileSync(path.join(folder, 'b.js'), '123456');
      assert.deepEqual(oversizes(folder, { 'a.js': 5, 'b.js': 5, 'c.js': 5 }), [
        'b.js has 6 bytes, and may have 5 (scripts/sizes.mjs).',
        'c.js was not built: run `npm run build`.',
      ]);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('have a limit for each bundle of webpack.config.js', () => {
    const config = fs.readFileSync(path.join(__ROOT__, 'webpack.config.js'), 'utf8');
    const bundles = [...config.matchAll(/bundle\('([a-z/]+)'/g)].map(([, name]) => `${name}.js`);
    const pages = ['webview/run.js', 'webview/attention.js'];
    assert.ok(bundles.length > 6);
    assert.deepEqual(Object.keys(LIMITS).sort(), [...bundles, ...pages].sort());
  });
});
