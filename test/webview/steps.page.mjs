// Tab Steps: tests that it replays the decoding with the numbers of a recorded run.
import assert from 'node:assert/strict';

const settings = { view: 'steps', step: 2 };

/** The recorded run with a second beam at each step. The second beam of the third step has ended. */
function withBeams(passages) {
  return passages.map(passage => {
    let sum = 0;
    const steps = passage.steps.map(({ chosen, alternatives }, at) => {
      const other = alternatives.find(({ id }) => id !== chosen.id);
      const second = { token: other.id, text: other.text, sum: sum + other.logProbability };
      sum += chosen.logProbability;
      const first = { token: chosen.id, text: chosen.text, sum, ended: at === passage.steps.length - 1 };
      return [
        { ...first, parent: 0, chosen: true },
        { ...second, parent: 0, ended: at === 2, chosen: false },
      ];
    });
    return { ...passage, history: steps };
  });
}

async function open(options = {}) {
  const opened = await pages.open({ settings, passages: withBeams(pages.passages), ...options });
  await opened.page.locator('.candidates tbody tr').first().waitFor();
  await opened.page.locator('.tree .node').first().waitFor();
  return opened;
}

/** The texts of the cells in the table of likeliest tokens, row by row. */
function candidates(page) {
  return page
    .locator('.candidates tbody tr')
    .evaluateAll(rows => rows.map(row => [...row.cells].map(cell => cell.textContent)));
}

function position(page) {
  return page.locator('.position').textContent();
}

describe('tab Steps', () => {
  const [{ steps, content }] = pages.passages;

  it('changes the step by its buttons and by arrow keys', async () => {
    const { page, problems } = await open();
    const all = steps.length;
    assert.equal(await position(page), `Step 3 of ${all}`);
    await page.getByRole('button', { name: 'Next step' }).click();
    assert.equal(await position(page), `Step 4 of ${all}`);
    await page.keyboard.press('End');
    assert.equal(await position(page), `Step ${all} of ${all}`);
    await page.keyboard.press('Home');
    assert.equal(await position(page), `Step 1 of ${all}`);
    const token = page.getByRole('option', { selected: true });
    await token.focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await position(page), `Step 2 of ${all}`);
    assert.equal(
      await token.evaluate(node => node === document.activeElement),
      true,
      'the focus moves to the new token',
    );
    const announced = `Step 2 of ${all}: after “${content.target.tokens[1].text.trim()}” came`;
    await page.waitForFunction(text => document.querySelector('[role=status]').textContent.startsWith(text), announced);
    assert.deepEqual(problems, []);
  });

  it('plays until it is paused', async () => {
    const { page } = await open({ settings: { ...settings, step: 0 } });
    // Puts the page's clock under the control of the test, which advances it below. Until then it runs as usual.
    await page.clock.install();
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByText(`Step 3 of ${steps.length}`, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    const stopped = await position(page);
    await page.clock.runFor(10_000);
    assert.equal(await position(page), stopped);
  });

  it('shows the likeliest tokens with the engine’s probabilities', async () => {
    const { page } = await open();
    const rows = await candidates(page);
    const { alternatives, chosen } = steps[2];
    assert.equal(rows.length, alternatives.slice(0, 10).some(({ id }) => id === chosen.id) ? 10 : 11);
    alternatives.slice(0, 10).forEach(({ text, logProbability }, at) => {
      const [rank, name, , probability, logarithm] = rows[at];
      assert.equal(rank, String(at + 1));
      assert.ok(name.startsWith(text.trim() || '␣'), `${name} is not ${text}`);
      assert.ok(Math.abs(Number(logarithm.replace('−', '-')) - logProbability) < 0.006, logarithm);
      assert.ok(Math.abs(parseFloat(probability) - 100 * Math.exp(logProbability)) < 0.06, probability);
    });
    await page.getByRole('button', { name: '20', exact: true }).click();
    assert.ok((await candidates(page)).length >= 20);
  });

  it('shows the rank of a chosen token that is not among the likeliest', async () => {
    const passages = structuredClone(pages.passages);
    const [other] = passages[0].steps[2].alternatives.slice(12);
    passages[0].steps[2].chosen = other;
    const { page } = await open({ passages });
    const last = (await candidates(page)).at(-1);
    assert.equal(last[0], '13');
    assert.match(last[1], /✓ chosen/);
  });

  it('flattens the distribution at a higher temperature, and keeps the order', async () => {
    const { page } = await open();
    const names = rows => rows.map(([, name]) => name);
    const before = await candidates(page);
    await page.getByRole('slider', { name: 'Temperature' }).focus();
    await page.keyboard.press('End');
    await page.getByText('Temperature 2.0').waitFor();
    const hot = await candidates(page);
    assert.deepEqual(names(hot), names(before));
    assert.ok(parseFloat(hot[0][3]) < parseFloat(before[0][3]));
    await page.getByRole('button', { name: 'Reset to 1' }).click();
    await page.getByText('Temperature 1.0').waitFor();
    assert.deepEqual(await candidates(page), before);
  });

  it('shows the beams as a tree that grows with the steps, and moves in it by arrow keys', async () => {
    const { page } = await open();
    const visible = page.locator('.node:not(.later)');
    assert.equal(await visible.count(), 1 + 2 * 3);
    const items = page.getByRole('treeitem');
    assert.equal(await items.count(), 1 + 2 * 3, 'later beams are hidden from screen readers');
    await page.locator('.node[tabindex="0"]').focus();
    const label = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    assert.match(await label(), /^Step 3: .* On the path that was chosen\.$/);
    await page.keyboard.press('ArrowDown');
    assert.match(await label(), /^Step 3: .* Its sequence ended here\.$/);
    assert.equal(await page.locator('.beams .detail').textContent(), await label());
    await page.keyboard.press('ArrowLeft');
    assert.match(await label(), /^Step 2: /);
    await page.keyboard.press('Enter');
    await page.getByText(`Step 2 of ${steps.length}`, { exact: true }).waitFor();
    assert.equal(await visible.count(), 1 + 2 * 2);
  });

  it('shows the shapes of the cache, which grow for the target and not for the source', async () => {
    const { page, host } = await open();
    const cells = () => page.locator('.cache tbody tr').first().locator('td .dims').allTextContents();
    const { heads } = content.attention.decoder;
    const sources = content.source.tokens.length;
    assert.deepEqual(await cells(), [`${heads} × 3`, `${heads} × ${sources}`]);
    assert.deepEqual(await host.requests('head'), [], 'nothing is computed before the button is clicked');
    await page.getByRole('button', { name: 'Show sizes in bytes' }).click();
    await page.getByText('As 32-bit floats').waitFor();
    const { width } = pages.passages[0].heads.decoder[0];
    assert.deepEqual(await cells(), [`${heads} × 3 × ${width}`, `${heads} × ${sources} × ${width}`]);
    await page.getByRole('button', { name: 'Next step' }).click();
    await page.getByText(`${heads} × 4 × ${width}`).first().waitFor();
    assert.deepEqual(await cells(), [`${heads} × 4 × ${width}`, `${heads} × ${sources} × ${width}`]);
  });

  it('reports a failure in the part that failed, and tries again', async () => {
    const { page, host } = await open();
    await host.fail('logits', 1);
    await page.getByRole('button', { name: 'Next step' }).click();
    await page.getByText('The engine was restarted.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The engine was restarted.').waitFor({ state: 'detached' });
  });

  for (const theme of ['dark', 'light', 'contrastDark', 'contrastLight']) {
    it(`has no violations of accessibility and security policy in ${theme}, also in a narrow panel`, async () => {
      const { page, problems } = await open({ theme });
      assert.deepEqual(await pages.violations(page), []);
      await pages.shot(page, `steps-${theme}`);
      await page.setViewportSize({ width: 320, height: 800 });
      assert.deepEqual(await pages.violations(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(wide, false, 'the page itself scrolls sideways');
      await pages.shot(page, `steps-${theme}-narrow`);
      assert.deepEqual(problems, []);
    });
  }
});
