// Screenshots of the tabs Matrix and All heads, for a person to look at: node test/webview/run.mjs --sources --look matrix
const matrix = { view: 'matrix', passage: 0, kind: 'cross', layer: 1, heads: 'mean', unit: 'words', special: 'shown' };

describe('screenshots of tab Matrix', () => {
  for (const theme of ['dark', 'light', 'contrastDark', 'contrastLight']) {
    it(`theme ${theme}`, async () => {
      const { page } = await pages.open({ theme, settings: matrix, width: 1100 });
      await page.locator('.matrix-stage[data-drawn]').waitFor();
      await page.locator('.matrix-plot').hover({ position: { x: 200, y: 90 } });
      await pages.shot(page, `matrix-${theme}`);
    });
  }

  it('several heads, and a long text', async () => {
    const heads = await pages.open({ settings: { ...matrix, heads: [0, 1, 2, 3] } });
    await heads.page.locator('.matrix-plot').hover({ position: { x: 60, y: 50 } });
    await pages.shot(heads.page, 'matrix-heads');
    const large = { tokens: 512, layers: 12, heads: 16 };
    const settings = { ...matrix, unit: 'tokens', heads: [3] };
    for (const theme of ['dark', 'light']) {
      const { page } = await pages.open({ theme, settings, large, width: 1100 });
      const stage = page.locator('.matrix-stage[data-drawn]');
      await stage.waitFor();
      await pages.shot(page, `matrix-large-${theme}`);
      await stage.focus();
      for (let press = 0; press < 6; press++) await page.keyboard.press('+');
      for (let press = 0; press < 9; press++) await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(100);
      await pages.shot(page, `matrix-zoomed-${theme}`);
    }
  });
});

describe('screenshots of tab All heads', () => {
  for (const theme of ['dark', 'light', 'contrastDark', 'contrastLight']) {
    it(`theme ${theme}`, async () => {
      const { page } = await pages.open({ theme, settings: { ...matrix, view: 'heads' }, width: 1100 });
      await page
        .locator('.heads-view[data-layers="4"], .heads-view[data-layers="2"], .heads-view[data-layers="3"]')
        .waitFor();
      await pages.shot(page, `heads-${theme}`);
    });
  }

  it('sorted, and with many heads', async () => {
    const large = { tokens: 512, layers: 12, heads: 16 };
    for (const order of ['layer', 'entropy']) {
      const settings = { ...matrix, view: 'heads', unit: 'tokens', order };
      const { page } = await pages.open({ settings, large, width: 1100 });
      await page.locator('.heads-view[data-layers="12"]').waitFor({ timeout: 60_000 });
      await pages.shot(page, `heads-large-${order}`);
    }
  }).timeout(90_000);
});
