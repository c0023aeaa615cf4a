import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { breaches, type Source } from './floors';

const src = path.join(__ROOT__, 'src');

function sourcesOfTheHouse(): Source[] {
  return fs
    .readdirSync(src, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => path.join(entry.parentPath, entry.name))
    .map(file => ({
      path: path.relative(src, file).split(path.sep).join('/'),
      text: fs.readFileSync(file, 'utf8'),
    }));
}

/** A house of a few lines; every file begins as it should. */
function house(files: Readonly<Record<string, string>>): Source[] {
  return Object.entries(files).map(([name, text]) => ({ path: name, text: `// A file.\n${text}` }));
}

function told(files: Readonly<Record<string, string>>): string[] {
  return breaches(house(files));
}

describe('the floors of the house', () => {
  it('are kept by every file', () => {
    const sources = sourcesOfTheHouse();
    assert.ok(sources.length > 50, 'the sources were not found');
    assert.deepEqual(breaches(sources), []);
  });
});

describe('the checker of the floors', () => {
  const B = 'export const b = 1;';

  it('lets a file import from its own folder and from below', () => {
    assert.deepEqual(told({ 'base/b.ts': B, 'base/c.ts': "import './b';", 'tasks/t.ts': "import '../base/b';" }), []);
  });

  it('reports an import from above', () => {
    const files = { 'tasks/t.ts': B, 'engine/e.ts': "import { b } from '../tasks/t';\nexport const c = b;" };
    assert.deepEqual(told(files), ['engine/e.ts (floor 2) imports tasks/t.ts (floor 3)']);
  });

  it('reports an import from aside, by whatever syntax', () => {
    for (const line of [
      "import { b } from '../text/b';",
      "import type { b } from '../text/b';",
      "export { b } from '../text/b';",
      "export * from '../text/b';",
      "export const b = await import('../text/b');",
      "export type B = typeof import('../text/b');",
      "import b = require('../text/b');",
    ]) {
      const expected = ['models/m.ts (floor 1) imports text/b.ts (floor 1)'];
      assert.deepEqual(told({ 'text/b.ts': B, 'models/m.ts': line }), expected, line);
    }
  });

  it('tells commands from views, and lets the two files of the settings meet', () => {
    assert.equal(told({ 'views/v.ts': B, 'commands/c.ts': "import '../views/v';" }).length, 1);
    assert.deepEqual(told({ 'settingKeys.ts': B, 'settings.ts': "import './settingKeys';" }), []);
    assert.equal(told({ 'extension.ts': B, 'settings.ts': "import './extension';" }).length, 1);
  });

  it('shows tasks only the api of the engine', () => {
    const files = { 'engine/api/contract.ts': B, 'engine/beam.ts': B };
    assert.deepEqual(told({ ...files, 'tasks/t.ts': "import '../engine/api/contract';" }), []);
    assert.deepEqual(told({ ...files, 'tasks/t.ts': "import '../engine/beam';" }), [
      'tasks/t.ts imports engine/beam.ts; tasks know of the engine only its api',
    ]);
  });

  it('shows the webview base, attention and the protocol alone', () => {
    const files = { 'base/b.ts': B, 'attention/a.ts': B, 'views/run/protocol.ts': B, 'views/v.ts': B };
    const fine = "import '../base/b';\nimport '../attention/a';\nimport '../views/run/protocol';";
    assert.deepEqual(told({ ...files, 'webview/main.ts': fine }), []);
    assert.deepEqual(told({ ...files, 'webview/main.ts': "import '../views/v';" }), [
      'webview/main.ts imports views/v.ts, which the webview may not',
    ]);
    assert.equal(told({ 'webview/main.ts': B, 'views/v.ts': "import '../webview/main';" }).length, 1);
  });

  it('shows the webview the types of the words of its pages, and not the words', () => {
    const files = { 'views/attention/words/w.ts': 'export type W = string;\nexport const w = 1;', 'views/v.ts': B };
    const reported = (line: string): string[] => told({ ...files, 'webview/main.ts': line });
    assert.deepEqual(reported("import type { W } from '../views/attention/words/w';"), []);
    for (const line of [
      "import { w } from '../views/attention/words/w';\nexport const c = w;",
      "import { type W } from '../views/attention/words/w';\nexport type C = W;",
    ]) {
      assert.deepEqual(reported(line), [
        'webview/main.ts imports views/attention/words/w.ts, which the webview may not',
      ]);
    }
    assert.equal(reported("import type { b } from '../views/v';").length, 1);
  });

  it('reports a package in a file that may not have it', () => {
    for (const [name, right, wrong] of [
      ['vscode', 'commands/c.ts', 'commands/ids.ts'],
      ['vscode', 'settings.ts', 'tasks/t.ts'],
      ['onnxruntime-web', 'engine/runtime/session.ts', 'engine/engine.ts'],
      ['onnxruntime-web/webgpu', 'engine/runtime/session.ts', 'engine/seq2seq.ts'],
      ['@huggingface/transformers', 'engine/tokenizer/tokenizer.ts', 'engine/generate.ts'],
      ['d3-scale', 'attention/draw.ts', 'text/draw.ts'],
    ]) {
      assert.deepEqual(told({ [right]: `import '${name}';` }), [], right);
      assert.deepEqual(told({ [wrong]: `import '${name}';` }), [`${wrong} imports the package ${name}`]);
    }
    assert.deepEqual(told({ 'base/b.ts': "import 'lodash';" }), ['base/b.ts imports the package lodash']);
    assert.deepEqual(told({ 'base/b.ts': "import 'node:fs';" }), ['base/b.ts imports the package node:fs']);
  });

  it('reports an editor that is reached from where there is none, but not its types', () => {
    const files = { 'commands/c.ts': "import * as vscode from 'vscode';\nexport const c = vscode;" };
    const entry = 'node/worker.ts';
    const told = (line: string): string[] =>
      breaches(house({ ...files, [entry]: line })).filter(breach => !breach.includes('twin'));
    assert.deepEqual(told("import { c } from '../commands/c';"), [
      'node/worker.ts runs without the editor, but commands/c.ts imports vscode',
    ]);
    assert.deepEqual(told("import type { c } from '../commands/c';"), []);
  });

  it('reports a global of one host, and takes no name of the file itself for one', () => {
    const uses = (text: string): string[] => told({ 'engine/e.ts': text });
    for (const text of [
      'export const a = process.env;',
      'export const a = typeof window;',
      'export const a = () => ({ document });',
      'export const a = globalThis.navigator;',
      'export function f(process: number) { return process; }\nexport const a = process;',
    ]) {
      assert.equal(uses(text).length, 1, text);
    }
    assert.deepEqual(uses("export const a = globalThis['self'];"), ['engine/e.ts uses the global self']);
    for (const text of [
      'export function f(process: number) { return { process }; }',
      'export const a = { document: 1, self: 2 }.document;',
      'export interface A { window: number }',
      '// process and window\nexport const a = "document";',
    ]) {
      assert.deepEqual(uses(text), [], text);
    }
    assert.deepEqual(told({ 'extension.ts': 'export const a = process;' }), [], 'a high floor may');
  });

  it('reports a circle once', () => {
    const files = {
      'base/a.ts': "import './b';",
      'base/b.ts': "import './c';",
      'base/c.ts': "import type { x } from './a';",
      'base/d.ts': "import './b';",
    };
    assert.deepEqual(told(files), ['base/a.ts imports base/b.ts imports base/c.ts imports base/a.ts, in a circle']);
    assert.equal(told({ 'base/a.ts': "import './a';" }).length, 1);
  });

  it('reports a default export in every form', () => {
    for (const text of [
      'export default 1;',
      'export default function f() {}',
      'export default class {}',
      'const a = 1;\nexport { a as default };',
      'export = 1;',
    ]) {
      assert.deepEqual(told({ 'base/b.ts': text }), ['base/b.ts has a default export'], text);
    }
  });

  it('reports a file that does not say what it is for, one without a floor, and an import of nothing', () => {
    assert.deepEqual(breaches([{ path: 'base/b.ts', text: B }]), [
      'base/b.ts does not begin with a line that says what it is for',
    ]);
    assert.deepEqual(told({ 'helpers/h.ts': B }), ['helpers/h.ts stands on no floor']);
    assert.deepEqual(told({ 'base/b.ts': "import './gone';" }), [
      'base/b.ts imports base/gone, which is no file of src',
    ]);
    assert.equal(told({ 'base/b.ts': "const name = 'x';\nvoid import(name);" }).length, 1);
  });

  it('reports a file that only one host has, but for the command line', () => {
    const same = { 'node/extension.ts': B, 'web/extension.ts': B, 'node/cli/main.ts': B };
    assert.deepEqual(told(same), []);
    assert.deepEqual(told({ ...same, 'web/files.ts': B }), ['web/files.ts has no twin node/files.ts']);
    assert.deepEqual(told({ ...same, 'node/files.ts': B }), ['node/files.ts has no twin web/files.ts']);
  });

  it('reports rooms that need each other, though no file imports itself', () => {
    const files = {
      'engine/search/beam.ts': "import '../network/step';",
      'engine/network/step.ts': B,
      'engine/network/padding.ts': "import '../search/settings';",
      'engine/search/settings.ts': B,
    };
    assert.deepEqual(told(files), ['engine/network needs engine/search needs engine/network, in a circle']);
  });

  it('takes files that lie beside the rooms for rooms of their own', () => {
    const files = {
      'commands/ids.ts': B,
      'commands/models/m.ts': "import '../ids';",
      'commands/open.ts': "import './models/m';",
    };
    assert.deepEqual(told(files), []);
  });

  it('reports a folder of more files than one can see at once', () => {
    const files = (count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`base/b${at}.ts`, B]));
    assert.deepEqual(told(files(15)), []);
    assert.deepEqual(told(files(16)), ['base holds 16 files']);
  });
});
