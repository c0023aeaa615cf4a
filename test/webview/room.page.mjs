// Room: tests that the picture of every tab begins in the top quarter of the panel, and that all other parts are one line high.
import assert from 'node:assert/strict';

const settings = { passage: 0, kind: 'cross', layer: 0, heads: 'mean', unit: 'words', special: 'hidden', step: 3 };
/** The element at which the picture of each tab begins. */
const PICTURES = {
  text: '.text .word',
  lines: '.lines',
  matrix: '.matrix-stage canvas',
  heads: '.head-grid',
  steps: '.strip .token',
  head: '.strip .token',
  table: '.table-view table',
};
/** Panel sizes in CSS pixels, by width and zoom. A zoomed panel has fewer CSS pixels. */
const PANELS = {
  'of 300 px': { width: 300, height: 900 },
  'of 520 px': { width: 520, height: 900 },
  'of 300 px at 150 %': { width: 200, height: 600 },
  'of 520 px at 150 %': { width: 347, height: 600 },
};
const MANY = { ...settings, heads: [0, 2], pinned: { role: 'query', tokens: [3] } };

async function open(view, panel, more = {}) {
  const { page } = await pages.open({ ...panel, settings: { ...settings, view }, ...more });
  const picture = page.locator(PICTURES[view]).first();
  await picture.waitFor();
  return { page, picture };
}

const boxOf = locator => locator.evaluate(element => element.getBoundingClientRect().toJSON());

describe('the picture of a tab', () => {
  for (const [name, panel] of Object.entries(PANELS)) {
    for (const view of Object.keys(PICTURES)) {
      it(`begins in the top quarter for ${view} in a panel ${name}`, async () => {
        const { page, picture } = await open(view, panel);
        const { top } = await boxOf(picture);
        assert.ok(top <= panel.height / 4, `${view} begins at ${top} of ${panel.height} px`);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= panel.width, `it is ${width} px wide`);
        await page.close();
      });
    }
  }

  it('begins in the top quarter with many heads and pinned words', async () => {
    const large = { tokens: 40, layers: 12, heads: 16 };
    for (const view of ['text', 'lines', 'matrix', 'table']) {
      const { page, picture } = await open(view, PANELS['of 300 px'], { large, settings: { ...MANY, view } });
      const { top } = await boxOf(picture);
      assert.ok(top <= 225, `${view} begins at ${top}`);
      await page.close();
    }
  });

  it('leaves one line each for title, tabs, controls and selection', async () => {
    for (const panel of [...Object.values(PANELS), { width: 215, height: 900 }]) {
      const { page } = await open('matrix', panel, { settings: { ...MANY, view: 'matrix' } });
      for (const [part, most] of [
        ['.titles', 24],
        ['.disclaimer > p', 24],
        ['.tabs', 34],
        ['.choices', 34],
        ['.foot', 34],
      ]) {
        const { height } = await boxOf(page.locator(part));
        assert.ok(height > 10 && height <= most, `${part} is ${height} px high in ${panel.width} px`);
      }
      await page.close();
    }
  });

  it('is more than 400 px high for every tab in a panel 215 px wide', async () => {
    const panel = { width: 215, height: 900 };
    for (const view of Object.keys(PICTURES)) {
      const { page, picture } = await open(view, panel);
      const { top } = await boxOf(picture);
      const foot = await page.locator('.foot').boundingBox();
      assert.ok(top < 225 && foot.y - top > 400, `${view} from ${top} to ${foot.y}`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= panel.width, `${view} is ${width} px wide`);
      await page.close();
    }
  });

  it('contains the whole matrix at first, in width and in height', async () => {
    for (const panel of [...Object.values(PANELS), { width: 1400, height: 900 }, { width: 900, height: 500 }]) {
      const { page, picture } = await open('matrix', panel);
      const stage = await boxOf(picture);
      const bar = await boxOf(page.locator('.matrix-bar'));
      const foot = await boxOf(page.locator('.foot'));
      assert.ok(bar.bottom <= foot.top + 0.5, `the legend ends at ${bar.bottom}, the footer begins at ${foot.top}`);
      assert.ok(stage.right <= panel.width);
      await page.close();
    }
  });

  it('grows with the height of the panel, for a matrix', async () => {
    const { page } = await open('matrix', { width: 900, height: 400 });
    const plot = page.locator('.matrix-plot');
    const { height } = await boxOf(plot);
    await page.setViewportSize({ width: 900, height: 800 });
    await page.waitForFunction(before => document.querySelector('.matrix-plot').clientHeight > before + 100, height);
    await page.close();
  });
});

describe('controls that have no room in the row', () => {
  it('are in the popover Options, and return to a wider row', async () => {
    const { page } = await open('text', PANELS['of 300 px']);
    const inRow = name => page.locator(`.choices > .control.${name}`).count();
    assert.deepEqual([await inRow('layer'), await inRow('kind'), await inRow('heads')], [1, 0, 0]);
    const options = page.getByRole('button', { name: 'Options', exact: true });
    await options.click();
    await page.getByRole('combobox', { name: 'Special tokens' }).waitFor();
    await page.getByRole('button', { name: 'Head 2' }).click();
    assert.equal(await page.getByRole('button', { name: 'Head 2' }).getAttribute('aria-pressed'), 'true');
    assert.deepEqual(await pages.violations(page), []);
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('button', { name: 'Head 2' }).isVisible(), false);
    assert.ok(await options.evaluate(element => element === document.activeElement));
    await options.click();
    await page.mouse.click(150, 700);
    assert.equal(await options.getAttribute('aria-expanded'), 'false');
    await page.setViewportSize({ width: 1000, height: 900 });
    await page.locator('.choices > .control.heads').waitFor();
    assert.deepEqual([await inRow('layer'), await inRow('kind'), await inRow('unit')], [1, 1, 1]);
    await page.close();
  });

  it('pass their focus to the button of the popover when they move into it', async () => {
    const { page } = await open('text', { width: 1000, height: 900 });
    const head = page.getByRole('button', { name: 'Head 2' });
    await head.focus();
    await page.setViewportSize({ width: 300, height: 900 });
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Options');
    await page.close();
  });

  it('have a title that explains them', async () => {
    for (const view of Object.keys(PICTURES)) {
      const { page } = await open(view, { width: 520, height: 900 });
      const options = page.getByRole('button', { name: 'Options', exact: true });
      if (await options.isVisible()) await options.click();
      const untitled = await page.evaluate(() =>
        [...document.querySelectorAll('main :is(button, [role=tab], vscode-single-select)')]
          .filter(
            one => one.checkVisibility() && one.closest('#stage [class*=scrolls], [role=listbox], .keys') === null,
          )
          .filter(one => (one.closest('[title]')?.title ?? '') === '')
          .map(one => one.outerHTML),
      );
      assert.deepEqual(untitled, [], view);
      await page.close();
    }
  });

  it('leave the tabs in one row, in which the next tab is always visible', async () => {
    const { page } = await open('text', PANELS['of 300 px']);
    for (const name of ['Lines', 'Matrix', 'All heads', 'Steps', 'Head', 'Table']) {
      const tab = page.getByRole('tab', { name, exact: true });
      const { left, right } = await boxOf(tab);
      assert.ok(left >= 0 && right <= 300, `${name} from ${left} to ${right}`);
      await tab.click();
      assert.equal(await tab.getAttribute('aria-selected'), 'true');
    }
    await page.close();
  });
});
