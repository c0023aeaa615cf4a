// The workbench as a person uses it: what a UI scenario may do and see. Only what is on the screen counts.
import fs from 'node:fs';
import path from 'node:path';
import { screenshots } from '../../../tools/places.mjs';

const editorSelector = '.editor-instance .monaco-editor[role=code]';

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

  /** The active group's editor, or the one whose visible text holds `text`. */
  editor(text) {
    if (text === undefined) return this.page.locator(`.editor-group-container.active ${editorSelector}`).first();
    return this.page.locator(editorSelector, { hasText: text }).first();
  }

  /** The lines on the screen, from top to bottom. A wrapped line counts as several. */
  async editorText(editor = this.editor()) {
    return editor.locator('.view-line').evaluateAll(lines =>
      lines
        .map(line => ({ top: Number.parseFloat(line.style.top), text: line.textContent.replaceAll('\u00a0', ' ') }))
        .sort((a, b) => a.top - b.top)
        .map(line => line.text)
        .join('\n'),
    );
  }

  /** Selects the first place where this text stands (within one line), as the find box does. */
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
    // It slides away, and would stand half in a screenshot.
    await this.page.waitForTimeout(300);
  }

  /** Selects whole lines, counted from 1, without the last line's end. */
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

  /** The messages of the notifications on the screen; waits for one that holds `text`, if given. */
  async notifications(text) {
    const items = this.page.locator('.notifications-toasts .notification-list-item-message');
    if (text !== undefined) await items.filter({ hasText: text }).first().waitFor();
    return items.allTextContents();
  }

  /** Presses a button of the notification that holds `text`. */
  async answer(text, button) {
    const toast = this.page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
    await toast.locator('.monaco-button', { hasText: button }).first().click();
  }

  /** The inside of the visible webview: what the extension's own document holds. */
  webview() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** By the theme's name in the picker, such as "Light Modern" or "Dark High Contrast". */
  async setTheme(name) {
    await this.runCommand('Preferences: Color Theme');
    await this.input.fill(name);
    await this.pick(name);
    await this.picker.waitFor({ state: 'hidden' });
  }

  /** Writes out/screenshots/NAME.png. */
  async shot(name) {
    const file = path.join(screenshots, `${name}.png`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
    return file;
  }
}
