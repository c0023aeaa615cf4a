// Models: messages about model folders that cannot be used name the cause and have buttons to correct it. The views
// share one editor group beside the text. A picture is taken of the extension's details page.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

export const targets = ['server'];
export const settings = {
  'attentive.output': 'copy',
  'attentive.translate.targetLanguage': 'German',
  'editor.minimap.enabled': false,
};
export const view = { width: 1440, height: 900 };

export async function run({ page, workbench, shot, folder, settings: change, target }) {
  await checkViews();
  await checkMessages();
  await checkDetails();

  async function translate() {
    await workbench.runCommand('Attentive: Translate Selection');
    await page.locator('.part.statusbar', { hasText: 'copied to the clipboard' }).waitFor({ timeout: 60_000 });
  }

  /** Translates until a message appears: no event says that changed settings are applied. */
  async function translateUntil(message) {
    const shown = page.locator('.notifications-toasts .notification-list-item-message', { hasText: message });
    await workbench.until(
      async () => {
        await translate();
        // The status bar may still tell of the translation before, and a second message would take the place of the first.
        return shown
          .first()
          .waitFor({ timeout: 5000 })
          .then(
            () => true,
            () => false,
          );
      },
      async () => `there is no message “${message}”, but: ${(await workbench.notifications()).join(' | ')}`,
    );
  }

  async function checkViews() {
    await workbench.openFile('letter.txt');
    await translate();
    await workbench.runCommand('Attentive: Show Last Run');
    await workbench
      .webview()
      .getByRole('heading', { name: 'Translate: English to German' })
      .waitFor({ timeout: 30_000 });
    await page.locator('.tabs-container .tab', { hasText: 'Last Run' }).click();
    await workbench.runCommand('Attentive: Show Attention');
    await page.locator('.tabs-container .tab', { hasText: 'Attention: letter.txt (English to German)' }).waitFor();
    await workbench.restForPicture();
    await shot(`${target}-views-beside`);
    assert.equal(await page.locator('.editor-group-container').count(), 2, 'the views share one group');
  }

  async function checkMessages() {
    const broken = path.join(folder, 'broken');
    fs.mkdirSync(broken);
    fs.writeFileSync(path.join(broken, 'attentive.json'), '{\n  "id": "broken",\n  "name" "x"\n}\n');
    // At most three notifications are on the screen at the same time, and one of them is that of the run.
    change({ 'attentive.modelFolders': ['models/mine', broken] });
    await page
      .locator('.tabs-container .tab', { hasText: /^letter.txt/ })
      .first()
      .click();
    await translateUntil('“models/mine” is not a whole path');
    await workbench.notifications(`attentive.json in ${broken} has a mistake in line 3`);
    await shot(`${target}-model-messages`);
    await workbench.answer('has a mistake in line 3', 'Open attentive.json');
    await page.locator('.tabs-container .tab.active', { hasText: 'attentive.json' }).waitFor();
    change({ 'attentive.modelFolders': ['/nowhere/model'] });
    await page
      .locator('.tabs-container .tab', { hasText: /^letter.txt/ })
      .first()
      .click();
    await translateUntil('There is no model folder /nowhere/model');
    await workbench.answer('There is no model folder /nowhere/model', 'Open Settings');
    await page.locator('.settings-editor .setting-item', { hasText: 'Model Folders' }).first().waitFor();
    assert.equal(await page.getByText('No Settings Found').isVisible(), false);
    await shot(`${target}-model-setting`);
    // Shows all settings of the extension in the open settings editor.
    await page.keyboard.press('Control+a');
    await page.keyboard.type('@ext:attentive.attentive');
    await page
      .locator('.settings-editor .action-label', { hasText: /^User$/ })
      .first()
      .click();
    await page.locator('.settings-editor .setting-item', { hasText: 'Num Beams' }).first().waitFor();
    await workbench.restForPicture();
    await shot(`${target}-settings`);
    await page.keyboard.press('Escape');
    await page.locator('.settings-editor').first().waitFor({ state: 'hidden' });
  }

  async function checkDetails() {
    await workbench.runCommand('Extensions: Show Installed Extensions');
    await page.locator('.extensions-list .monaco-list-row', { hasText: 'Attentive' }).first().click();
    await page.locator('.extension-editor').first().waitFor({ timeout: 30_000 });
    await workbench.restForPicture();
    await shot(`${target}-details`);
  }
}
