import assert from 'node:assert/strict';
import fs from 'node:fs';
export const settings = { 'editor.fontSize': 16 };
export async function run({ page, workbench, shot, target, settings, folder }) {
  await workbench.openFile('story.md');
  await workbench.selectText('In spring');
  await workbench.runCommand('Proto: Show Selection Panel');
  await workbench.webview().locator('#sel').waitFor();
  assert.equal(await workbench.webview().locator('#sel').textContent(), 'In spring');
  await workbench.runCommand('Attentive: Translate');
  console.log(await workbench.notifications('Did translate'));
  await workbench.setTheme('Dark Modern');
  if (settings) settings({ 'editor.fontSize': 24 });
  await page.waitForTimeout(1000);
  await shot('zz-' + target);
  await workbench.openFile('notes.txt');
  await workbench.selectLines(1, 2);
  await page.keyboard.type('Hallo 世界');
  assert.equal(await workbench.editorText(), 'Hallo 世界\n');
  await page.keyboard.press('Control+s');
  await page.waitForTimeout(500);
  if (folder) console.log(fs.readFileSync(folder + '/notes.txt', 'utf8'));
  await page.keyboard.press('F1');
  console.log((await workbench.quickPick()).slice(0, 3));
  await page.keyboard.press('Escape');
  await shot('zz2-' + target);
}
