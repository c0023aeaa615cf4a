// Manifest test: package.json declares what the code handles, and its texts, menus, keys and files exist.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { COMMAND_IDS } from '../../src/commands/ids';
import { FRONT_MATTER_KEYS } from '../../src/formats/documentFormat';
import { IDS } from '../../src/formats/languages';
import { OUTPUTS, SETTING_KEYS } from '../../src/settingKeys';

interface Property {
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly scope: string;
  readonly order: number;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly enumItemLabels?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}

interface Manifest {
  readonly main: string;
  readonly browser: string;
  readonly icon: string;
  readonly l10n: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly mac: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
    readonly submenus: readonly { readonly id: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
  };
}

const require = createRequire(path.join(__ROOT__, 'package.json'));

function textOf(...name: string[]): string {
  return fs.readFileSync(path.join(__ROOT__, ...name), 'utf8');
}

const manifest = JSON.parse(textOf('package.json')) as Manifest;
const { commands, keybindings, submenus, menus, configuration, jsonValidation, walkthroughs } = manifest.contributes;
const words = JSON.parse(textOf('package.nls.json')) as Readonly<Record<string, string>>;
const settings = configuration.properties;
const items = Object.values(menus).flat();

function sorted(names: Iterable<string>): string[] {
  return [...names].sort();
}

describe('package.json', () => {
  it('declares exactly the commands that the code handles', () => {
    const declared = commands.map(({ command }) => command);
    assert.deepEqual(sorted(declared), sorted(COMMAND_IDS));
  });

  it('declares exactly the settings that the code reads', () => {
    const expected = SETTING_KEYS.map(key => `attentive.${key}`);
    assert.deepEqual(sorted(Object.keys(settings)), sorted(expected));
  });

  it('declares exactly the outputs that the code knows', () => {
    assert.deepEqual(settings['attentive.output'].enum, ['ask', ...OUTPUTS]);
  });

  it('gives each setting a valid default and a text for each of its values', () => {
    for (const [name, property] of Object.entries(settings)) {
      const { default: value, type } = property;
      const kind = Array.isArray(value) ? 'array' : typeof value;
      const kinds = [type].flat().map(one => (one === 'integer' ? 'number' : one));
      assert.ok(kinds.includes(kind), name);
      if (type === 'integer') assert.ok(Number.isInteger(value), name);
      if (property.enum !== undefined) {
        assert.ok(property.enum.includes(value), name);
        const labels = [property.enumDescriptions, property.enumItemLabels].filter(texts => texts !== undefined);
        assert.ok(labels.length > 0, name);
        for (const texts of labels) assert.equal(texts.length, property.enum.length, name);
      }
      if (typeof value === 'number') {
        assert.ok(value >= (property.minimum ?? -Infinity) && value <= (property.maximum ?? Infinity), name);
      }
    }
  });

  it('translates the same keys of front matter by default as the command line does', () => {
    assert.deepEqual(settings['attentive.translate.frontMatterKeys'].default, FRONT_MATTER_KEYS);
  });

  it('gives each setting another order', () => {
    const orders = Object.values(settings).map(({ order }) => order);
    assert.equal(new Set(orders).size, orders.length);
  });

  it('allows no workspace to set paths, hosts or the number of threads', () => {
    const guarded = Object.keys(settings).filter(name =>
      /folder|path|file|host|url|server|mirror|hub|thread/i.test(name),
    );
    assert.ok(guarded.includes('attentive.modelFolders'));
    for (const name of guarded) assert.equal(settings[name].scope, 'machine', name);
  });

  it('has menus only of commands and submenus that exist', () => {
    const known = new Set(commands.map(({ command }) => command));
    const groups = new Set(submenus.map(({ id }) => id));
    for (const { command, submenu } of items) {
      assert.notEqual(command === undefined, submenu === undefined, 'an item is a command or a submenu');
      if (command !== undefined) assert.ok(known.has(command), command);
      if (submenu !== undefined) assert.ok(groups.has(submenu), submenu);
    }
    const own = sorted(Object.keys(menus).filter(menu => menu.startsWith('attentive.')));
    assert.deepEqual(own, sorted(groups), 'each submenu has items');
    const shown = new Set(items.map(({ submenu }) => submenu));
    for (const id of groups) assert.ok(shown.has(id), `${id} is in no menu`);
  });

  it('offers comments and strings in every language with a grammar, and not in prose or previews', () => {
    const conditions = items.filter(({ command }) => /\.translate(?:Comments|Strings)$/.test(command ?? ''));
    assert.equal(conditions.length, 4);
    for (const { when } of conditions) {
      const [, pattern] = /^editorLangId =~ \/(.+)\/$/.exec(when ?? '') ?? [];
      const offered = new RegExp(pattern);
      for (const ids of Object.values(IDS)) for (const id of ids.split(' ')) assert.match(id, offered);
      for (const id of ['plaintext', 'markdown', 'mdx', 'attentive-preview-large']) assert.doesNotMatch(id, offered);
    }
  });

  it('uses the scheme and the context key of previews as the code names them', () => {
    const code = textOf('src/views/preview/previews.ts');
    const [, scheme] = /PREVIEW_SCHEME = '([^']+)'/.exec(code) ?? [];
    const [, context] = /FINISHED_CONTEXT = '([^']+)'/.exec(code) ?? [];
    assert.ok(scheme !== undefined && context !== undefined);
    const conditions = items.flatMap(({ when }) => when ?? []);
    for (const condition of conditions) {
      for (const [, name] of condition.matchAll(/resourceScheme == (\S+)/g)) assert.equal(name, scheme);
      for (const [, name] of condition.matchAll(/ in (\S+)/g)) assert.equal(name, context);
    }
    assert.ok(conditions.some(condition => condition.includes(scheme) && condition.includes(context)));
  });

  it('has a text in package.nls.json for every key, and no text that is not used', () => {
    const used = [...textOf('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
    assert.deepEqual(sorted(new Set(used)), sorted(Object.keys(words)));
    for (const [key, text] of Object.entries(words)) assert.notEqual(text.trim(), '', key);
  });

  it('lists Translate Selection first in the palette, and hides commands there that have no effect', () => {
    const hidden = new Set((menus['commandPalette'] ?? []).map(({ command }) => command));
    const labels = commands
      .filter(({ command }) => !hidden.has(command))
      .map(({ category, title }) => `${category}: ${words[title.replaceAll('%', '')]}`)
      .sort((left, right) => left.localeCompare(right));
    assert.match(labels[0], /^Attentive: +Translate Selection$/);
    for (const command of ['attentive.cancel', 'attentive.restartEngine']) assert.ok(hidden.has(command), command);
  });

  it('binds different keys to existing commands, and the README names each key', () => {
    const known = new Set(commands.map(({ command }) => command));
    for (const { command, key, mac } of keybindings) {
      assert.ok(known.has(command), command);
      assert.equal(mac ?? key, key.replace('ctrl', 'cmd'), command);
    }
    assert.equal(new Set(keybindings.map(({ key }) => key)).size, keybindings.length);
    const readme = textOf('README.md');
    for (const { key } of keybindings) {
      const label = key
        .replace('ctrl', 'Ctrl')
        .replace('+enter', '+Enter')
        .replace('+backspace', '+Backspace')
        .replace('alt+', 'Alt+')
        .replace('shift+', 'Shift+')
        .replace(/\bf(\d)/, 'F$1')
        .replace(/\b[a-z]\b/g, letter => letter.toUpperCase());
      assert.ok(readme.includes(`\`${label}\``), key);
    }
  });

  it('completes a walkthrough step by a context key that the code sets or by a setting, not by a command alone', () => {
    const code = textOf('src/commands/walkthrough.ts');
    const [, steps = ''] = /type WalkthroughStep = ([^;]+);/.exec(code) ?? [];
    const known = new Set(commands.map(({ command }) => command));
    for (const { id, description, media, completionEvents } of walkthroughs.flatMap(({ steps }) => steps)) {
      assert.ok(fs.statSync(path.join(__ROOT__, media.svg)).isFile(), id);
      assert.notEqual(words[media.altText.replaceAll('%', '')], undefined, id);
      for (const event of completionEvents) {
        assert.match(event, /^(?:onContext:attentive\.did\.|onSettingChanged:attentive\.)/, id);
        const [, done] = /^onContext:attentive\.did\.(.+)/.exec(event) ?? [];
        if (done !== undefined) assert.ok(steps.includes(`'${done}'`), event);
      }
      const text = words[description.replaceAll('%', '')];
      for (const [, command] of text.matchAll(/\(command:(attentive\.\w+)/g)) assert.ok(known.has(command), command);
    }
  });

  it('has walkthrough pictures that take their colors from the theme', () => {
    for (const { media } of walkthroughs.flatMap(({ steps }) => steps)) {
      const svg = textOf(media.svg);
      assert.match(svg, /fill="var\(--vscode-editor-background/, media.svg);
      // VS Code drops style sheets and style attributes when it shows a picture.
      assert.doesNotMatch(svg, /<style|style=|class=|#[0-9a-f]{3,8}\b/i, media.svg);
    }
  });

  it('names only files that exist or that the build writes', () => {
    const built = bundles();
    for (const file of [manifest.main, manifest.browser, ...Object.values(manifest.bin)]) {
      assert.ok(built.includes(path.join(__ROOT__, file)), file);
    }
    for (const file of [manifest.icon, ...jsonValidation.map(({ url }) => url)]) {
      assert.ok(fs.statSync(path.join(__ROOT__, file)).isFile(), file);
    }
  });

  it('requires the version of VS Code whose types the code is checked with', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
    const installed = JSON.parse(textOf('node_modules/@types/vscode/package.json')) as { version: string };
    assert.equal(installed.version, manifest.devDependencies['@types/vscode']);
  });

  it('assigns the schema of model cards to files with the name of a card', () => {
    const [, name] = /CARD_FILE = '([^']+)'/.exec(textOf('src/models/card.ts')) ?? [];
    assert.deepEqual(jsonValidation, [{ fileMatch: name, url: './models/card.schema.json' }]);
  });
});

/** The files that webpack writes. */
function bundles(): string[] {
  const configurations = require('./webpack.config.js') as { output: { path: string; filename: string } }[];
  return configurations.map(({ output }) => path.join(output.path, output.filename));
}
