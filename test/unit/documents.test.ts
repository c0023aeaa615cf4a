// Documents test: the links in the Markdown files of the repository lead somewhere, and the files name what they must.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

const FOLDERS = ['.', 'docs', 'test', 'models'];

/** The Markdown files of the repository, as paths relative to its root. */
function documents(): string[] {
  return FOLDERS.flatMap(folder =>
    fs
      .readdirSync(path.join(__ROOT__, folder), { recursive: folder !== '.', withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name.endsWith('.md'))
      .map(entry => path.relative(__ROOT__, path.join(entry.parentPath, entry.name))),
  );
}

function textOf(file: string): string {
  return fs.readFileSync(path.join(__ROOT__, file), 'utf8');
}

/** The targets of links and pictures in a Markdown text, without those in code. */
function linksOf(markdown: string): string[] {
  const prose = markdown.replace(/^```[^]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
}

/** The anchors of a page's headings, as GitHub and VS Code make them. */
function anchorsOf(markdown: string): Set<string> {
  const headings = markdown.replace(/^```[^]*?^```/gm, '').matchAll(/^#+ (.+)$/gm);
  const anchor = (heading: string): string =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
  return new Set([...headings].map(([, heading]) => anchor(heading)));
}

/** The problem with a link of a document; undefined if its target exists or is outside of the repository. */
function linkProblem(file: string, link: string): string | undefined {
  if (/^[a-z]+:/i.test(link)) return undefined;
  const [place, anchor] = link.split('#');
  const target = place === '' ? file : path.join(path.dirname(file), place);
  if (!fs.existsSync(path.join(__ROOT__, target))) return `${file}: there is no ${target}`;
  if (anchor === undefined || anchorsOf(textOf(target)).has(anchor)) return undefined;
  return `${file}: ${target} has no heading ${anchor}`;
}

/** The names of all properties that a JSON schema describes, at any depth. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const names = 'properties' in schema ? Object.keys(schema.properties as object) : [];
  return [...names, ...Object.values(schema).flatMap(fieldsOf)];
}

describe('the Markdown files', () => {
  it('link only to files and headings that exist', () => {
    const links = documents().flatMap(file => linksOf(textOf(file)).map(link => [file, link] as const));
    assert.ok(links.length > 40, 'the links were not found');
    assert.deepEqual(
      links.flatMap(([file, link]) => linkProblem(file, link) ?? []),
      [],
    );
  });

  it('docs/models.md names every field of a model’s card', () => {
    const names = fieldsOf(JSON.parse(textOf('models/card.schema.json'))).filter(name => name !== '$schema');
    assert.ok(['tasks', 'heads', 'placeholders', 'forcedBosToken'].every(name => names.includes(name)));
    const page = textOf('docs/models.md');
    for (const name of names) assert.ok(page.includes(`\`${name}\``), name);
  });

  it('docs/models.md names every precision and the suffix of its files', () => {
    const page = textOf('docs/models.md');
    const table = /SUFFIXES[^{]+\{([^}]+)\}/.exec(textOf('src/models/precision.ts'))?.[1] ?? '';
    const pairs = [...table.matchAll(/(\w+): '(\w*)'/g)];
    assert.equal(pairs.length, 8);
    for (const [, name, suffix] of pairs) {
      assert.ok(page.includes(`\`${name}\``), name);
      if (suffix !== '') assert.ok(page.includes(`\`${suffix}\``), suffix);
    }
  });

  it('README.md has at most 100 lines and names the commands to begin with', () => {
    const readme = textOf('README.md');
    assert.ok(readme.split('\n').length <= 100);
    assert.match(readme, /^npm ci && npm start\nnpm ci && npm test$/m);
  });
});

describe('linkProblem and linksOf', () => {
  it('linkProblem reports a file and a heading that do not exist', () => {
    assert.equal(linkProblem('README.md', 'docs/none.md'), 'README.md: there is no docs/none.md');
    assert.equal(linkProblem('docs/models.md', '#no-such'), 'docs/models.md: docs/models.md has no heading no-such');
    assert.equal(linkProblem('docs/models.md', '../README.md#privacy'), undefined);
    assert.equal(linkProblem('README.md', 'https://example.org/#x'), undefined);
  });

  it('linksOf leaves out links in code', () => {
    assert.deepEqual(linksOf('`[a](b)` [c](d)\n```\n[e](f)\n```\n![g](h.png)'), ['d', 'h.png']);
  });
});
