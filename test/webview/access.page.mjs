// Accessibility: tests the tabs Text, Lines and Table with axe in each theme, the visible focus, and reduced motion.
import assert from 'node:assert/strict';

const SETTINGS = { kind: 'cross', layer: 0, heads: [0, 2], unit: 'words', special: 'hidden' };
const PINNED = { role: 'query', tokens: [3, 4] };

describe('accessibility of the Attention page', () => {
  for (const theme of ['dark', 'light', 'contrastDark', 'contrastLight']) {
    it(`has no violations in ${theme}`, async () => {
      for (const view of ['text', 'lines', 'table']) {
        const { page } = await pages.open({ theme, settings: { ...SETTINGS, view, pinned: PINNED } });
        await page.locator('.sentence').getByText('attend').waitFor();
        assert.deepEqual(await pages.violations(page), [], view);
        await page.close();
      }
    });
  }

  it('has no violations with an open list in a narrow panel, and before a run is shown', async () => {
    const { page } = await pages.open({ width: 300, settings: { ...SETTINGS, view: 'text' } });
    await page.getByRole('combobox', { name: 'Layer' }).click();
    assert.deepEqual(await pages.violations(page), []);
    const waiting = await pages.open({ held: ['passage'] });
    await waiting.page.getByText('Reading the run again').first().waitFor();
    assert.deepEqual(await pages.violations(waiting.page), []);
    await page.close();
    await waiting.page.close();
  });

  it('keeps the page within a narrow panel', async () => {
    for (const view of ['text', 'lines', 'table']) {
      const { page } = await pages.open({ width: 300, settings: { ...SETTINGS, view } });
      await page.locator('.sentence').waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 300, `${view} is ${width} px wide`);
      await page.close();
    }
  });

  it('shows the focus on every focusable element', async () => {
    const { page } = await pages.open({ settings: { ...SETTINGS, view: 'text' } });
    await page.locator('.sentence').waitFor();
    const seen = new Set();
    for (let step = 0; step < 30; step++) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        let element = document.activeElement;
        if (element === document.body) return undefined;
        const name = element.getAttribute('aria-label') ?? element.label ?? element.textContent;
        while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        const { outlineStyle, outlineWidth, borderColor } = getComputedStyle(element);
        return {
          name,
          isSeen: (outlineStyle !== 'none' && outlineWidth !== '0px') || borderColor === 'rgb(0, 120, 212)',
        };
      });
      if (focus === undefined) break;
      assert.ok(focus.isSeen, `nothing shows the focus on ${focus.name}`);
      seen.add(focus.name);
    }
    assert.ok(seen.size >= 10, [...seen].join(', '));
    await page.close();
  });

  it('has no animations if the reader prefers reduced motion', async () => {
    const { page } = await pages.open({ held: ['passage'], media: { reducedMotion: 'reduce' } });
    await page.getByRole('progressbar').waitFor();
    const running = await page.evaluate(() => document.getAnimations().length);
    assert.equal(running, 0);
    await page.close();
  });

  it('marks pressed buttons with the colors of a selection if the system forces colors', async () => {
    const { page } = await pages.open({ media: { forcedColors: 'active' } });
    const pressed = page.locator('button[aria-pressed]').first();
    await pressed.evaluate(button => button.setAttribute('aria-pressed', 'true'));
    const [found, expected] = await pressed.evaluate(button => {
      const sample = document.createElement('mark');
      sample.style.cssText = 'background: Highlight; color: HighlightText; forced-color-adjust: none';
      document.body.append(sample);
      return [button, sample].map(element => {
        const { backgroundColor, color } = getComputedStyle(element);
        return { backgroundColor, color };
      });
    });
    assert.deepEqual(found, expected);
    await page.close();
  });

  it('moves between tabs by arrow keys', async () => {
    const { page } = await pages.open();
    await page.getByRole('tab', { name: 'Text' }).focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.getByRole('tab', { name: 'Lines' }).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await page.getByRole('tab', { name: 'Text' }).getAttribute('aria-selected'), 'true');
    await page.close();
  });
});
