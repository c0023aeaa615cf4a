// Tabs Matrix and All heads: tests their use by pointer and by keyboard, their numbers, and their accessibility.
import assert from 'node:assert/strict';

const matrix = { view: 'matrix', passage: 0, kind: 'cross', layer: 1, heads: 'mean', unit: 'words', special: 'shown' };

async function openMatrix(settings = {}, more = {}) {
  const opened = await pages.open({ settings: { ...matrix, ...settings }, width: 1100, ...more });
  await opened.page.locator('.matrix-stage[data-drawn]').waitFor();
  return { ...opened, stage: opened.page.locator('.matrix-stage'), tip: opened.page.locator('.matrix-tip') };
}

/** The number of rows, from the label of the matrix. */
async function rowsOf(page) {
  const label = await page.locator('.matrix-stage').getAttribute('aria-label');
  return Number(/(\d+) rows/.exec(label)?.[1]);
}

describe('tab Matrix', () => {
  it('describes each cell that the arrow keys reach', async () => {
    const { page, stage, tip, problems } = await openMatrix();
    await page.locator('.matrix-bar button').first().focus();
    await page.keyboard.press('Shift+Tab');
    assert.ok(await stage.evaluate(element => element === document.activeElement));
    const status = page.locator('[role="status"]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.match(await tip.innerText(), /^Der → animal\n0\.\d{2,4}$/);
    await page.waitForFunction(() =>
      [...document.querySelectorAll('[role="status"]')].some(one => /Der/.test(one.textContent)),
    );
    assert.match(
      (await status.allInnerTexts()).join(),
      /“Der” attends to “animal”, 0\.\d\d; layer 2, mean of all heads/,
    );
    await page.keyboard.press('End');
    assert.match(await tip.innerText(), /^Der → <\/s>/);
    await page.keyboard.press('Control+Home');
    assert.match(await tip.innerText(), /^<pad> → >>de<</);
    await page.keyboard.press('Escape');
    assert.ok(await tip.isHidden());
    assert.deepEqual(problems, []);
  });

  it('shows the weights at the pointer, and pins rows and columns by clicks', async () => {
    const { page, host, tip } = await openMatrix({ heads: [0, 2] });
    const plot = page.locator('.matrix-plot');
    const { height } = await plot.boundingBox();
    const cell = height / (await rowsOf(page));
    const position = { x: cell * 2.5, y: cell * 1.5 };
    await plot.hover({ position });
    assert.match(await tip.innerText(), /^Der → animal\nHead 1 0\.\d+\nHead 3 0\.\d+$/);
    await plot.click({ position });
    const { settings } = await host.state();
    assert.equal(settings.pinned.role, 'query');
    await plot.click({ position, modifiers: ['Shift'] });
    assert.equal((await host.state()).settings.pinned.role, 'key');
  });

  it('zooms by keys and wheel, and moves by dragging', async () => {
    const { page, stage, tip } = await openMatrix({ unit: 'tokens' }, { large: { tokens: 120, layers: 2, heads: 2 } });
    const plot = page.locator('.matrix-plot');
    const at = { position: { x: 5, y: 5 } };
    await plot.hover(at);
    const first = await tip.innerText();
    await stage.focus();
    for (let press = 0; press < 5; press++) await page.keyboard.press('+');
    await page.keyboard.press('Control+End');
    await plot.hover(at);
    assert.notEqual(await tip.innerText(), first);
    const box = await plot.boundingBox();
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 5, box.y + box.height - 5, { steps: 4 });
    await page.mouse.up();
    await plot.hover({ position: { x: 6, y: 6 } });
    const moved = await tip.innerText();
    await page.keyboard.press('0');
    await plot.hover(at);
    assert.equal(await tip.innerText(), first);
    assert.notEqual(moved, first);
    await page.mouse.move(box.x + 5, box.y + 5);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -2000);
    await page.keyboard.up('Control');
    await plot.hover({ position: { x: box.width - 5, y: 5 } });
    assert.notEqual(await tip.innerText(), first);
  });

  it('says so in tab Matrix, and opens tab All heads without an error, if all tokens are special and hidden', async () => {
    const [passage] = structuredClone(pages.passages);
    for (const side of ['source', 'target']) passage.content[side].tokens.forEach(token => (token.special = true));
    for (const view of ['matrix', 'heads']) {
      const { page, problems } = await pages.open({
        passages: [passage],
        settings: { ...matrix, view, special: 'hidden' },
      });
      const expected = view === 'matrix' ? page.getByText('There are only special tokens') : page.getByRole('grid');
      await expected.waitFor();
      await pages.settled(page);
      assert.deepEqual(problems, []);
      await page.close();
    }
  });

  it('leaves the keyboard’s cell on the first Escape, and unpins on the second', async () => {
    const { page, stage, host } = await openMatrix({ pinned: { role: 'query', tokens: [2] } });
    await stage.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    assert.deepEqual((await host.state())?.settings.pinned.tokens, [2]);
    await page.keyboard.press('Escape');
    assert.equal((await host.state()).settings.pinned, undefined);
  });

  it('saves the choice of the range of colors', async () => {
    const { page, host } = await openMatrix();
    await page.getByRole('button', { name: 'Options', exact: true }).click();
    await page.locator('.control.contrast vscode-single-select').click();
    await page.getByRole('option', { name: '0 to 1' }).click();
    assert.equal((await host.state()).settings.contrast, 'whole');
    assert.equal(await page.locator('.legend span').last().innerText(), '1.00');
  });
});

describe('tab All heads', () => {
  const heads = { ...matrix, view: 'heads' };

  it('fetches each layer once, and opens a head in tab Matrix', async () => {
    const { page, host, problems } = await pages.open({ settings: heads });
    await page.locator('.heads-view[data-layers="2"]').waitFor();
    const layers = (await host.requests('attention')).map(({ layer }) => layer);
    assert.deepEqual(layers.sort(), [0, 1]);
    assert.equal(await page.getByRole('gridcell').count(), 8);
    assert.equal(await page.locator('.tile.painted').count(), 8);
    const cell = page.getByRole('gridcell', { name: 'Layer 1, head 1', exact: true });
    await cell.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.locator('.matrix-stage[data-drawn="run-1 cross 1 2"]').waitFor();
    assert.deepEqual(problems, []);
  });

  it('sorts the heads by a statistic, and names the value of each head', async () => {
    const { page } = await pages.open({ settings: { ...heads, order: 'aligned' } });
    await page.locator('.heads-view[data-layers="2"]').waitFor();
    const names = await page.locator('.tile .unseen').allTextContents();
    const shares = names.map(name => Number(/: (\d+)\s?%$/.exec(name)?.[1]));
    assert.equal(shares.length, 8);
    assert.deepEqual(
      shares,
      [...shares].sort((left, right) => right - left),
    );
    assert.ok(shares[0] > shares[7]);
    assert.deepEqual(await pages.violations(page), []);
  });

  it('stops fetching when another tab is opened', async () => {
    const layers = 12;
    const { page, host } = await pages.open({ settings: heads, delay: 200, large: { tokens: 24, layers, heads: 2 } });
    await page.locator('.heads-view').waitFor();
    // A clock that runs by itself until the test advances it.
    await page.clock.install();
    await page.getByRole('tab', { name: 'Text' }).click();
    // Enough time to fetch every layer if the tab All heads had not stopped.
    for (let layer = 0; layer < layers; layer++) {
      await page.clock.runFor(1_000);
      await pages.settled(page);
    }
    assert.ok((await host.requests('attention')).length < layers);
    await page.getByRole('tab', { name: 'All heads' }).click();
    await page.locator(`.heads-view[data-layers="${layers}"]`).waitFor();
  });

  it('tries again after a failure', async () => {
    const { page, host } = await pages.open({ settings: heads });
    await page.locator('.heads-view[data-layers="2"]').waitFor();
    await host.fail('attention', 1);
    await page.locator('.control.kind vscode-single-select').click();
    await page.getByRole('option', { name: 'Decoder self-attention' }).click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.heads-view[data-layers="2"]').waitFor();
  });
});

describe('tabs Matrix and All heads', () => {
  const views = { matrix: '.matrix-stage[data-drawn]', heads: '.heads-view[data-layers="2"]' };

  for (const theme of ['dark', 'light', 'contrastDark', 'contrastLight']) {
    it(`have no accessibility violations in the theme ${theme}`, async () => {
      for (const [view, selector] of Object.entries(views)) {
        const settings = { ...matrix, view, heads: [0, 2], order: 'entropy' };
        const { page, problems } = await pages.open({ theme, settings });
        await page.locator(selector).waitFor();
        assert.deepEqual(await pages.violations(page), [], view);
        assert.deepEqual(problems, []);
        await page.close();
      }
    });
  }

  it('are not wider than a narrow panel', async () => {
    for (const [view, selector] of Object.entries(views)) {
      const { page } = await pages.open({ width: 300, settings: { ...matrix, view } });
      await page.locator(selector).waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 300, `${view} is ${width} px wide`);
      await pages.shot(page, `${view}-narrow`);
      await page.close();
    }
  });

  it('show an outline around the focused element', async () => {
    for (const [view, selector] of Object.entries(views)) {
      const { page } = await pages.open({ settings: { ...matrix, view } });
      await page.locator(selector).waitFor();
      const target = page.locator(view === 'matrix' ? '.matrix-stage' : '.tile[tabindex="0"]');
      await page.keyboard.press('Tab');
      await target.focus();
      const outline = await target.evaluate(element => getComputedStyle(element).outline);
      assert.match(outline, /rgb\(0, 120, 212\) solid 2px/);
      await page.close();
    }
  });

  it('are drawn again in the colors of another theme', async () => {
    const { page, host } = await pages.open({ settings: matrix });
    await page.locator(views.matrix).waitFor();
    const corner = () =>
      page
        .locator('.matrix-stage canvas')
        .evaluate(canvas => [...canvas.getContext('2d').getImageData(1, 1, 1, 1).data]);
    assert.deepEqual(await corner(), [31, 31, 31, 255]);
    await host.theme('light');
    await page.waitForFunction(() => {
      const pixels = document.querySelector('.matrix-stage canvas').getContext('2d').getImageData(1, 1, 1, 1);
      return String(pixels.data) === '255,255,255,255';
    });
  });

  it('draw each cell in the color of its weight', async () => {
    const { page } = await pages.open({
      theme: 'light',
      settings: { ...matrix, scale: 'gray', contrast: 'whole', heads: [1] },
    });
    await page.locator(views.matrix).waitFor();
    const { height, left, top, ratio } = await page.evaluate(() => {
      const [canvas, plot] = ['canvas', '.matrix-plot'].map(one => document.querySelector(`.matrix-stage ${one}`));
      const [outer, inner] = [canvas, plot].map(one => one.getBoundingClientRect());
      const ratio = canvas.width / outer.width;
      return { height: inner.height, left: inner.left - outer.left, top: inner.top - outer.top, ratio };
    });
    const cell = height / (await rowsOf(page));
    const shadeAt = (row, column) =>
      page.locator('.matrix-stage canvas').evaluate(
        (canvas, [x, y]) => canvas.getContext('2d').getImageData(x, y, 1, 1).data[0],
        // A point near the corner of the cell, where no number is drawn.
        [(left + (column + 0.15) * cell) * ratio, (top + (row + 0.15) * cell) * ratio].map(Math.round),
      );
    // Cells of the queries <pad> and Die with the keys >>de<<, The and animal. Their weights are read from the tooltip.
    for (const [row, column] of [
      [0, 1],
      [1, 2],
      [1, 0],
    ]) {
      await page.locator('.matrix-plot').hover({ position: { x: (column + 0.5) * cell, y: (row + 0.5) * cell } });
      const weight = Number(await page.locator('.matrix-tip .exact').innerText());
      await page.mouse.move(2, 2);
      await page.locator('.matrix-tip').waitFor({ state: 'hidden' });
      await pages.settled(page);
      // The lightness goes from white to the foreground of the theme, which is gray 59.
      const shade = await shadeAt(row, column);
      const lightness = value =>
        116 * Math.cbrt(value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4) - 16;
      const expected = 100 - weight * (100 - lightness(59));
      assert.ok(Math.abs(lightness(shade) - expected) < 1.5, `${weight} is ${shade}`);
    }
  });
});
