// Large: before a large text is translated, a question states its size and the time. Dismissing it changes nothing.
import assert from 'node:assert/strict';

export const settings = {
  'attentive.output': 'replace',
  'attentive.translate.targetLanguage': 'de',
  'attentive.confirmAboveCharacters': 1000,
};

export async function run({ page, workbench, shot, target }) {
  await workbench.openFile('notes.txt');
  await workbench.selectAll();
  await page.keyboard.insertText(Array.from({ length: 60 }, (_, i) => `We have seen ${i} houses.`).join('\n'));
  await page.keyboard.press('Control+Home');
  const before = await workbench.editorText();

  await workbench.runCommand('Attentive: Translate Selection');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor({ timeout: 30_000 });
  const words = await dialog.innerText();
  assert.match(words, /This text has 1,\d\d\d characters\. How long that takes on this machine is not known yet/);
  await shot(`${target}-large`);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await workbench.runCommand('Attentive: Translate Selection');
  // The first command has ended when the second one asks.
  await dialog.waitFor({ timeout: 30_000 });
  assert.equal(await workbench.editorText(), before);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await page
    .locator('.view-line', { hasText: /Wir.haben/ })
    .first()
    .waitFor({ timeout: 60_000 });
}
