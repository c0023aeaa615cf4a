// Reference: writes the generated parts of docs/reference.md: settings, commands, keys and colors from package.json,
// and the output of `attentive --help`. With `--check` it writes nothing and fails if the page is not up to date.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const pageFile = path.join(root, 'docs/reference.md');

/** The scope of a setting, in words for the user. */
const SCOPES = {
  resource: 'user, workspace, folder',
  window: 'user, workspace',
  machine: 'user, on the machine where the extension runs',
};

/** The `when` conditions of package.json, in words for the user. Any other condition is shown as it is. */
const CONDITIONS = {
  editorTextFocus: 'in an editor',
  'attentive.isRunning': 'while something runs',
  'attentive.hasEngine': 'while the engine runs',
  'editorLangId =~ /^(?!(?:plaintext|markdown|mdx|quarto|rmd|attentive-preview.*)$)/': 'in source code',
  "activeEditor == 'workbench.editor.notebook'": 'in a notebook',
  'resourceScheme == attentive-preview': 'in a preview',
  'editorFocus && resourceScheme == attentive-preview': 'in a preview',
  'editorFocus && resourceScheme == attentive-preview && resource in attentive.finishedPreviews':
    'in a finished preview',
};

/**
 * The generated parts by name.
 *
 * @param manifest the parsed package.json
 * @param words the parsed package.nls.json: the text of each %key%
 * @param usage the output of `attentive --help`
 */
export function partsOf({ contributes }, words, usage) {
  const textOf = text => text?.replace(/^%(.+)%$/, (_, key) => words[key].trim());
  const { commands, keybindings, menus, colors, configuration } = contributes;
  const titles = new Map(commands.map(({ command, title }) => [command, textOf(title)]));
  return {
    settings: settingsPart(configuration.properties, textOf),
    commands: commandsPart(commands, { keybindings, palette: menus.commandPalette, titles }),
    keys: keysPart(keybindings, titles),
    colors: colorsPart(colors, textOf),
    'command line': `\`\`\`\n${usage.trimEnd()}\n\`\`\``,
  };
}

/**
 * The page with each generated part inserted between its marks.
 *
 * @throws Error if the page has no marks for a part
 */
export function withParts(page, parts) {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const marked = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[^]*?(<!-- end of ${name} -->)`);
    if (!marked.test(text)) throw new Error(`docs/reference.md has no place for: ${name}`);
    return text.replace(marked, (_, begin, end) => `${begin}\n${part}\n\n${end}`);
  }, page);
}

function settingsPart(properties, textOf) {
  const ordered = Object.entries(properties).sort(([, left], [, right]) => left.order - right.order);
  const rows = ordered.map(([name, property]) => [
    code(name),
    code(JSON.stringify(property.default)),
    valuesOf(property),
    SCOPES[property.scope] ?? property.scope,
    textOf(property.markdownDescription ?? property.description),
  ]);
  const choices = ordered
    .filter(([, { enumDescriptions }]) => enumDescriptions !== undefined)
    .map(([name, property]) => `Values of \`${name}\`:\n\n${choicesPart(property, textOf)}`);
  return [table(['setting', 'default', 'values', 'can be set for', 'meaning'], rows), ...choices].join('\n\n');
}

function valuesOf({ type, enum: values, minimum, maximum }) {
  if (values !== undefined) return values.map(value => code(JSON.stringify(value))).join(', ');
  const bounds = [minimum !== undefined && `from ${minimum}`, maximum !== undefined && `to ${maximum}`];
  return [type, ...bounds.filter(Boolean)].join(' ');
}

function choicesPart({ enum: values, enumItemLabels, enumDescriptions }, textOf) {
  const rows = values.map((value, at) => [
    code(JSON.stringify(value)),
    textOf(enumItemLabels?.[at]),
    textOf(enumDescriptions[at]),
  ]);
  return table(
    ['value', 'label', 'meaning'],
    rows.filter(([, , meaning]) => meaning !== ''),
  );
}

function commandsPart(commands, { keybindings, palette, titles }) {
  const keyOf = new Map(keybindings.map(({ command, key }) => [command, code(keyName(key))]));
  const offered = command => {
    const when = palette.find(item => item.command === command)?.when;
    return when === 'false' ? 'never' : conditionOf(when) || 'always';
  };
  const rows = commands.map(({ command }) => [
    titles.get(command),
    code(command),
    keyOf.get(command) ?? '',
    offered(command),
  ]);
  return table(['command', 'id', 'key', 'in the palette'], rows);
}

function keysPart(keybindings, titles) {
  const rows = keybindings.map(({ command, key, mac, when }) => [
    code(keyName(key)),
    code(keyName(mac ?? key)),
    titles.get(command),
    conditionOf(when),
  ]);
  return table(['key', 'on a Mac', 'command', 'where'], rows);
}

function colorsPart(colors, textOf) {
  const rows = colors.map(({ id, description, defaults }) => [
    code(id),
    textOf(description),
    ...['light', 'dark', 'highContrastLight', 'highContrast'].map(theme => code(defaults[theme])),
  ]);
  return table(['color', 'what it colors', 'light', 'dark', 'high contrast light', 'high contrast'], rows);
}

function conditionOf(when) {
  if (when === undefined) return '';
  if (when.startsWith("activeWebviewPanelId == 'attentive.attention'")) return 'in the Attention view';
  return CONDITIONS[when] ?? code(when);
}

/** A key as VS Code shows it: Ctrl+K L. */
export function keyName(key) {
  const names = { ctrl: 'Ctrl', cmd: 'Cmd', alt: 'Alt', shift: 'Shift', enter: 'Enter', backspace: 'Backspace' };
  return key
    .split(' ')
    .map(chord =>
      chord
        .split('+')
        .map(part => names[part] ?? part.toUpperCase())
        .join('+'),
    )
    .join(' ');
}

function code(text) {
  return `\`${text}\``;
}

function table(head, rows) {
  const line = cells => `| ${cells.map(cell => (cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** The text of docs/reference.md, with up-to-date generated parts. */
export async function reference() {
  const json = name => JSON.parse(fs.readFileSync(path.join(root, name), 'utf8'));
  const parts = partsOf(json('package.json'), json('package.nls.json'), await usageText());
  return withParts(fs.readFileSync(pageFile, 'utf8'), parts);
}

/** The usage text, from the source of the command line. */
async function usageText() {
  const entry = path.join(root, 'src/node/cli/usage.ts');
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
  const script = Buffer.from(outputFiles[0].contents).toString('base64');
  const { USAGE } = await import(`data:text/javascript;base64,${script}`);
  return USAGE;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const page = await reference();
  if (!process.argv.includes('--check')) fs.writeFileSync(pageFile, page);
  else if (fs.readFileSync(pageFile, 'utf8') !== page) {
    console.error('docs/reference.md is not up to date: run npm run reference');
    process.exit(1);
  }
}
