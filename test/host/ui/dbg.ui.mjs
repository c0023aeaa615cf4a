export const settings = {};
export async function run({ page, workbench, shot, target }) {
  await workbench.openFile('letter.txt');
  await workbench.selectAll();
  await workbench.runCommand('Attentive: Translate Selection');
  await workbench.pick('English to German');
  await workbench.pick('Show a Preview');
  await page.locator('.codelens-decoration a', { hasText: 'Accept' }).first().waitFor({ timeout: 60_000 });
  const m = page.locator('.editor-group-container.active .monaco-diff-editor .editor.modified').first();
  await m.locator('.view-line').nth(2).click({position:{x:5,y:5}});
  await page.keyboard.press('Alt+F5');
  await page.waitForTimeout(800); console.log((await m.locator('.view-overlays').innerHTML()).match(/class="cdr [^"]*ced[^"]*"[^>]*/g));
  await page.keyboard.press('Alt+n');
  await page.waitForTimeout(1500);
  await page.waitForTimeout(500);
  const dump = async () => console.log(await m.locator('.view-overlays').innerHTML().then(t => (t.match(/class="cdr [^"]*ced[^"]*"[^>]*/g) ?? []).join('\n')), '\n', (await m.locator('.view-lines').innerHTML()).match(/<span class="[^"]*ced-[^<]*/g));
  await dump();
  await page.keyboard.press('Alt+y');
  await page.waitForTimeout(1500);
  await dump();
  await page.keyboard.press('Alt+n');
  await page.waitForTimeout(1500);
  await dump();
  await shot('dbg');
}
