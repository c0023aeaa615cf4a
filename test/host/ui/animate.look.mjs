// Animate: the scenario of the animation in the README. A text is selected and translated, its preview is filled and
// accepted, and the Attention view shows what a word attends to. It tests nothing. scripts/animate.mjs encodes its
// pictures.
import fs from 'node:fs';
import path from 'node:path';
import { Film } from './film.mjs';

export const targets = ['server'];
export const view = { width: 1020, height: 640, scale: 1.5 };
export const settings = {
  'attentive.numBeams': 8,
  'breadcrumbs.enabled': false,
  'diffEditor.renderSideBySide': true,
  'diffEditor.useInlineViewWhenSpaceIsLimited': false,
  'editor.cursorBlinking': 'solid',
  'editor.fontSize': 13,
  'editor.glyphMargin': false,
  'editor.lightbulb.enabled': 'off',
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.renderLineHighlight': 'none',
  'editor.renderWhitespace': 'none',
  'editor.scrollbar.vertical': 'hidden',
  'editor.selectionHighlight': false,
  'editor.smoothScrolling': false,
  'editor.stickyScroll.enabled': false,
  'editor.unicodeHighlight.ambiguousCharacters': false,
  'editor.wordWrap': 'on',
  'screencastMode.fontSize': 34,
  'screencastMode.keyboardOptions': {
    showKeys: false,
    showKeybindings: true,
    showCommands: true,
    showCommandGroups: false,
    showSingleEditorCursorMoves: false,
  },
  'screencastMode.keyboardOverlayTimeout': 1400,
  'screencastMode.verticalOffset': 8,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'hidden',
  'workbench.activityBar.location': 'hidden',
  'workbench.colorTheme': 'Light Modern',
  'workbench.layoutControl.enabled': false,
};

const NAME = 'guide.md';
const TEXT = `# How to install the program

This page describes how to install the program.
Open the terminal and run \`npm install\`.
Restart the computer after the installation.

- Enter the name of the new folder.
- Create a new file.
- Open the file in a new window.

## Use the program

The program reads the file and prints the result.
Each line contains one word.

- This option is disabled by default.
- The default value is \`true\`.
- Use \`--help\` to see all options.

> This error occurs if the file is empty.

## Getting help

See the documentation for more information.
The license allows you to change the code.

Check the network connection and try again.
`;

export async function run({ page, workbench, shot, folder }) {
  fs.writeFileSync(path.join(folder, NAME), TEXT);
  await prepare({ page, workbench });
  const film = new Film(page, path.dirname(await shot('film/first')));
  await film.begin(620, 300);
  await translate({ page, workbench, film });
  await accept({ page, workbench, film });
  await attention({ page, workbench, film });
  film.end();
}

/** Loads the model by a first run, and shows only the text on the screen. */
async function prepare({ page, workbench }) {
  await workbench.openFile('letter.txt');
  await workbench.selectAll();
  await workbench.runCommand('Attentive: Translate Selection');
  await choose(workbench, 'English to French');
  await choose(workbench, 'Show a Preview');
  await page.locator('.editor-actions [aria-label^="Accept Preview"]').first().waitFor({ timeout: 60_000 });
  await workbench.runCommand('View: Close All Editors');
  await page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.openFile(NAME);
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.runCommand('Developer: Toggle Screencast Mode');
  await workbench.editor().locator('.view-line').first().click();
  await page.keyboard.press('Control+Home');
  // Screencast mode shows the keys pressed so far for a while.
  await page.waitForTimeout(2500);
}

async function choose(workbench, label) {
  await workbench.rows.filter({ hasText: label }).first().waitFor();
  await workbench.pick(label);
}

/** Selects by dragging, from the first letter of one text to the last of another. */
async function select({ workbench, film }, first, last) {
  const line = text => workbench.editor().locator('.view-line > span', { hasText: text }).first();
  const from = await line(first).boundingBox();
  const to = await line(last).boundingBox();
  await film.move(from.x, from.y + from.height / 2);
  await film.drag(to.x + to.width, to.y + to.height / 2);
  await film.still(500);
}

async function translate({ page, workbench, film }) {
  await film.still(1000);
  await select({ workbench, film }, 'How', 'license');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('l');
  const language = workbench.rows.filter({ hasText: 'English to French' }).first();
  await language.waitFor();
  await film.still(900);
  await film.click(language);
  const output = workbench.rows.filter({ hasText: 'Show a Preview' }).first();
  await output.waitFor();
  await film.still(800);
  await film.moveTo(output);
  await film.hold(200);
  await page.mouse.click(film.at.x, film.at.y);
  await page.locator('.monaco-diff-editor .modified .view-line').first().waitFor();
  const accept = page.locator('.monaco-diff-editor .modified .codelens-decoration a', { hasText: 'Accept' }).first();
  await film.follow(accept.waitFor({ timeout: 60_000 }), 250);
  await film.still(1100);
}

/** Rejects the sentence of which the model was unsure, and accepts the rest. */
async function accept({ page, film }) {
  await film.click(page.locator('.notifications-toasts .monaco-button', { hasText: 'Go to First' }).first());
  await page.locator('.monaco-hover', { hasText: 'Original:' }).first().waitFor();
  await film.still(1500);
  await page.keyboard.press('Alt+n');
  await film.still(1500);
  await film.click(page.locator('.editor-actions [aria-label^="Accept Preview"]').first());
  await page.locator('.monaco-diff-editor').first().waitFor({ state: 'detached' });
  await film.still(1300);
}

async function attention({ page, workbench, film }) {
  await select({ workbench, film }, 'Check', 'Check');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('a');
  const task = workbench.rows.filter({ hasText: 'English to French' }).first();
  await task.waitFor();
  await film.still(800);
  await film.click(task);
  await page.locator('.tabs-container .tab', { hasText: 'Attention: ' }).first().waitFor();
  await film.move(760, 430);
  const inside = workbench.webview();
  const word = text => inside.locator('.text .word', { hasText: text }).first();
  await film.follow(word('connexion').waitFor({ timeout: 60_000 }), 150);
  await film.still(800);
  for (const text of ['Vérifiez', 'connexion', 'réseau']) {
    await film.moveTo(word(text));
    await film.still(1200);
  }
  for (const tab of ['Lines', 'Matrix']) {
    await film.click(inside.getByRole('tab', { name: tab, exact: true }));
    await film.still(1800);
  }
}
