import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface Script {
  standalone(markdown: string, repository: string): string;
}

const REPOSITORY = 'https://example.org/r';

describe('standalone (scripts/package.mjs)', () => {
  let script: Script;
  before(async () => {
    script = (await import(pathToFileURL(path.join(__ROOT__, 'scripts/package.mjs')).href)) as Script;
  });

  it('replaces pictures and relative links by links into the repository', () => {
    assert.equal(
      script.standalone('![A](media/a.png) [b](docs/b.md#c) [d](#d) [e](https://e.org)', REPOSITORY),
      `[A](${REPOSITORY}/blob/HEAD/media/a.png) [b](${REPOSITORY}/blob/HEAD/docs/b.md#c) [d](#d) [e](https://e.org)`,
    );
  });

  it('leaves no picture in the packaged README, because it could not be loaded without a network', () => {
    const readme = fs.readFileSync(path.join(__ROOT__, 'README.md'), 'utf8');
    assert.match(readme, /!\[/);
    assert.doesNotMatch(script.standalone(readme, REPOSITORY), /!\[|<img/);
  });
});
