// Tab Head: tests that it shows the computation of one head with the numbers of a recorded run.
import assert from 'node:assert/strict';

const settings = { view: 'head', kind: 'cross', layer: 1, heads: [1], step: 3 };

async function open(options = {}) {
  const opened = await pages.open({ settings, ...options });
  await opened.page.locator('.keys tbody tr').first().waitFor();
  return opened;
}

function pressed(page) {
  return page.locator('.keys button[aria-pressed="true"]').textContent();
}

describe('tab Head', () => {
  const [{ content }] = pages.passages;

  for (const kind of ['encoder', 'decoder', 'cross']) {
    it(`computes the same weights as the model, in ${kind} attention`, async () => {
      const { page } = await open({ settings: { ...settings, kind } });
      const { heads } = content.attention[kind];
      for (let head = 1; head <= heads; head++) {
        await page
          .getByRole('group', { name: 'Heads' })
          .getByRole('button', { name: `Head ${head}` })
          .click();
        await page.getByText(`layer 2 head ${head}.`).waitFor();
        const line = await page.locator('.check').textContent();
        assert.match(line, /^✓ Checked: .* is (?:0|\d\.\d\s×\s10⁻(?:[⁶⁷⁸⁹]|¹.))\.$/u);
      }
    });
  }

  it('says if its weights differ from the model’s', async () => {
    const passages = structuredClone(pages.passages);
    passages[0].heads.cross[1].scores = passages[0].heads.cross[0].scores;
    const { page } = await open({ passages });
    assert.match(await page.locator('.check').textContent(), /^These weights differ/);
  });

  it('marks masked keys', async () => {
    const { page } = await open({ settings: { ...settings, kind: 'decoder' } });
    const rows = page.locator('.keys tbody tr');
    const count = content.target.tokens.length;
    assert.equal(await rows.count(), count);
    assert.equal(await page.locator('tr[data-masked]').count(), count - 4);
    const last = await rows.last().locator('td').allTextContents();
    assert.deepEqual(last.slice(2, 5), ['masked', '−∞', '0%']);
    await rows.last().getByRole('button').click();
    await page.getByText('Masked: a token must not attend to those after it').waitFor();
  });

  it('shows the pinned query, and pins another one by arrow keys', async () => {
    const { page, host } = await open();
    const query = page.getByRole('option', { selected: true });
    assert.equal(await query.textContent(), content.target.tokens[3].text.trim());
    await query.focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await query.textContent(), content.target.tokens[4].text.trim());
    assert.equal(await query.evaluate(node => node === document.activeElement), true);
    const { settings: saved } = await host.state();
    assert.deepEqual(saved.pinned, { role: 'query', tokens: [4] });
  });

  it('shows the computation for one key in full, whose numbers can be read one by one', async () => {
    const { page } = await open();
    assert.notEqual(await pressed(page), content.source.tokens[0].text.trim());
    await page.locator('.keys button[aria-pressed="true"]').focus();
    await page.keyboard.press('Home');
    assert.equal(await pressed(page), content.source.tokens[0].text.trim());
    await page.keyboard.press('ArrowDown');
    assert.equal(await pressed(page), content.source.tokens[1].text.trim());
    const places = page.getByRole('slider', { name: 'Place in the vectors' });
    await places.focus();
    await page.keyboard.press('End');
    const { width } = pages.passages[0].heads.cross[1];
    assert.match(await places.getAttribute('aria-valuetext'), new RegExp(`^Place ${width} of ${width}: `));
    const [left, right, product] = (await page.locator('.pair .detail').textContent())
      .match(/: (\S+) × (\S+) = (\S+)\. /u)
      .slice(1)
      .map(text => Number(text.replace('−', '-')));
    assert.ok(Math.abs(left * right - product) < 0.005, `${left} × ${right} is not ${product}`);
  });

  it('shows one head if a mean is chosen, and says so', async () => {
    const { page } = await open({ settings: { ...settings, layer: 'mean', heads: 'mean' } });
    await page.getByText('A mean has no queries and keys of its own').waitFor();
  });

  it('reports a failure, and tries again', async () => {
    const { page, host } = await open();
    await host.fail('head', 1);
    await page.evaluate(() => window.host.show({ ...window.given.shown, run: 'run-2' }));
    await page.getByText('The engine was restarted.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The engine was restarted.').waitFor({ state: 'detached' });
    await page.locator('.check').waitFor();
  });

  for (const theme of ['dark', 'light', 'contrastDark', 'contrastLight']) {
    it(`has no violations of accessibility and security policy in ${theme}, also in a narrow panel`, async () => {
      const { page, problems } = await open({ theme });
      assert.deepEqual(await pages.violations(page), []);
      await pages.shot(page, `head-${theme}`);
      await page.setViewportSize({ width: 320, height: 800 });
      assert.deepEqual(await pages.violations(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(wide, false, 'the page itself scrolls sideways');
      assert.deepEqual(problems, []);
    });
  }
});
