// Architecture test: the tree and the table of floors in ARCHITECTURE.md equal the folders of src and floors.ts.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { FLOORS } from './floors';

/** A line of the tree: the path of a folder relative to src, with a slash at its end, or a file at the root of src. */
interface Entry {
  readonly path: string;
  readonly purpose: string;
}

/**
 * The entries of the fenced block that begins with `src/`. A line is indented by two spaces for each level and has a
 * name and a purpose.
 *
 * @throws Error if there is no such block, or a line in it is no entry
 */
function treeOf(page: string): Entry[] {
  const block = /^```\nsrc\/\n([^]*?)^```$/m.exec(page)?.[1];
  if (block === undefined) throw new Error('there is no tree of src');
  const parents: string[] = [];
  return block
    .trimEnd()
    .split('\n')
    .map(line => {
      const [, indent, name, purpose] = /^((?: {2})+)([\w-]+\/|[\w-]+\.ts)(?: +(\S.*))?$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`this line of the tree is no folder and no file: ${line}`);
      const depth = indent.length / 2 - 1;
      if (depth > parents.length) throw new Error(`this line of the tree has no parent: ${line}`);
      parents.length = depth;
      parents.push(name);
      return { path: parents.join(''), purpose: purpose ?? '' };
    });
}

/** The floor of each name in backquotes, from the rows that begin with a number. Folders have no slash at their end. */
function floorsOf(page: string): Record<string, number> {
  const rows = [...page.matchAll(/^\| (\d+) \| ([^|]+) \|/gm)];
  return Object.fromEntries(
    rows.flatMap(([, floor, where]) =>
      [...where.matchAll(/`([^`]+)`/g)].map(([, name]) => [name.replace(/\/$/, ''), Number(floor)]),
    ),
  );
}

/** Every folder below src, and every source file directly in it. */
function entriesOfSrc(): string[] {
  const src = path.join(__ROOT__, 'src');
  return fs
    .readdirSync(src, { recursive: true, withFileTypes: true })
    .map(entry => ({ entry, place: path.relative(src, path.join(entry.parentPath, entry.name)) }))
    .filter(({ entry, place }) => entry.isDirectory() || (place === entry.name && place.endsWith('.ts')))
    .map(({ entry, place }) => place.split(path.sep).join('/') + (entry.isDirectory() ? '/' : ''));
}

const page = fs.readFileSync(path.join(__ROOT__, 'ARCHITECTURE.md'), 'utf8');

describe('ARCHITECTURE.md', () => {
  it('has a tree with exactly the folders of src', () => {
    const paths = treeOf(page).map(entry => entry.path);
    assert.equal(new Set(paths).size, paths.length, 'a folder is in the tree twice');
    assert.deepEqual(paths.toSorted(), entriesOfSrc().toSorted());
  });

  it('states the purpose of each folder', () => {
    for (const { path: name, purpose } of treeOf(page)) assert.notEqual(purpose, '', name);
  });

  it('has the floors of floors.ts', () => {
    assert.deepEqual(floorsOf(page), FLOORS);
  });
});

describe('ARCHITECTURE.md and CONTRIBUTING.md', () => {
  it('name only files and folders that exist', () => {
    for (const document of ['ARCHITECTURE.md', 'CONTRIBUTING.md']) {
      const text = fs.readFileSync(path.join(__ROOT__, document), 'utf8').replace(/^```[^]*?^```/gm, '');
      const named = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\/?)`/g)].map(([, name]) => name);
      // Names with a slash or with the ending of a source file are paths; others are commands, packages and terms.
      const places = named.filter(name => /\/|\.(?:ts|mjs|md)$/.test(name) && !/^(?:out|dist)\//.test(name));
      assert.ok(places.length > 10, document);
      const missing = places.filter(name => !['', 'src'].some(from => fs.existsSync(path.join(__ROOT__, from, name))));
      assert.deepEqual(missing, [], document);
    }
  });
});

describe('treeOf and floorsOf', () => {
  const tree = (...lines: string[]): string => `# A page\n\n\`\`\`\nsrc/\n${lines.join('\n')}\n\`\`\`\n`;

  it('treeOf reads paths from the indentation', () => {
    const entries = treeOf(tree('  a/     first', '    b/   second', '      c/ third', '  d.ts   fourth'));
    assert.deepEqual(
      entries.map(entry => entry.path),
      ['a/', 'a/b/', 'a/b/c/', 'd.ts'],
    );
    assert.equal(entries[1].purpose, 'second');
  });

  it('treeOf throws for a page without a tree, a line that is no entry, and a line without a parent', () => {
    assert.throws(() => treeOf('# A page'), /no tree/);
    assert.throws(() => treeOf(tree('  a/ first', ' b/ odd')), /no folder/);
    assert.throws(() => treeOf(tree('    a/ first')), /no parent/);
  });

  it('floorsOf reads several names from a row of the table', () => {
    const table = '| floor | where | knows |\n|---|---|---|\n| 4 | `a.ts`, `b.ts` | x |\n| 5 | `c/` | y |\n';
    assert.deepEqual(floorsOf(table), { 'a.ts': 4, 'b.ts': 4, c: 5 });
  });
});
