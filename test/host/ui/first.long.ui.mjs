// First: the first steps of a user. The palette lists Translate Selection first, and the walkthrough leads to a result
// and marks exactly the completed steps.
import assert from 'node:assert/strict';

export const targets = ['server'];
export const settings = { 'editor.minimap.enabled': false, 'diffEditor.wordWrap': 'on' };
export const view = { width: 1440, height: 900 };

const THEMES = { light: 'Light Modern', dark: 'Dark Modern', contrast: 'Dark High Contrast' };
const STEPS = ['translate', 'result', 'judge', 'attention', 'models'];

export async function run({ page, workbench, shot, target }) {
  await workbench.openFile('letter.txt');
  await checkPalette();
  await openWalkthrough();
  await checkTicks();
  for (const [name, theme] of Object.entries(THEMES)) {
    await workbench.setTheme(theme);
    for (const id of STEPS) {
      await title(id).click();
      const picture = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame').locator('svg');
      await picture.first().waitFor({ timeout: 30_000 });
      await workbench.restForPicture();
      await shot(`${target}-walkthrough-${name}-${id}`);
    }
  }

  async function checkPalette() {
    await page.keyboard.press('F1');
    await workbench.input.fill('>Attentive');
    await workbench.rows.filter({ hasText: 'Attentive:' }).first().waitFor();
    const offered = (await workbench.quickPick()).map(row => row.replace(/\s+/g, ' '));
    await shot(`${target}-palette`);
    assert.match(offered[0], /Attentive: Translate Selection/);
    assert.ok(!offered.some(row => /Cancel What Runs/.test(row)), 'nothing runs that could be cancelled');
    await page.keyboard.press('Escape');
  }

  async function openWalkthrough() {
    await workbench.runCommand('Welcome: Open Walkthrough');
    await workbench.input.fill('Attentive');
    await workbench.pick('Get Started with Attentive');
    await step('translate').waitFor({ timeout: 30_000 });
  }

  function step(id) {
    return page.locator(`.getting-started-step[data-step-id$="#${id}"]`).first();
  }

  /** The title of a step. A click on the middle of an open step would hit a button. */
  function title(id) {
    return step(id).locator('.step-title').first();
  }

  async function isDone(id) {
    return (await step(id).locator('.complete').count()) > 0;
  }

  function button(name) {
    return page.locator('.getting-started-step.expanded .monaco-button', { hasText: name }).first();
  }

  async function checkTicks() {
    // There is no run yet: the view says so, and the step is not completed.
    await title('judge').click();
    await button('Show the Last Run').click();
    await page.locator('.tabs-container .tab', { hasText: 'Last Run' }).first().waitFor();
    assert.equal(await isDone('judge'), false);
    await page.locator('.tabs-container .tab', { hasText: 'Last Run' }).first().click({ button: 'middle' });
    await page.locator('.tabs-container .tab', { hasText: 'Last Run' }).first().waitFor({ state: 'detached' });

    await openWalkthrough();
    await button('Translate a Sample').click();
    await workbench.rows.filter({ hasText: 'English to German' }).first().waitFor({ timeout: 30_000 });
    await shot(`${target}-sample-language`);
    assert.match(await workbench.picker.innerText(), /Translate the selection/);
    assert.ok((await workbench.quickPick()).some(row => /More Languages/.test(row)));
    await workbench.pick('English to German');
    const accept = page.locator('.editor-actions [aria-label*="Accept Preview"]').first();
    await accept.waitFor({ timeout: 60_000 });
    await page
      .locator('.view-line', { hasText: /Diese.Datei.existiert/ })
      .first()
      .waitFor();
    await workbench.restForPicture();
    await shot(`${target}-sample-preview`);
    await page.locator('.monaco-diff-editor .editor.modified .view-line').first().click();
    await page.keyboard.press('Control+Enter');
    await page.locator('.tabs-container .tab', { hasText: '(preview)' }).first().waitFor({ state: 'detached' });
    await page
      .locator('.view-line', { hasText: /Diese.Datei.existiert/ })
      .first()
      .waitFor();

    await openWalkthrough();
    await page.locator('.getting-started-step .complete').first().waitFor();
    await shot(`${target}-walkthrough-done`);
    const done = [];
    for (const id of STEPS) if (await isDone(id)) done.push(id);
    assert.deepEqual(done, ['translate', 'result']);
  }
}
