// Workbench: drives the workbench with mouse and keyboard, and reads what is on the screen, for the scenarios of ui/.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { screenshots } from '../../../tools/places.mjs';

/** The classes of the workbench and of a webview for the kind of each theme. */
const KINDS = {
  'Light Modern': { workbench: 'vs', webview: 'vscode-light' },
  'Dark Modern': { workbench: 'vs-dark', webview: 'vscode-dark' },
  'Dark High Contrast': { workbench: 'hc-black', webview: 'vscode-high-contrast' },
  'Light High Contrast': { workbench: 'hc-light', webview: 'vscode-high-contrast-light' },
};

const editorSelector = '.editor-instance .monaco-editor[role=code]';

/**
 * Runs in the page. Whether VS Code's database in the browser holds a text, with any number of escaping backslashes.
 */
async function isInState(text) {
  const done = request =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name } of await window.indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db')) continue;
    const database = await done(window.indexedDB.open(name));
    const stores = [...database.objectStoreNames];
    const values = await Promise.all(
      stores.map(store => done(database.transaction(store).objectStore(store).getAll())),
    );
    database.close();
    if (values.flat().some(value => String(value).replaceAll('\\', '').includes(text))) return true;
  }
  return false;
}

export class Workbench {
  constructor(page) {
    this.page = page;
    this.picker = page.locator('.quick-input-widget');
    this.input = this.picker.locator('.quick-input-box input');
    this.rows = this.picker.locator('.quick-input-list .monaco-list-row');
  }

  /** Waits until the workbench is drawn and its folder is listed. */
  async ready() {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 30_000 });
  }

  async openFile(name) {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
    await row.dblclick();
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).first().waitFor();
    await this.editor().locator('.view-line').first().waitFor();
  }

  /** The editor of the active group, or the editor whose visible text contains `text`. */
  editor(text) {
    if (text === undefined) return this.page.locator(`.editor-group-container.active ${editorSelector}`).first();
    return this.page.locator(editorSelector, { hasText: text }).first();
  }

  /** The lines on the screen, from top to bottom. A wrapped line counts as several lines. */
  async editorText(editor = this.editor()) {
    return editor.locator('.view-line').evaluateAll(lines =>
      lines
        .map(line => ({ top: Number.parseFloat(line.style.top), text: line.textContent.replaceAll('\u00a0', ' ') }))
        .sort((a, b) => a.top - b.top)
        .map(line => line.text)
        .join('\n'),
    );
  }

  /** Selects the first occurrence of a text within one line, with the find widget. */
  async selectText(text) {
    await this.editor().locator('.view-line').first().click();
    await this.page.keyboard.press('Control+Home');
    await this.page.keyboard.press('Control+f');
    const find = this.page
      .locator('.find-widget.visible textarea.input, .find-widget.visible .find-part textarea')
      .first();
    await find.fill(text);
    await this.page.locator('.find-widget .matchesCount', { hasText: /^\d+ of \d+/ }).waitFor();
    await find.press('Enter');
    await find.press('Escape');
    await this.page.locator('.find-widget.visible').waitFor({ state: 'hidden' });
  }

  /** Selects whole lines, counted from 1, without the end of the last line. */
  async selectLines(first, last = first) {
    await this.page.keyboard.press('Control+g');
    await this.input.fill(`:${first}`);
    await this.page.keyboard.press('Enter');
    await this.picker.waitFor({ state: 'hidden' });
    await this.page.keyboard.press('Home');
    for (let line = first; line < last; line++) await this.page.keyboard.press('Shift+ArrowDown');
    await this.page.keyboard.press('Shift+End');
  }

  async selectAll() {
    await this.editor().locator('.view-line').first().click();
    await this.page.keyboard.press('Control+a');
  }

  /** Runs a command by its title in the palette; the editor's selection stays. */
  async runCommand(title) {
    await this.page.keyboard.press('F1');
    await this.input.waitFor();
    await this.input.fill(`>${title}`);
    await this.rows.filter({ hasText: title }).first().click();
  }

  /** The rows of the open quick pick. */
  async quickPick() {
    await this.rows.first().waitFor();
    return this.rows.evaluateAll(rows => rows.map(row => row.getAttribute('aria-label') ?? row.textContent));
  }

  /** Chooses a row of the open quick pick by its text. */
  async pick(label) {
    await this.rows.filter({ hasText: label }).first().click();
  }

  /** The messages of the notifications on the screen. If `text` is given, waits for a message that contains it. */
  async notifications(text) {
    const items = this.page.locator('.notifications-toasts .notification-list-item-message');
    if (text !== undefined) await items.filter({ hasText: text }).first().waitFor();
    return items.allTextContents();
  }

  /** Presses a button of the notification that contains `text`. */
  async answer(text, button) {
    const toast = this.page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
    await toast.locator('.monaco-button', { hasText: button }).first().click();
  }

  /** The frame inside the visible webview that holds the extension's document. */
  webview() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Chooses a theme by its name, a key of `KINDS`. Waits until the workbench and all visible webviews have it. */
  async setTheme(name) {
    await this.runCommand('Preferences: Color Theme');
    await this.input.fill(name);
    await this.pick(name);
    await this.picker.waitFor({ state: 'hidden' });
    const kind = KINDS[name];
    await this.page.locator(`.monaco-workbench.${kind.workbench}`).waitFor();
    for (const outer of await this.page.locator('iframe.webview.ready').all()) {
      if (!(await outer.isVisible())) continue;
      const inner = outer.contentFrame().frameLocator('iframe#active-frame');
      await inner.locator(`body[data-vscode-theme-kind="${kind.webview}"]`).waitFor();
    }
  }

  /** Waits until `holds` returns true. After half a minute it fails with the message that `found` returns. */
  async until(holds, found) {
    const deadline = Date.now() + 30_000;
    while (!(await holds())) {
      if (Date.now() > deadline) assert.fail(await found());
      await this.page.waitForTimeout(50);
    }
  }

  /**
   * Waits until the workbench has saved a state that contains this text in the browser. It saves its state every few
   * seconds when it is idle, but not when the page is closed.
   */
  async stateWritten(text) {
    await this.until(
      () => this.page.evaluate(isInState, text),
      () => `no state of the workbench has ${text}`,
    );
  }

  /** Waits until the document inside the visible webview has the focus. */
  async webviewFocus() {
    const body = this.webview().locator('body');
    await this.until(
      () => body.evaluate(() => document.hasFocus()),
      () => 'the webview did not get the focus',
    );
  }

  /** Waits before a picture for people to look at, if no event says that all is drawn. No test may depend on it. */
  restForPicture() {
    return this.page.waitForTimeout(500);
  }

  /** Writes out/screenshots/NAME.png, with animations at their end. */
  async shot(name) {
    const file = path.join(screenshots, `${name}.png`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }
}
