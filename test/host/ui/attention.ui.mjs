// A person looks at what the model looked at.
import assert from 'node:assert/strict';
export const settings = {
  'attentive.translate.targetLanguage': 'de',
  'editor.minimap.enabled': false,
  'files.simpleDialog.enable': true,
};
export const view = { width: 1440, height: 900 };
const TEXT =
  'Please save your work before you close the window, because unsaved changes are lost.\nI am tired. Where is the new file?';

export async function run({ page, workbench, shot, target }) {
  page.on('console', message => console.log('   page:', message.text().slice(0, 200)));
  const inside = workbench.webview();
  await workbench.openFile('letter.txt');
  await workbench.selectAll();
  await page.keyboard.insertText(TEXT);
  await workbench.selectAll();
  await workbench.runCommand('Attentive: Show Attention');
  await inside.locator('.word').first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1000);
  await shot(`${target}-attention-first`);
  await inside.locator('.word', { hasText: 'Fenster' }).first().hover();
  await page.waitForTimeout(1000);
  await shot(`${target}-attention-pointed`);
  console.log(await page.locator('.editor-instance .view-overlays .cdr[class*="ced-"]').count());
  await workbench
    .editor('Please')
    .locator('.view-line', { hasText: 'tired' })
    .first()
    .click({ position: { x: 60, y: 8 } });
  await page.waitForTimeout(1500);
  await shot(`${target}-attention-caret`);
}
