// Layers test: the imports of src keep the rules of floors.ts, and the checker of the rules finds violations of each
// kind.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { violations, type Source } from './floors';

const src = path.join(__ROOT__, 'src');

function sourcesInSrc(): Source[] {
  return fs
    .readdirSync(src, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => path.join(entry.parentPath, entry.name))
    .map(file => ({
      path: path.relative(src, file).split(path.sep).join('/'),
      text: fs.readFileSync(file, 'utf8'),
    }));
}

/** Source files with these texts, each with the first line that every file must have. */
function sourcesOf(files: Readonly<Record<string, string>>): Source[] {
  return Object.entries(files).map(([name, text]) => ({ path: name, text: `// A file.\n${text}` }));
}

function violationsOf(files: Readonly<Record<string, string>>): string[] {
  return violations(sourcesOf(files));
}

describe('src', () => {
  it('violates no rule of floors.ts', () => {
    const sources = sourcesInSrc();
    assert.ok(sources.length > 50, 'the sources were not found');
    assert.deepEqual(violations(sources), []);
  }).timeout(60_000);
});

describe('violations', () => {
  const B = 'export const b = 1;';

  it('allows an import from the same folder and from a lower floor', () => {
    assert.deepEqual(
      violationsOf({ 'base/b.ts': B, 'base/c.ts': "import './b';", 'tasks/t.ts': "import '../base/b';" }),
      [],
    );
  });

  it('reports an import from a higher floor', () => {
    const files = { 'tasks/t.ts': B, 'engine/e.ts': "import { b } from '../tasks/t';\nexport const c = b;" };
    assert.deepEqual(violationsOf(files), ['engine/e.ts (floor 2) imports tasks/t.ts (floor 3)']);
  });

  it('reports an import from another folder of the same floor, in every syntax', () => {
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
      assert.deepEqual(violationsOf({ 'text/b.ts': B, 'models/m.ts': line }), expected, line);
    }
  });

  it('reports an import between commands and views, and allows one between the two settings files', () => {
    assert.equal(violationsOf({ 'views/v.ts': B, 'commands/c.ts': "import '../views/v';" }).length, 1);
    assert.deepEqual(violationsOf({ 'settingKeys.ts': B, 'settings.ts': "import './settingKeys';" }), []);
    assert.equal(violationsOf({ 'extension.ts': B, 'settings.ts': "import './extension';" }).length, 1);
  });

  it('allows tasks to import only engine/api of the engine', () => {
    const files = { 'engine/api/contract.ts': B, 'engine/beam.ts': B };
    assert.deepEqual(violationsOf({ ...files, 'tasks/t.ts': "import '../engine/api/contract';" }), []);
    assert.deepEqual(violationsOf({ ...files, 'tasks/t.ts': "import '../engine/beam';" }), [
      'tasks/t.ts imports engine/beam.ts; tasks may import only engine/api',
    ]);
  });

  it('allows the webview to import only base, attention and the protocols of views', () => {
    const files = { 'base/b.ts': B, 'attention/a.ts': B, 'views/run/protocol.ts': B, 'views/v.ts': B };
    const fine = "import '../base/b';\nimport '../attention/a';\nimport '../views/run/protocol';";
    assert.deepEqual(violationsOf({ ...files, 'webview/main.ts': fine }), []);
    assert.deepEqual(violationsOf({ ...files, 'webview/main.ts': "import '../views/v';" }), [
      'webview/main.ts imports views/v.ts, which the webview may not',
    ]);
    assert.equal(violationsOf({ 'webview/main.ts': B, 'views/v.ts': "import '../webview/main';" }).length, 1);
  });

  it('reports the import of a package in a file that may not import it', () => {
    for (const [name, right, wrong] of [
      ['vscode', 'commands/c.ts', 'commands/ids.ts'],
      ['vscode', 'settings.ts', 'tasks/t.ts'],
      ['onnxruntime-web', 'engine/runtime/wasm.ts', 'engine/engine.ts'],
      ['onnxruntime-web/webgpu', 'engine/runtime/wasm.ts', 'engine/runtime/native.ts'],
      ['onnxruntime-common', 'engine/runtime/onnxSession.ts', 'engine/engine.ts'],
      ['@huggingface/transformers', 'engine/tokenizer/tokenizer.ts', 'engine/generate.ts'],
      ['d3-scale', 'attention/draw.ts', 'text/draw.ts'],
    ]) {
      assert.deepEqual(violationsOf({ [right]: `import '${name}';` }), [], right);
      assert.deepEqual(violationsOf({ [wrong]: `import '${name}';` }), [`${wrong} imports the package ${name}`]);
    }
    assert.deepEqual(violationsOf({ 'base/b.ts': "import 'lodash';" }), ['base/b.ts imports the package lodash']);
    assert.deepEqual(violationsOf({ 'base/b.ts': "import 'node:fs';" }), ['base/b.ts imports the package node:fs']);
  });

  it("reports a file of the workers or the pages that the extension's own bundle reaches, except for types", () => {
    const files = { 'formats/syntax.ts': 'export type S = string;\nexport const s = 1;' };
    const reported = (line: string): string[] =>
      violationsOf({ ...files, 'extension.ts': line, 'node/extension.ts': "import '../extension';" }).filter(one =>
        one.startsWith('the bundle'),
      );
    assert.deepEqual(reported("import { s } from './formats/syntax';\nexport const c = s;"), [
      'the bundle of node/extension.ts may not have formats/syntax.ts, which extension.ts imports',
    ]);
    assert.deepEqual(reported("import type { S } from './formats/syntax';"), []);
  });

  it('reports a bundle without an editor that reaches vscode through an import, except for types', () => {
    const files = { 'commands/c.ts': "import * as vscode from 'vscode';\nexport const c = vscode;" };
    const entry = 'node/worker.ts';
    const reported = (line: string): string[] =>
      violations(sourcesOf({ ...files, [entry]: line })).filter(violation => !violation.includes('counterpart'));
    assert.deepEqual(reported("import { c } from '../commands/c';"), [
      'node/worker.ts runs without the editor, but commands/c.ts imports vscode',
    ]);
    assert.deepEqual(reported("import type { c } from '../commands/c';"), []);
  });

  it('reports a global that only one host has, but not a variable of that name that the file declares itself', () => {
    const uses = (text: string): string[] => violationsOf({ 'engine/e.ts': text });
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
    assert.deepEqual(violationsOf({ 'extension.ts': 'export const a = process;' }), [], 'allowed above floor 3');
  });

  it('reports a cycle of imports once', () => {
    const files = {
      'base/a.ts': "import './b';",
      'base/b.ts': "import './c';",
      'base/c.ts': "import type { x } from './a';",
      'base/d.ts': "import './b';",
    };
    assert.deepEqual(violationsOf(files), [
      'base/a.ts imports base/b.ts imports base/c.ts imports base/a.ts, in a cycle',
    ]);
    assert.equal(violationsOf({ 'base/a.ts': "import './a';" }).length, 1);
  });

  it('reports a default export in every form', () => {
    for (const text of [
      'export default 1;',
      'export default function f() {}',
      'export default class {}',
      'const a = 1;\nexport { a as default };',
      'export = 1;',
    ]) {
      assert.deepEqual(violationsOf({ 'base/b.ts': text }), ['base/b.ts has a default export'], text);
    }
  });

  it('reports a file without a first comment line, one without a floor, and an import that leads to no file', () => {
    assert.deepEqual(violations([{ path: 'base/b.ts', text: B }]), [
      'base/b.ts does not begin with a line that says what it is for',
    ]);
    assert.deepEqual(violationsOf({ 'helpers/h.ts': B }), ['helpers/h.ts is on no floor']);
    assert.deepEqual(violationsOf({ 'base/b.ts': "import './gone';" }), [
      'base/b.ts imports base/gone, which is no file of src',
    ]);
    assert.equal(violationsOf({ 'base/b.ts': "const name = 'x';\nvoid import(name);" }).length, 1);
  });

  it('reports a file that only one host has, except for the command line', () => {
    const same = { 'node/extension.ts': B, 'web/extension.ts': B, 'node/cli/main.ts': B };
    assert.deepEqual(violationsOf(same), []);
    assert.deepEqual(violationsOf({ ...same, 'web/files.ts': B }), ['web/files.ts has no counterpart node/files.ts']);
    assert.deepEqual(violationsOf({ ...same, 'node/files.ts': B }), ['node/files.ts has no counterpart web/files.ts']);
  });

  it('reports rooms that import each other, even without a cycle of files', () => {
    const files = {
      'engine/search/beam.ts': "import '../network/step';",
      'engine/network/step.ts': B,
      'engine/network/padding.ts': "import '../search/settings';",
      'engine/search/settings.ts': B,
    };
    assert.deepEqual(violationsOf(files), ['engine/network needs engine/search needs engine/network, in a cycle']);
  });

  it('counts each file that is directly in a top-level folder as a room of its own, so that these imports are no cycle', () => {
    const files = {
      'commands/ids.ts': B,
      'commands/models/m.ts': "import '../ids';",
      'commands/open.ts': "import './models/m';",
    };
    assert.deepEqual(violationsOf(files), []);
  });

  it('reports a folder of more than 15 files', () => {
    const files = (count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`base/b${at}.ts`, B]));
    assert.deepEqual(violationsOf(files(15)), []);
    assert.deepEqual(violationsOf(files(16)), ['base has 16 files']);
  });
});
