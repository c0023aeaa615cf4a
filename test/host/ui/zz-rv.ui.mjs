import fs from 'node:fs';
import { settings as base } from './run.ui.mjs';
export const settings = { ...base, 'workbench.colorTheme': 'Default Light Modern', 'attentive.numBeams': 4 };
export const view = { width: 1600, height: 1000 };
const axe = fs.readFileSync('/tmp/axe/node_modules/axe-core/axe.min.js', 'utf8');
export async function run({ page, workbench, shot, target }) {
  const inside = workbench.webview();
  const check = async name => {
    const handle = await inside.locator('body').elementHandle();
    const frame = await handle.ownerFrame();
    await frame.evaluate(axe);
    const result = await frame.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    console.log(name, 'passes', result.passes.length, 'violations', JSON.stringify(result.violations.map(v => [v.id, v.help, v.nodes.map(n => n.html.slice(0, 160) + ' :: ' + n.failureSummary).slice(0, 3)]), null, 1), 'incomplete', JSON.stringify(result.incomplete.map(v => [v.id, v.nodes.length])));
  };
  await workbench.openFile('letter.txt');
  await workbench.runCommand('Attentive: Show Last Run');
  await inside.getByRole('heading', { name: 'Nothing was run yet' }).waitFor({ timeout: 30_000 });
  await check('empty');
  await workbench.editor('Mary').locator('.view-line').first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('Dear Mary,\n\nI am tired. Where is the new file? Привет, мир. I do not know. Why did you not tell me that she is your sister?\n\n' + 'mmmmmm-'.repeat(80) + '\n\nThe house is small, but the garden is big. We went to the river in the morning. ' + 'word '.repeat(60) + '.\n');
  await workbench.runCommand('Attentive: Translate Selection');
  await inside.getByRole('heading', { name: 'Translate: English to German' }).waitFor({ timeout: 60_000 });
  await workbench.runCommand('Attentive: Show Last Run');
  await workbench.runCommand('View: Close Primary Side Bar').catch(() => 0);
  await workbench.runCommand('View: Toggle Maximize Editor Group').catch(() => 0);
  await page.waitForTimeout(1000);
  for (const [name, theme] of Object.entries({ light: 'Light Modern', dark: 'Dark Modern', contrast: 'Dark High Contrast', 'contrast-light': 'Light High Contrast' })) {
    await workbench.setTheme(theme);
    await page.waitForTimeout(700);
    await check(name);
    await shot(`zz-wide-${name}`);
  }
  await inside.getByRole('button', { name: 'Least sure first' }).click();
  await shot(`zz-wide-sorted`);
  await page.emulateMedia({ forcedColors: 'active' });
  await page.waitForTimeout(500);
  await shot(`zz-wide-forced`);
}
