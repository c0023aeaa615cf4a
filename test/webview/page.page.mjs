// Page: tests the Attention page as a whole: what it shows at first, its settings, other passages and runs, and failures.
import assert from 'node:assert/strict';

const sentence = page => page.locator('.sentence');
const textTab = page => page.getByRole('tab', { name: 'Text' });

/** A decoder layer that is not shown at first. The model has two. */
function otherLayer() {
  return 1 - pages.passages[0].content.aligner.layer;
}

/** Deselects the heads that are chosen at first, so that the mean of all heads is shown. */
async function deselectHeads(page) {
  // A card without heads means all of them, whose mean is shown.
  for (const head of pages.passages[0].content.aligner.heads ?? []) {
    await page.getByRole('button', { name: `Head ${head + 1}`, pressed: true }).click();
  }
}

describe('the Attention page', () => {
  it('shows the run, and that attention is not an explanation by itself', async () => {
    const { page, problems } = await pages.open();
    await page.getByRole('heading', { name: 'Translate: English to German' }).waitFor();
    await page.getByText('story.md · Attentive small, draft').waitFor();
    await page.getByText('Attention is not an explanation by itself.', { exact: true }).waitFor();
    const literature = page.getByText('Jain & Wallace 2019; Wiegreffe & Pinter 2019');
    assert.equal(await literature.isVisible(), false);
    await page.getByRole('button', { name: 'Why?' }).click();
    await literature.waitFor();
    await page.keyboard.press('Escape');
    await literature.waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Why?');
    assert.equal(await textTab(page).getAttribute('aria-selected'), 'true');
    // The layer and heads that the model's card names. There they are counted from 0.
    const { layer, heads = [] } = pages.passages[0].content.aligner;
    await page
      .getByRole('combobox', { name: 'Layer' })
      .getByText(`Layer ${layer + 1}`)
      .waitFor();
    for (const head of heads) await page.getByRole('button', { name: `Head ${head + 1}`, pressed: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: /^Head \d/, pressed: true }).count(), heads.length);
    assert.deepEqual(problems, []);
    await page.close();
  });

  it('fetches only the layer that is shown', async () => {
    const { page, host } = await pages.open();
    await sentence(page).waitFor();
    const requests = await host.requests('attention');
    assert.deepEqual(requests, [
      { run: 'run-1', passage: 0, kind: 'cross', layer: pages.passages[0].content.aligner.layer },
    ]);
    await page.getByRole('button', { name: 'Head 3' }).click();
    await page.getByRole('tab', { name: 'Lines' }).click();
    assert.equal((await host.requests('attention')).length, 1);
    await page.close();
  });

  it('shows the mean of all layers', async () => {
    const { page, host } = await pages.open();
    await deselectHeads(page);
    await choose(page, 'Layer', 'Mean of all');
    await page
      .getByRole('listbox', { name: /Target/ })
      .getByRole('option')
      .nth(1)
      .hover();
    await sentence(page).getByText('mean of all layers and heads').waitFor();
    const layers = (await host.requests('attention')).map(({ layer }) => layer);
    assert.deepEqual(layers.sort(), [0, 1]);
    await page.close();
  });

  it('restores its settings from the saved state, and saves there what the panel needs to be restored', async () => {
    const first = await pages.open();
    await choose(first.page, 'Attention', 'Encoder self-attention');
    await choose(first.page, 'Special tokens', 'Hidden, renormalized');
    await first.page.getByRole('button', { name: 'Tokens' }).click();
    await deselectHeads(first.page);
    await first.page.getByRole('button', { name: 'Head 3' }).click();
    await first.page
      .getByRole('listbox', { name: /queries/ })
      .getByRole('option')
      .nth(2)
      .click();
    await first.page.getByRole('tab', { name: 'Lines' }).click();
    const state = await first.host.state();
    assert.deepEqual(state.saved, pages.shown.saved);
    await first.page.close();
    const { page } = await pages.open({ state, shown: { ...pages.shown, run: 'run-of-the-next-window' } });
    assert.equal(await page.getByRole('tab', { name: 'Lines' }).getAttribute('aria-selected'), 'true');
    const layer = pages.passages[0].content.aligner.layer + 1;
    await sentence(page)
      .getByText(new RegExp(`attends to .*layer ${layer} head 3`))
      .waitFor();
    assert.equal(await page.getByRole('option', { selected: true }).count(), 1);
    await page.locator('.note').getByText('rows sum to 1 again').waitFor();
    await page.close();
  });

  it('keeps the chosen heads for another passage', async () => {
    const { page } = await pages.open();
    await deselectHeads(page);
    await page.getByRole('button', { name: 'Head 4' }).click();
    await choose(page, 'Passage', /^2 of 2/);
    await page.getByRole('option', { name: 'windows' }).hover();
    await sentence(page).getByText('head 4').waitFor();
    await page.close();
  });

  it('shows the previous and the next passage, and says which passage has a headline of headlines as its result', async () => {
    const { page, host } = await pages.open({ width: 520, shown: withLaterRound() });
    const [previous, next] = ['Previous passage', 'Next passage'].map(name => page.getByRole('button', { name }));
    await page
      .getByRole('combobox', { name: 'Passage' })
      .getByText(/^1 of 2: /)
      .waitFor();
    assert.equal(await previous.getAttribute('aria-disabled'), 'true');
    await next.click();
    const list = page.getByRole('combobox', { name: 'Passage' });
    await list.getByText(/^2 of 2, headline of headlines: /).waitFor();
    await page.locator('.note').getByText('its result is a headline of headlines').waitFor();
    assert.equal(await next.getAttribute('aria-disabled'), 'true');
    await next.press('Enter');
    assert.equal((await host.state()).settings.passage, 1);
    await previous.click();
    await list.getByText(/^1 of 2: /).waitFor();
    await page.close();
  });

  it('opens at the first passage even if the caret is in a headline of headlines', async () => {
    const { page, host } = await pages.open({ shown: withLaterRound(), delay: 100 });
    await host.caret({ run: 'run-1', passage: 1, side: 'target', start: 0, end: 0 });
    await page.getByRole('option', { name: 'animal' }).waitFor();
    assert.equal((await host.state()).settings.passage, 0);
    // A later click on the headline in the document does show its passage.
    await host.caret({ run: 'run-1', passage: 1, side: 'target', start: 0, end: 0 });
    await page.waitForFunction(() => window.host.state.settings.passage === 1);
    await page.close();
  });

  it('shows the last passage if the saved one does not exist', async () => {
    const { page, host } = await pages.open({ settings: { view: 'text', passage: 7 } });
    await page.getByRole('option', { name: 'windows' }).waitFor();
    await page
      .getByRole('combobox', { name: 'Passage' })
      .getByText(/^2 of 2: /)
      .waitFor();
    assert.equal((await host.state()).settings.passage, 1);
    await page.close();
  });

  it('hides special tokens at first, and says that rows then sum to less than 1', async () => {
    const { page } = await pages.open();
    await page.locator('.note').getByText('rows sum to less than 1').waitFor();
    assert.equal(await page.locator('.word.chip').count(), 0);
    await choose(page, 'Special tokens', 'Shown');
    await page.locator('.word.chip').first().waitFor();
    await page.close();
  });

  it('shows a new run without anything of the previous one', async () => {
    const { page, host } = await pages.open();
    await page.getByRole('option', { name: 'animal' }).click();
    await sentence(page).getByText('“animal”').waitFor();
    await page.mouse.move(5, 5);
    await host.show({ ...pages.shown, run: 'run-2', title: 'Summarize' });
    await page.getByRole('heading', { name: 'Summarize' }).waitFor();
    await sentence(page).getByText('Point at a word').waitFor();
    assert.equal((await host.state()).settings.pinned, undefined);
    assert.ok((await host.requests('attention')).some(({ run }) => run === 'run-2'));
    await page.close();
  });

  it('says why links are lost, and keeps what it shows', async () => {
    const { page, host } = await pages.open();
    await page.getByRole('option', { name: 'animal' }).click();
    await host.show({ ...pages.shown, links: { kind: 'unlinked', why: 'The document was closed.' } });
    await page.getByText('Not linked with the editor: The document was closed.').waitFor();
    await sentence(page).getByText('“animal”').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Show in document' }).count(), 0);
    await page.close();
  });

  it('shows the extension’s sentence about a failure, and tries again', async () => {
    const { page, host } = await pages.open();
    await sentence(page).waitFor();
    await host.fail('attention', 1);
    await choose(page, 'Layer', `Layer ${otherLayer() + 1}`);
    await page.getByRole('alert').getByText('The engine was restarted.').waitFor();
    assert.deepEqual(await pages.violations(page), []);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('option', { name: 'animal' }).waitFor();
    await page.close();
  });

  it('aborts a fetch that is not needed any more', async () => {
    const { page, host } = await pages.open();
    await sentence(page).waitFor();
    await host.hold('attention');
    await choose(page, 'Layer', `Layer ${otherLayer() + 1}`);
    await page.getByRole('progressbar').waitFor();
    await choose(page, 'Layer', `Layer ${pages.passages[0].content.aligner.layer + 1}`);
    await host.release();
    await page.waitForFunction(
      layer => window.host.cancelled.some(({ request }) => request.layer === layer),
      otherLayer(),
    );
    await page.getByRole('option', { name: 'animal' }).waitFor();
    await page.close();
  });

  it('says so if the connection to the extension is lost', async () => {
    const { page } = await pages.open();
    await sentence(page).waitFor();
    await page.evaluate(() => window.host.leave());
    await page.getByRole('alert').getByText('lost its extension').waitFor();
    await page.close();
  });

  it('is drawn again in the colors of another theme', async () => {
    const { page, host } = await pages.open({ settings: { view: 'lines', heads: [0] } });
    await page.locator('.lines path').first().waitFor();
    const stroke = () => page.locator('.lines path').first().getAttribute('stroke');
    const dark = await stroke();
    await host.theme('light');
    await page.waitForFunction(before => document.querySelector('.lines path').getAttribute('stroke') !== before, dark);
    await page.close();
  });
});

/**
 * The shown content with the second passage as one of a later round. Its source is the headlines of other passages, so its
 * result is a headline of headlines.
 */
function withLaterRound() {
  const [first, second] = pages.shown.passages;
  return { ...pages.shown, passages: [first, { ...second, text: 0, round: 1 }] };
}

/** Chooses an option of one of the toolbar's lists; opens the popover if the list is in it. */
async function choose(page, list, option) {
  const options = page.getByRole('button', { name: 'Options', exact: true });
  const isFolded = await page.getByRole('combobox', { name: list }).isHidden();
  if (isFolded && (await options.getAttribute('aria-expanded')) === 'false') await options.click();
  await page.getByRole('combobox', { name: list }).click();
  await page.getByRole('option', { name: option, exact: typeof option === 'string' }).click();
}
