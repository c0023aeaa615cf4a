// Run: the panel of Show Last Run: without a run, with rows of a new run, sorted by confidence, used by keyboard, with
// texts that look like markup, hidden and shown again, with many rows, after a reload, and in four themes.
import assert from 'node:assert/strict';

export const settings = {
  'attentive.output': 'copy',
  'attentive.translate.targetLanguage': 'de',
  'editor.minimap.enabled': false,
  'workbench.sideBar.location': 'left',
};
export const view = { width: 1440, height: 900 };

const THEMES = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  contrast: 'Dark High Contrast',
  'contrast-light': 'Light High Contrast',
};

/**
 * Texts that would set `window.hostile` if the page took them for markup. A complete tag is no part of the text that the
 * model reads, so it would not be in this view. These tags have a "<" in an attribute, so they are read as text.
 */
const HOSTILE = [
  'Look at <img src=x onerror="window.hostile=1<2"> the new house.',
  'He said <video src=x onerror="window.hostile=2<3"> that it is late.',
  'The name of the file is "><svg onload="window.hostile=3<4"> and nothing more.',
];
const HARMLESS = [
  'I am tired.',
  'Where is the new file?',
  'Open the file in a new window.',
  'We do not know why she left.',
];

export async function run({ page, workbench, shot, target }) {
  // The frame of the panel's page.
  const inside = workbench.webview();
  const rows = inside.locator('tbody tr');
  const status = inside.getByRole('status');
  const orderButton = name => inside.getByRole('button', { name });

  await workbench.openFile('letter.txt');
  await workbench.runCommand('Attentive: Show Last Run');
  await inside.getByRole('heading', { name: 'Nothing was run yet' }).waitFor({ timeout: 30_000 });
  await shot(`${target}-run-empty`);

  await translate([...HOSTILE, ...HARMLESS].join('\n'), workbench.editor('Hello!'));
  await inside.getByRole('heading', { name: 'Translate: English to German' }).waitFor({ timeout: 60_000 });
  const count = await rows.count();
  assert.equal(
    await status.textContent(),
    `A new run has finished: Translate: English to German. Sentences: ${count}.`,
  );
  await checkText();
  await checkFacts(count);
  await checkKeyboard();
  await checkOrder();
  for (const [name, theme] of Object.entries(THEMES)) {
    await workbench.setTheme(theme);
    await shot(`${target}-run-${name}`);
  }
  await workbench.setTheme(THEMES.light);
  // In this harness a webview on an origin of its own is never drawn again once it was hidden: VS Code's frame waits
  // for the second registration of its service worker, which the browser does not answer. On VS Code's own origin this
  // works.
  if (target === 'web') return;
  await checkHidden();
  await checkMany();
  await checkReload();

  async function translate(text, editor = workbench.editor()) {
    await editor.locator('.view-line').first().click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
    await workbench.runCommand('Attentive: Translate Selection');
  }

  /** Texts that look like markup are shown as they are, and no element or script was made from them. */
  async function checkText() {
    const sources = await inside.locator('td.source').allTextContents();
    for (const [index, text] of HOSTILE.entries()) assert.equal(sources[index], text);
    assert.equal(await inside.locator('main :is(img, video, script, svg, iframe, style)').count(), 0);
    assert.equal(await inside.locator('body').evaluate(() => window.hostile), undefined);
    assert.equal(await page.evaluate(() => window.hostile), undefined);
    const first = inside.locator('tbody tr').first();
    assert.equal(await first.locator('td.source .text').getAttribute('lang'), 'en');
    assert.equal(await first.locator('td.result .text').getAttribute('lang'), 'de');
  }

  async function checkFacts(count) {
    const facts = await inside.locator('dl').innerText();
    for (const fact of [
      /draft/,
      /CC-BY-SA/,
      /\d read, \d+ written/,
      /tokens per second/,
      /Beams\s+4\. Chosen automatically/,
    ])
      assert.match(facts, fact);
    assert.match(await inside.locator('.summary').innerText(), new RegExp(`^Sentences: ${count}\\. Median \\d+%`));
    assert.match(await inside.locator('.meaning').innerText(), /not a measure of quality/);
    const widths = await inside
      .locator('.bar')
      .evaluateAll(bars =>
        bars.map(bar => Math.round((bar.firstChild.getBoundingClientRect().width / bar.clientWidth) * 100)),
      );
    for (const [index, text] of (await percents()).entries()) assert.ok(Math.abs(widths[index] - text) <= 2);
  }

  async function percents() {
    const texts = await inside.locator('.percent').allTextContents();
    return texts.map(text => Number.parseInt(text, 10));
  }

  async function checkOrder() {
    await orderButton('Least sure first').click();
    const sorted = await percents();
    assert.deepEqual(
      sorted,
      [...sorted].sort((a, b) => a - b),
    );
    assert.equal(await orderButton('Least sure first').getAttribute('aria-pressed'), 'true');
    await orderButton('As in the text').click();
    assert.deepEqual(
      await inside.locator('tbody th').allTextContents(),
      sorted.map((_, index) => String(index + 1)),
    );
  }

  /** The view can be opened from the palette and used completely without a mouse. */
  async function checkKeyboard() {
    await workbench.editor('').locator('.view-line').first().click();
    await workbench.runCommand('Attentive: Show Last Run');
    await workbench.webviewFocus();
    const focused = () => inside.locator(':focus').first().textContent();
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'As in the text');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Least sure first');
    const outline = await inside.locator(':focus').evaluate(button => getComputedStyle(button).outlineStyle);
    assert.equal(outline, 'solid');
    await shot(`${target}-run-focus`);
    await page.keyboard.press('Space');
    assert.equal(await orderButton('Least sure first').getAttribute('aria-pressed'), 'true');
    assert.equal(await focused(), 'Least sure first');
  }

  /**
   * A hidden page is destroyed. When it is shown again, a new page has the same order and shows the run made meanwhile.
   */
  async function checkHidden() {
    await orderButton('Least sure first').click();
    await workbench.openFile('notes.txt');
    await inside.locator('main').waitFor({ state: 'detached' });
    await translate('Hello. I am tired.');
    await workbench.runCommand('Attentive: Show Last Run');
    await inside.locator('td.source', { hasText: 'Hello.' }).waitFor({ timeout: 30_000 });
    assert.equal(await rows.count(), 2);
    assert.equal(await status.textContent(), '', 'a run that the page shows from its start is not announced');
    assert.equal(await orderButton('Least sure first').getAttribute('aria-pressed'), 'true');
    await orderButton('As in the text').click();
  }

  async function checkMany() {
    const lines = Array.from({ length: 450 }, (_, index) => HARMLESS[index % HARMLESS.length]);
    await workbench.openFile('letter.txt');
    await translate(lines.join('\n'));
    await workbench.runCommand('Attentive: Show Last Run');
    await inside.getByText('200 of 450 shown').first().waitFor({ timeout: 60_000 });
    assert.equal(await rows.count(), 200);
    await inside.getByRole('button', { name: 'Show 200 more' }).press('Enter');
    assert.equal(await inside.locator(':focus th').textContent(), '201');
    assert.equal(await status.textContent(), '400 of 450 shown');
    await inside.getByRole('button', { name: 'Show 50 more' }).scrollIntoViewIfNeeded();
    await shot(`${target}-run-many`);
    await inside.getByRole('button', { name: 'Show 50 more' }).press('Enter');
    assert.equal(await rows.count(), 450);
    assert.equal(await inside.locator('.more button').count(), 0);
  }

  /** After a reload the panel is restored, but without the run. */
  async function checkReload() {
    await page.reload();
    await workbench.ready();
    // VS Code does not always save which tab was active.
    await page.locator('.tabs-container .tab', { hasText: 'Last Run' }).click();
    await inside.getByRole('heading', { name: 'Nothing was run yet' }).waitFor({ timeout: 30_000 });
  }
}
