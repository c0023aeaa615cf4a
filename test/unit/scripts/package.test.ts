import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface Script {
  standalone(
    markdown: string,
    sources: { readonly read: (name: string) => Buffer; readonly repository: string },
  ): string;
}

const sources = { read: (name: string) => Buffer.from(`<${name}>`), repository: 'https://example.org/r' };

describe('the packaged README', () => {
  let script: Script;
  before(async () => {
    script = (await import(pathToFileURL(path.join(__ROOT__, 'scripts/package.mjs')).href)) as Script;
  });

  it('holds its pictures, and leads into the repository for the rest', () => {
    const data = Buffer.from('<media/a.png>').toString('base64');
    assert.equal(
      script.standalone('![A](media/a.png) [b](docs/b.md#c) [d](#d) [e](https://e.org)', sources),
      `![A](data:image/png;base64,${data}) [b](https://example.org/r/blob/HEAD/docs/b.md#c) [d](#d) [e](https://e.org)`,
    );
  });

  it('has no picture left that must be fetched', () => {
    const readme = fs.readFileSync(path.join(__ROOT__, 'README.md'), 'utf8');
    const read = (name: string): Buffer => fs.readFileSync(path.join(__ROOT__, name));
    const packaged = script.standalone(readme, { ...sources, read });
    const pictures = [...packaged.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)].map(([, source]) => source);
    assert.ok(pictures.length >= 2);
    for (const picture of pictures) assert.match(picture, /^data:image\/png;base64,iVBOR/);
  });
});
