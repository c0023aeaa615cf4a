// Translate: a letter is translated from the palette into a preview; two sentences are accepted, one is rejected, and
// the accepted preview is undone in one step. Then a read-only editor, a long run that is cancelled, and a headline.
import assert from 'node:assert/strict';

export const settings = { 'editor.minimap.enabled': false };

const THEMES = { light: 'Light Modern', dark: 'Dark Modern', contrast: 'Dark High Contrast' };

export async function run({ page, workbench, shot, target }) {
  await previewOfALetter({ page, workbench, shot, target });
  await readOnlyEditor({ page, workbench, shot, target });
  await cancelAndKeep({ page, workbench, shot, target });
  await headline({ page, workbench, shot, target });
}

async function previewOfALetter({ page, workbench, shot, target }) {
  await workbench.openFile('letter.txt');
  const before = await workbench.editorText();
  await workbench.selectAll();
  await workbench.runCommand('Attentive: Translate Selection');
  await rowShown(workbench, 'English to German');
  const directions = await workbench.quickPick();
  // A single model is not named.
  assert.doesNotMatch(directions.join('\n'), /draft/);
  assert.match(await workbench.picker.innerText(), /Translate the selection/);
  await shot(`${target}-language`);
  await workbench.pick('English to German');
  await rowShown(workbench, 'Replace the Text');
  assert.equal((await workbench.quickPick()).length, 6);
  await shot(`${target}-output`);
  await choose(page, workbench, 'Show a Preview');

  await page.locator('.tabs-container .tab', { hasText: 'letter.txt: English to German (preview)' }).first().waitFor();
  const accept = lens(page, 'Accept');
  await accept.waitFor({ timeout: 60_000 });
  await resting(page);
  for (const [name, theme] of Object.entries(THEMES)) {
    await workbench.setTheme(theme);
    await resting(page);
    await shot(`${target}-preview-${name}`);
  }
  await workbench.setTheme(THEMES.light);

  // By keyboard: goes to the first sentence, accepts two, rejects the third, and accepts the fourth.
  const result = modified(page);
  await result.locator('.view-line').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Shift+Alt+F5');
  await page.keyboard.press('Alt+F5');
  await page.locator('.monaco-hover', { hasText: 'Original:' }).first().waitFor();
  await shot(`${target}-preview-sentence`);
  await page.keyboard.press('Alt+y');
  await page.keyboard.press('Alt+y');
  await page.keyboard.press('Alt+n');
  await result
    .locator('.view-line', { hasText: /The.weather|weather.is/ })
    .first()
    .waitFor();
  await page.keyboard.press('Alt+y');
  await page.locator('.monaco-hover', { hasText: 'Where is the new file?' }).first().waitFor();
  await page.keyboard.press('Escape');
  await resting(page);
  for (const [name, theme] of Object.entries(THEMES)) {
    await workbench.setTheme(theme);
    await resting(page);
    await shot(`${target}-preview-rejected-${name}`);
  }
  await workbench.setTheme(THEMES.light);
  const shown = await workbench.editorText(result);

  await result.locator('.view-line').first().click();
  await page.keyboard.press('Control+Enter');
  await page.locator('.monaco-diff-editor').first().waitFor({ state: 'detached' });
  await page.locator('.tabs-container .tab.active', { hasText: 'letter.txt' }).first().waitFor();
  await workbench
    .editor()
    .locator('.view-line', { hasText: /Wo.ist.die.neue/ })
    .first()
    .waitFor();
  const accepted = await workbench.editorText();
  assert.match(accepted, /The weather is very good today/, 'the rejected sentence is the original');
  assert.match(accepted, /Wo ist die neue Datei/);
  assert.equal(unwrapped(accepted), unwrapped(shown), 'the document has the text of the preview');
  await shot(`${target}-accepted`);
  // The focus is in the document, so that undo needs no click.
  await page.keyboard.press('Control+z');
  await page
    .locator('.view-line', { hasText: /Where.is.the.new.file/ })
    .first()
    .waitFor();
  assert.equal(await workbench.editorText(), before);
}

async function readOnlyEditor({ page, workbench, shot, target }) {
  await workbench.openFile('notes.txt');
  const before = await workbench.editorText();
  await workbench.runCommand('File: Set Active Editor Read-only in Session');
  await workbench.editor().locator('.view-line').first().click();
  await page.keyboard.press('x');
  await page.locator('.monaco-editor-overlaymessage').first().waitFor();
  await workbench.selectAll();
  await workbench.runCommand('Attentive: Translate Selection');
  await choose(page, workbench, 'English to German');
  await choose(page, workbench, 'Replace the Text');
  await workbench.notifications('This document is read-only');
  await page.locator('.tab', { hasText: 'notes.txt: English to German' }).first().waitFor();
  await shot(`${target}-locked`);
  assert.equal(await workbench.editorText(), before, 'a read-only editor keeps its text');
  await workbench.runCommand('View: Close All Editors');
  await page.locator('.monaco-dialog-box').waitFor({ state: 'hidden' });
  assert.equal(await page.locator('.tabs-container .tab').count(), 0, 'nothing asks to be saved');
}

async function cancelAndKeep({ page, workbench, shot, target }) {
  await workbench.runCommand('File: New Untitled Text File');
  const sentences = Array.from({ length: 600 }, (_, index) => `We have seen ${index} small houses.`);
  await page.evaluate(text => navigator.clipboard.writeText(text), sentences.join('\n'));
  await workbench.editor().click();
  await page.keyboard.press('Control+v');
  await page
    .locator('.view-line', { hasText: /599.small/ })
    .first()
    .waitFor();
  await workbench.runCommand('Attentive: Translate Selection');
  await choose(page, workbench, 'English to German');
  await choose(page, workbench, 'Show a Preview');
  await modified(page).locator('.view-line', { hasText: /Wir/ }).first().waitFor({ timeout: 60_000 });
  await workbench.runCommand('Attentive: Cancel What Runs');
  await workbench.notifications('Finished before it stopped');
  await shot(`${target}-cancelled`);
  await page.getByRole('button', { name: 'Keep What Is Done' }).first().click();
  await page.locator('.monaco-diff-editor').first().waitFor({ state: 'detached' });
  await page.locator('.tabs-container .tab.active', { hasText: 'Wir haben 0' }).first().waitFor();
  await workbench.editor().click();
  await page.keyboard.press('Control+Home');
  await page
    .locator('.view-line', { hasText: /Wir.haben/ })
    .first()
    .waitFor();
  await page.keyboard.press('Control+End');
  await page
    .locator('.view-line', { hasText: /We.have.seen.599/ })
    .first()
    .waitFor();
  await shot(`${target}-kept`);
}

async function headline({ page, workbench, shot, target }) {
  await workbench.openFile('letter.txt');
  const before = await workbench.editorText();
  // The commands are also in the editor's context menu, which the keyboard opens.
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Shift+F10');
  const menu = page.locator('.monaco-menu').first();
  await menu.locator('.action-label', { hasText: 'Attentive' }).first().hover();
  await page.locator('.monaco-menu .action-label', { hasText: 'Summarize Selection' }).first().waitFor();
  await shot(`${target}-menu`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+Home');
  await workbench.runCommand('Attentive: Summarize Selection');
  await choose(page, workbench, 'Headline (English)');
  await rowShown(workbench, 'Show a Preview');
  const outputs = await workbench.quickPick();
  assert.match(outputs.at(-1), /Replace the Text with the Summary/);
  await shot(`${target}-headline-output`);
  await choose(page, workbench, 'Show a Preview');
  await lens(page, 'Accept').waitFor({ timeout: 60_000 });
  await resting(page);
  await shot(`${target}-headline`);
  const shown = await workbench.editorText(modified(page));
  assert.match(shown, /I am tired/, 'the text is still there');
  await lens(page, 'Accept').click();
  await page.locator('.monaco-diff-editor').first().waitFor({ state: 'detached' });
  // The letter has 11 lines, and the summary and an empty line are above them.
  await workbench.editor().locator('.line-numbers', { hasText: /^13$/ }).first().waitFor();
  const after = await workbench.editorText();
  assert.ok(after.endsWith(before), 'the summary is above the text');
  assert.ok(after.length > before.length + 2);
  await shot(`${target}-headline-accepted`);
}

/** The editor of a preview that shows the result. */
function modified(page) {
  return page.locator('.editor-group-container.active .monaco-diff-editor .editor.modified').first();
}

/** A link of a code lens. */
function lens(page, label) {
  return page.locator('.codelens-decoration a', { hasText: label }).first();
}

/** Chooses a row by keyboard: if the mouse were on a row, its hover could cover others. */
async function choose(page, workbench, label) {
  await rowShown(workbench, label);
  await workbench.input.fill(label);
  await page.keyboard.press('Enter');
}

/** Moves the mouse away and waits until no hover covers the text. */
async function resting(page) {
  await page.mouse.move(640, 640);
  await page
    .locator('.workbench-hover, .monaco-hover:not(.hidden)')
    .first()
    .waitFor({ state: 'hidden', timeout: 10_000 });
}

function unwrapped(text) {
  return text.replace(/\s+/g, '');
}

/** Waits for a row of the list that is being opened: the list before it may still be on the screen. */
function rowShown(workbench, label) {
  return workbench.rows.filter({ hasText: label }).first().waitFor({ timeout: 30_000 });
}
