// Attention: the Attention view in the workbench. Every tab is drawn; pointing and the keyboard mark words in the
// document, and the caret selects words in the view; exports, themes, edits, hiding, reloading, and texts that look
// like markup.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

export const targets = ['server'];
export const settings = {
  'attentive.translate.targetLanguage': 'de',
  'editor.minimap.enabled': false,
  'editor.wordWrap': 'on',
  'editor.renderWhitespace': 'none',
  'files.simpleDialog.enable': true,
};
export const view = { width: 1600, height: 1000 };

const THEMES = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  contrast: 'Dark High Contrast',
  'contrast-light': 'Light High Contrast',
};

const SAVE = 'Please save your work before you close the window, because unsaved changes are lost.';
const FILE = 'Where is the new file?';
const TEXT = `${SAVE}\nI am tired. ${FILE}`;

/** A text that would set `window.hostile` if a page or a saved file took it for markup. */
const HOSTILE =
  'Look at <img src=x onerror="window.hostile=1<2"> the new house and "><svg onload="window.hostile=3<4"> the file.';

/** The model writes “Der Client versucht nach fünf Sekunden.”, which leaves out “again”. */
const LEFT_OUT = 'The client tries again after five seconds.';

const VIEWS = ['Text', 'Lines', 'Matrix', 'All heads', 'Steps', 'Head', 'Table'];

/** The items of the export menu, each with the ending of its file and a check of its content. */
const SAVED = {
  'Drawing (SVG)': ['svg', bytes => assert.match(bytes.toString(), /^(?:<\?xml[^>]*>\s*)?<svg[^>]*xmlns=/)],
  'Image (PNG)': ['png', bytes => assert.equal(bytes.subarray(1, 4).toString(), 'PNG')],
  'Table (CSV)': ['csv', bytes => assert.match(bytes.toString(), /Fenster/)],
  'Record (JSON)': ['json', bytes => assert.ok(JSON.parse(bytes.toString()))],
  'Web page (HTML)': ['html', bytes => assert.match(bytes.toString(), /<!doctype html>[^]*Content-Security-Policy/i)],
};

export async function run({ page, workbench, shot, folder, target }) {
  const inside = workbench.webview();
  const word = text => inside.locator('.text .word', { hasText: text }).first();
  const status = inside.locator('p[role=status]');
  const tab = name => inside.getByRole('tab', { name, exact: true });

  await workbench.openFile('letter.txt');
  await checkSelectionIsRun();
  await checkPointing();
  await checkCaret();
  await checkRestart();
  await checkEveryView();
  await checkExports();
  await checkThemes();
  await checkEdits();
  await checkHidden();
  await checkReload();
  await checkPreview();
  await checkLeftOut();
  await checkHostile();
  await checkClosed();

  async function write(text) {
    await workbench.editor().locator('.view-line').first().click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
    await page.keyboard.press('Control+a');
  }

  /** The decorations in the editors: how many words are shaded, and how many have the frame of a word pointed at. */
  async function marks() {
    const found = await page.locator('.view-overlays .cdr').evaluateAll(all =>
      all.map(one => {
        const { backgroundColor, borderTopStyle, borderTopWidth } = getComputedStyle(one);
        const hasShade = /rgba\((?:26, 133, 255|55, 148, 255)/.test(backgroundColor);
        return { hasShade, framed: !hasShade && borderTopStyle === 'solid' && borderTopWidth !== '0px' };
      }),
    );
    return { shades: found.filter(({ hasShade }) => hasShade).length, framed: found.filter(one => one.framed).length };
  }

  async function untilMarked(holds) {
    await workbench.until(
      async () => holds(await marks()),
      async () => `these are marked: ${JSON.stringify(await marks())}`,
    );
  }

  /** Waits until the chosen tab is drawn and nothing more is being loaded. */
  async function drawn(name) {
    await inside.locator(`#stage[aria-labelledby="${await tab(name).getAttribute('id')}"]`).waitFor();
    await inside.locator('#stage > :not(.waiting) *').first().waitFor({ state: 'attached' });
    await inside.locator('.busy').waitFor({ state: 'hidden' });
  }

  async function clickInEditor(text) {
    // The rectangle of the word: the middle of its line may be another word.
    const box = await page.locator('.view-lines').evaluateAll((all, word) => {
      for (const lines of all) {
        const walker = document.createTreeWalker(lines, 4 /* NodeFilter.SHOW_TEXT */);
        while (walker.nextNode()) {
          const at = walker.currentNode.data.replaceAll('\u00a0', ' ').indexOf(word);
          if (at < 0) continue;
          const range = document.createRange();
          range.setStart(walker.currentNode, at);
          range.setEnd(walker.currentNode, at + word.length);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        }
      }
      return undefined;
    }, text);
    assert.ok(box, `${text} is not on the screen`);
    await page.mouse.click(box.x, box.y);
  }

  async function checkSelectionIsRun() {
    await write(TEXT);
    await workbench.runCommand('Attentive: Show Attention');
    await word('Fenster').waitFor({ timeout: 60_000 });
    assert.match(await inside.locator('h1').innerText(), /^Translate: English to German/);
    assert.match(await workbench.editorText(workbench.editor('Please')), /^Please save/, 'the text was not touched');
  }

  /** Pointing at a word in the view marks words in the document. */
  async function checkPointing() {
    await word('Fenster').hover();
    await untilMarked(({ shades }) => shades > 0);
    await shot(`${target}-attention-pointed`);
    await word('window').hover();
    // The word is in the document and framed there. The result, which attends to it, is in no document.
    await untilMarked(({ framed, shades }) => framed === 1 && shades === 0);
    await page.mouse.move(5, 500);
    await untilMarked(({ framed, shades }) => framed + shades === 0);
    // The keyboard does the same as the pointer.
    await word('window').click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await untilMarked(({ framed, shades }) => framed + shades > 0);
    await page.keyboard.press('Escape');
    await page.mouse.move(5, 500);
  }

  /** The caret in the document selects its word and its passage in the view. */
  async function checkCaret() {
    await clickInEditor('tired');
    await inside.locator('.text .word.pointed', { hasText: 'tired' }).waitFor();
    assert.equal(await inside.locator('.text .word', { hasText: 'müde' }).count(), 1);
    await clickInEditor('window');
    await inside.locator('.text .word.pointed', { hasText: 'window' }).waitFor();
    await shot(`${target}-attention-caret`);
  }

  /** After the worker that explained the run has ended, a new one explains the next passage. */
  async function checkRestart() {
    await workbench.runCommand('Attentive: Restart the Engine');
    await clickInEditor('Where');
    await inside.locator('.text .word.pointed', { hasText: 'Where' }).waitFor({ timeout: 60_000 });
    await clickInEditor('window');
    await inside.locator('.text .word.pointed', { hasText: 'window' }).waitFor();
  }

  async function checkEveryView() {
    for (const name of VIEWS) {
      await tab(name).click();
      await drawn(name);
      assert.equal(await inside.locator('#stage .failure').count(), 0, name);
      await shot(`${target}-attention-${name.toLowerCase().replace(' ', '-')}`);
    }
    // The keyboard changes between the tabs.
    await tab('Text').click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    assert.equal(await tab('Lines').getAttribute('aria-selected'), 'true');
  }

  async function choose(item) {
    await inside.getByRole('button', { name: 'Export' }).click();
    await inside.getByRole('menuitem', { name: item }).click();
  }

  async function checkExports() {
    await tab('Matrix').click();
    await inside.locator('#stage .matrix-stage').waitFor();
    for (const [item, [ending, check]] of Object.entries(SAVED)) {
      await choose(item);
      await workbench.input.waitFor();
      const file = path.join(folder, `saved.${ending}`);
      await page.waitForFunction(
        name => document.querySelector('.quick-input-widget input')?.value.endsWith(name),
        `letter-attention.${ending}`,
      );
      await workbench.input.fill(file);
      await page.keyboard.press('Enter');
      await inside.locator('p[role=status]', { hasText: `saved.${ending}` }).waitFor({ state: 'attached' });
      check(fs.readFileSync(file));
    }
    assert.deepEqual(
      fs.readdirSync(folder).filter(name => name.includes('.part')),
      [],
      'no temporary file is left',
    );
    // A dialog that is dismissed saves nothing; copying needs no dialog.
    await choose('Table (CSV)');
    await workbench.input.waitFor();
    await page.keyboard.press('Escape');
    await workbench.picker.waitFor({ state: 'hidden' });
    await choose('Copy as Markdown table');
    await inside.locator('p[role=status]', { hasText: /copied/i }).waitFor({ state: 'attached' });
    await tab('Text').click();
  }

  async function checkThemes() {
    for (const [name, theme] of Object.entries(THEMES)) {
      await workbench.setTheme(theme);
      await word('Fenster').hover();
      await untilMarked(({ shades }) => shades > 0);
      await shot(`${target}-attention-theme-${name}`);
    }
    await workbench.setTheme(THEMES.light);
  }

  /**
   * An edit in one passage keeps the links of others. After all are edited the view says so, and undo restores the
   * links.
   */
  async function checkEdits() {
    const unlinked = inside.locator('.unlinked');
    await clickInEditor('tired');
    await inside.locator('.text .word.pointed', { hasText: 'tired' }).waitFor();
    await page.keyboard.press('Control+Home');
    await page.keyboard.insertText('So: ');
    await word('Fenster').hover();
    await untilMarked(({ shades }) => shades > 0);
    assert.equal(await unlinked.isVisible(), false);
    await clickInEditor('tired');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await unlinked.filter({ hasText: 'was edited' }).waitFor();
    await page.keyboard.press('Control+z');
    await unlinked.waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+z');
  }

  /** After another file has hidden the view, the view shows the same tab again. */
  async function checkHidden() {
    await clickInEditor('tired');
    await word('tired').waitFor();
    await tab('Table').click();
    // A file that is opened while the view is active is opened in the same group and hides it.
    await tab('Table').click();
    await page.locator('.editor-group-container.active .tab.active', { hasText: 'Attention:' }).waitFor();
    await workbench.openFile('story.md');
    await inside.locator('main').waitFor({ state: 'detached' });
    await page.locator('.tabs-container .tab', { hasText: 'Attention: letter.txt' }).click();
    await inside.locator('#stage table').waitFor({ timeout: 30_000 });
    assert.equal(await tab('Table').getAttribute('aria-selected'), 'true');
  }

  /** After a reload the text, the passage and the tab are restored, and the passage is explained again. */
  async function checkReload() {
    await workbench.stateWritten('"view":"table"');
    await page.reload();
    await workbench.ready();
    await page.locator('.tabs-container .tab', { hasText: 'Attention: letter.txt' }).click();
    await inside.locator('#stage table').waitFor({ timeout: 60_000 });
    assert.equal(await tab('Table').getAttribute('aria-selected'), 'true');
    await tab('Text').click();
    await word('tired').hover();
    await untilMarked(({ framed, shades }) => framed + shades > 0);
    await shot(`${target}-attention-reloaded`);
  }

  async function checkPreview() {
    await workbench.openFile('letter.txt');
    await write(FILE);
    await workbench.runCommand('Attentive: Translate Selection');
    await workbench.pick('Show a Preview');
    const button = page.locator('.editor-actions [aria-label^="Show Attention"]').first();
    await button.click({ timeout: 60_000 });
    await word('Datei').waitFor({ timeout: 60_000 });
    await word('Datei').hover();
    await untilMarked(({ shades }) => shades > 0);
    assert.ok(await page.locator('.statusbar-item', { hasText: 'Look Inside' }).first().isVisible());
    await shot(`${target}-attention-preview`);
    // The view is beside the preview, and its tab is not in preview mode: opening another file does not replace it.
    const tabOfView = page.locator('.tabs-container .tab', { hasText: 'Attention: letter.txt' });
    assert.doesNotMatch((await tabOfView.locator('.monaco-icon-label').first().getAttribute('class')) ?? '', /italic/);
    await page.locator('.tabs-container .tab', { hasText: '(preview)' }).click();
    await page.locator('.editor-actions [aria-label^="Discard Preview"]').first().click();
    await page.locator('.tabs-container .tab', { hasText: '(preview)' }).waitFor({ state: 'detached' });
  }

  /** A word that the result leaves out is underlined and has a hover that says so. */
  async function checkLeftOut() {
    await workbench.openFile('letter.txt');
    await write(LEFT_OUT);
    await workbench.runCommand('Attentive: Show Attention');
    await word('Sekunden').waitFor({ timeout: 60_000 });
    const lines = page.locator('.view-overlays .cdr');
    const dotted = () =>
      lines.evaluateAll(all =>
        all.flatMap(one => {
          const { borderBottomStyle, borderBottomWidth } = getComputedStyle(one);
          const { x, y, width, height } = one.getBoundingClientRect();
          return borderBottomStyle === 'dotted' && borderBottomWidth === '2px' ? [{ x, y, width, height }] : [];
        }),
      );
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.view-overlays .cdr')].some(
        one => getComputedStyle(one).borderBottomWidth === '2px',
      ),
    );
    const [{ x, y, width, height }, ...others] = await dotted();
    // The text may be open in two editors; the same word is underlined in both.
    assert.ok(
      others.every(other => other.y === y && other.width === width),
      JSON.stringify(others),
    );
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.locator('.monaco-hover', { hasText: 'Maybe not translated' }).waitFor();
    await shot(`${target}-attention-left-out`);
  }

  async function checkHostile() {
    await workbench.openFile('notes.txt');
    await write(HOSTILE);
    await workbench.runCommand('Attentive: Show Attention');
    await word('Look').waitFor({ timeout: 60_000 });
    for (const name of VIEWS) {
      await tab(name).click();
      await drawn(name);
      const alive = 'main :is(img, video, script, iframe, style, [onload], [onerror])';
      assert.equal(await inside.locator(alive).count(), 0, name);
      assert.equal(await inside.locator('body').evaluate(() => window.hostile), undefined, name);
    }
    assert.equal(await page.evaluate(() => window.hostile), undefined);
    await shot(`${target}-attention-hostile`);
    assert.equal(await status.count(), 1);
  }

  /** The view says that its document was closed, and is linked again when the document is opened. */
  async function checkClosed() {
    await workbench.editor('Look').locator('.view-line').first().click();
    await workbench.runCommand('View: Revert and Close Editor');
    await inside.locator('.unlinked', { hasText: 'is not open' }).waitFor();
    await workbench.openFile('notes.txt');
    await page.locator('.tabs-container .tab', { hasText: 'Attention: notes.txt' }).click();
    // In the browser VS Code saves files automatically: the document has the text again, and the links are restored.
    await inside.locator('main').waitFor();
    await inside.locator('.unlinked').waitFor({ state: 'hidden' });
  }
}
