import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface Script {
  reference(): Promise<string>;
  withParts(page: string, parts: Readonly<Record<string, string>>): string;
  partsOf(manifest: object, words: Readonly<Record<string, string>>, usage: string): Readonly<Record<string, string>>;
  keyName(key: string): string;
}

const MANIFEST = {
  contributes: {
    commands: [
      { command: 'a.run', title: '%run%' },
      { command: 'a.stop', title: '%stop%' },
    ],
    keybindings: [
      { command: 'a.run', key: 'ctrl+k l', mac: 'cmd+k l', when: 'editorTextFocus' },
      { command: 'a.stop', key: 'shift+alt+f5', when: 'b || c' },
    ],
    menus: { commandPalette: [{ command: 'a.stop', when: 'false' }] },
    colors: [
      {
        id: 'a.border',
        description: '%color%',
        defaults: { dark: '#000000', light: '#ffffff', highContrast: 'contrastBorder', highContrastLight: '#0f0f0f' },
      },
    ],
    configuration: {
      properties: {
        'a.second': { order: 2, type: 'integer', default: 3, minimum: 1, scope: 'machine', description: '%second%' },
        'a.first': {
          order: 1,
          default: 'x',
          scope: 'resource',
          enum: ['x', 'y'],
          enumItemLabels: ['%label%', 'Y'],
          enumDescriptions: ['%meaning%', ''],
          markdownDescription: '%first%',
        },
      },
    },
  },
};

const WORDS = {
  run: ' Run',
  stop: 'Stop',
  color: 'A line',
  first: 'The first',
  second: 'This|that',
  label: 'An X',
  meaning: 'It is X.',
};

describe('docs/reference.md and scripts/reference.mjs', () => {
  let script: Script;
  before(async () => {
    script = (await import(pathToFileURL(path.join(__ROOT__, 'scripts/reference.mjs')).href)) as Script;
  });

  it('equals the page that is made from package.json and the usage of the command line', async () => {
    const page = fs.readFileSync(path.join(__ROOT__, 'docs/reference.md'), 'utf8');
    assert.equal(page, await script.reference(), 'run npm run reference');
  });

  it('partsOf makes a row for each setting, in their order, and for each value that has an explanation', () => {
    const { settings } = script.partsOf(MANIFEST, WORDS, '');
    const rows = settings.split('\n').filter(line => line.startsWith('| `'));
    assert.deepEqual(rows, [
      '| `a.first` | `"x"` | `"x"`, `"y"` | user, workspace, folder | The first |',
      '| `a.second` | `3` | integer from 1 | user, on the machine where the extension runs | This\\|that |',
      '| `"x"` | An X | It is X. |',
    ]);
  });

  it('partsOf makes tables of commands with keys, of keys with conditions, and of colors by theme', () => {
    const { commands, keys, colors } = script.partsOf(MANIFEST, WORDS, '');
    assert.deepEqual(commands.split('\n').slice(2), [
      '| Run | `a.run` | `Ctrl+K L` | always |',
      '| Stop | `a.stop` | `Shift+Alt+F5` | never |',
    ]);
    assert.deepEqual(keys.split('\n').slice(2), [
      '| `Ctrl+K L` | `Cmd+K L` | Run | in an editor |',
      '| `Shift+Alt+F5` | `Shift+Alt+F5` | Stop | `b \\|\\| c` |',
    ]);
    assert.deepEqual(colors.split('\n').slice(2), [
      '| `a.border` | A line | `#ffffff` | `#000000` | `#0f0f0f` | `contrastBorder` |',
    ]);
  });

  it('withParts replaces what is between the marks of a part, and throws for a page without the marks', () => {
    const page = 'a\n<!-- keys: made by x -->\nold\n<!-- end of keys -->\nb\n';
    const made = 'a\n<!-- keys: made by x -->\n\n$& new\n\n<!-- end of keys -->\nb\n';
    assert.equal(script.withParts(page, { keys: '$& new' }), made);
    assert.equal(script.withParts(made, { keys: '$& new' }), made);
    assert.throws(() => script.withParts(page, { colors: 'x' }), /no place for: colors/);
  });

  it('keyName spells keys as VS Code does', () => {
    assert.equal(script.keyName('ctrl+backspace'), 'Ctrl+Backspace');
    assert.equal(script.keyName('cmd+k l'), 'Cmd+K L');
  });
});
