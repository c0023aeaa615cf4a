import assert from 'node:assert/strict';
import { FILES, IDS, languageOfFile, scopeOfId } from '../../../src/formats/languages';
import { SYNTAXES } from '../../../src/formats/syntax';
import { keptOf, parserOf, proseOf, structureOf } from './parsers';
import { SAMPLES } from './samples';

describe('the comments of source code', () => {
  for (const { id, source, prose, kept = [] } of SAMPLES) {
    it(`are found in ${id}, and the parts of them that are no prose are kept`, async () => {
      assert.deepEqual(await proseOf(id, source), prose);
      assert.deepEqual(await keptOf(id, source), kept);
    });
  }

  it('can be replaced by other words, and the parser says that the code is the same', async () => {
    for (const { id, source } of SAMPLES) {
      const parser = await parserOf(id);
      const { flows } = await structureOf(id, source);
      const edits = flows
        .filter(({ symbols }) => symbols.length === 0)
        .flatMap(flow => flow.lines.map(({ start, end }) => ({ start, end, text: 'Other words here.' })));
      assert.deepEqual(
        await parser.fits(source, edits),
        edits.map(() => true),
        id,
      );
      assert.equal(await parser.isSame(source, edits), true, id);
    }
  }).timeout(20_000);

  it('are found in every language of the table', async () => {
    for (const { scope, lineSigns, blockSigns } of SYNTAXES) {
      const [open, close = ''] = blockSigns.find(([sign]) => /^(?:\/\*|<!--|\(\*)$/.test(sign)) ?? [lineSigns[0]];
      const text = `${open} A remark here. ${close}\n`;
      assert.deepEqual(await proseOf(scope, text), ['A remark here.'], scope);
    }
  }).timeout(20_000);
});

describe('the table of languages', () => {
  it('knows languages by the ids of the editor and by the names of files', () => {
    assert.equal(scopeOfId('typescriptreact'), 'source.tsx');
    assert.equal(scopeOfId('plaintext'), undefined);
    assert.equal(languageOfFile('src/a.d.ts')?.name, 'TypeScript');
    assert.equal(languageOfFile('C:\\work\\Dockerfile')?.name, 'Dockerfile');
    assert.equal(languageOfFile('build/app.dockerfile')?.name, 'Dockerfile');
    assert.equal(languageOfFile('/home/.bashrc')?.name, 'Shell');
    for (const name of ['ts', '.ts', 'notes', 'notes.txt', 'README.md'])
      assert.equal(languageOfFile(name), undefined, name);
  });

  it('names each id, ending and file once', () => {
    const files = Object.values(FILES);
    for (const rows of [
      Object.values(IDS),
      files.map(([, endings]) => endings),
      files.flatMap(([, , names = []]) => names),
    ]) {
      const list = rows.flatMap(row => row.split(' '));
      assert.deepEqual(list.toSorted(), [...new Set(list)].toSorted());
      assert.ok(!list.includes(''));
    }
  });
});
