// Code: pictures of the previews of Translate Comments, Translate Strings and Translate Notebook, and of the status list. It tests
// nothing.
import fs from 'node:fs';
import path from 'node:path';

export const targets = ['server'];
export const settings = { 'editor.minimap.enabled': false };

const SCRIPT = `"""Reads the settings of a project."""
import json


def read(path, default=None):
    """Reads a file, and returns its values.

    :param path: the name of the file
    :param default: the values that are used if the file does not exist
    :returns: the values as a dictionary
    """
    # TODO(anna): The file may be very large. Read it
    # line by line, and stop after the first error.
    try:
        with open(path) as file:  # The file is closed at the end.
            return json.load(file)
    except FileNotFoundError:
        print(f"The file {path} was not found.")
        return default
`;

const NOTEBOOK = {
  cells: [
    {
      cell_type: 'markdown',
      metadata: {},
      source: ['# Weather\n', '\n', 'This page shows the **weather** of the last week.\n'],
    },
    {
      cell_type: 'code',
      execution_count: 1,
      metadata: {},
      outputs: [{ name: 'stdout', output_type: 'stream', text: ['7\n'] }],
      source: ['# Read the file.\n', 'rows = read("weather.csv")  # one row for each day\n', 'print(len(rows))'],
    },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
};

const THEMES = { light: 'Light Modern', dark: 'Dark Modern', contrast: 'Dark High Contrast' };

export async function run({ page, workbench, shot, folder }) {
  fs.writeFileSync(path.join(folder, 'settings.py'), SCRIPT);
  fs.writeFileSync(path.join(folder, 'weather.ipynb'), JSON.stringify(NOTEBOOK));
  await workbench.openFile('letter.txt');
  await workbench.runCommand('Refresh Explorer');
  for (const wanted of ['Comments', 'Strings']) {
    await workbench.openFile('settings.py');
    await preview(page, workbench, `Attentive: Translate ${wanted}`);
    for (const [name, theme] of Object.entries(wanted === 'Comments' ? THEMES : { light: THEMES.light })) {
      await workbench.setTheme(theme);
      await workbench.restForPicture();
      await shot(`${wanted.toLowerCase()}-${name}`);
    }
    await workbench.setTheme(THEMES.light);
    await workbench.runCommand('Attentive: Discard Preview');
    await page.locator('.monaco-diff-editor').first().waitFor({ state: 'detached' });
  }
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'weather.ipynb' }).first().dblclick();
  await page.locator('.part.statusbar', { hasText: 'Cell 1 of 2' }).waitFor();
  await preview(page, workbench, 'Attentive: Translate Notebook');
  await workbench.restForPicture();
  await shot('notebook-preview');
  await workbench.runCommand('Attentive: Accept Preview');
  await page.locator('.monaco-diff-editor').first().waitFor({ state: 'detached' });
  await workbench.restForPicture();
  await shot('notebook-accepted');
  await workbench.runCommand('Attentive: Show Status');
  await workbench.restForPicture();
  await shot('status');
}

async function preview(page, workbench, command) {
  await workbench.runCommand(command);
  await workbench.pick('English to German');
  await page.locator('.codelens-decoration a', { hasText: 'Accept' }).first().waitFor({ timeout: 60_000 });
}
