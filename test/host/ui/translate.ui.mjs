// A person translates: the palette, the language, the preview, accept, undo; then has a headline made. In light, dark and high contrast.
import assert from 'node:assert/strict';

export const settings = { 'diffEditor.wordWrap': 'on', 'editor.minimap.enabled': false };

const THEMES = { light: 'Light Modern', dark: 'Dark Modern', contrast: 'Dark High Contrast' };

export async function run({ page, workbench, shot, target }) {
  await workbench.openFile('letter.txt');
  const before = await workbench.editorText();

  await workbench.selectAll();
  await workbench.runCommand('Attentive: Translate Selection');
  await row(workbench, 'English to German');
  const directions = await workbench.quickPick();
  // One model needs no name.
  assert.doesNotMatch(directions.join('\n'), /draft/);
  assert.match(await workbench.picker.innerText(), /Translate the selection/);
  await shot(`${target}-language`);
  await workbench.pick('English to German');
  await row(workbench, 'Replace the Text');
  const outputs = await workbench.quickPick();
  assert.equal(outputs.length, 4);
  await shot(`${target}-output`);
  await workbench.pick('Show a Preview');

  await page
    .locator('.view-line', { hasText: /Ich.bin.müde/ })
    .first()
    .waitFor({ timeout: 60_000 });
  const accept = page
    .locator('.editor-actions a[aria-label^="Accept Preview"], .editor-actions [aria-label*="Accept Preview"]')
    .first();
  await accept.waitFor({ timeout: 60_000 });
  // A hover over the tab would cover the text.
  await page.mouse.move(640, 640);
  await page.locator('.workbench-hover').first().waitFor({ state: 'hidden', timeout: 10_000 });
  for (const [name, theme] of Object.entries(THEMES)) {
    await workbench.setTheme(theme);
    await page.waitForTimeout(500);
    await shot(`${target}-preview-${name}`);
  }
  await workbench.setTheme(THEMES.light);
  await accept.click();
  await page.locator('.diff-editor').first().waitFor({ state: 'detached' });
  await workbench.openFile('letter.txt');
  await page
    .locator('.view-line', { hasText: /Ich.bin.müde/ })
    .first()
    .waitFor();
  assert.notEqual(await workbench.editorText(), before);
  await shot(`${target}-accepted`);
  await workbench.editor().locator('.view-line').first().click();
  await page.keyboard.press('Control+z');
  await page.waitForTimeout(500);
  assert.equal(await workbench.editorText(), before);

  // The same commands stand in the editor's menu, and the keyboard alone gets there.
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
  await row(workbench, 'Headline (English)');
  await workbench.pick('Headline (English)');
  await row(workbench, 'Show a Preview');
  await workbench.pick('Show a Preview');
  await accept.waitFor({ timeout: 60_000 });
  await shot(`${target}-headline`);
}

/** Waits for a row of the list that is about to open: the list before it may still stand there. */
function row(workbench, label) {
  return workbench.rows.filter({ hasText: label }).first().waitFor({ timeout: 30_000 });
}
