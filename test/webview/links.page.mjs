// Links: tests that the page highlights and reveals ranges in the editor, and selects the word at the editor's caret.
import assert from 'node:assert/strict';

const SETTINGS = { view: 'text', kind: 'cross', layer: 0, heads: 'mean', unit: 'words', special: 'shown' };
const target = page => page.getByRole('listbox', { name: /Target/ });

/** Waits for a request whose JSON contains a text, and returns a handle of the last one. */
function requested(page, method, part) {
  return page.waitForFunction(
    ([name, text]) =>
      window.host.requests
        .filter(one => one.method === name)
        .map(one => one.request)
        .findLast(request => JSON.stringify(request).includes(text)),
    [method, part],
  );
}

describe('links with the editor', () => {
  it('highlight the word that is pointed at and its keys, and clear the highlights', async () => {
    const { page, host } = await pages.open({ settings: SETTINGS });
    const { text } = pages.passages[0].content.target;
    const start = text.indexOf('müde');
    await target(page).getByRole('option', { name: 'müde' }).hover();
    const handle = await requested(
      page,
      'highlight',
      `"query":[{"side":"target","start":${start},"end":${start + 4}}]`,
    );
    const { key, run, passage } = await handle.jsonValue();
    assert.deepEqual([run, passage], ['run-1', 0]);
    const source = pages.passages[0].content.source.text;
    const best = key.toSorted((a, b) => b.weight - a.weight)[0];
    assert.equal(source.slice(best.start, best.end), 'tired');
    assert.ok(key.every(({ side, weight }) => side === 'source' && weight > 0 && weight <= 1));
    await page.mouse.move(5, 5);
    await requested(page, 'highlight', '"query":[],"key":[]');
    assert.equal((await host.requests('reveal')).length, 0, 'pointing does not scroll the editor');
    await page.close();
  });

  it('reveal the source of a clicked target word, and name the method of the alignment', async () => {
    const { page } = await pages.open({ settings: SETTINGS });
    await target(page).getByRole('option', { name: 'müde' }).click();
    const start = pages.passages[0].content.source.text.indexOf('tired');
    await requested(page, 'reveal', `{"side":"source","start":${start},"end":${start + 5}}`);
    const { layer, heads, shift } = pages.passages[0].content.aligner;
    const place =
      heads === undefined
        ? `layer ${layer + 1}, mean of all heads`
        : `layer ${layer + 1} head ${heads.map(head => head + 1)}`;
    const read = shift ? 'taken in' : 'written';
    const method = `highest cross-attention of ${place}, read as the word is ${read}`;
    await page.getByText(`“müde” is aligned with “tired” (${method})`).waitFor();
    await page.close();
  });

  it('select the word at the caret, in source and result', async () => {
    const { page, host } = await pages.open({ settings: SETTINGS });
    await target(page).waitFor();
    const { source, target: result } = pages.passages[0].content;
    const caret = (side, text, word) => {
      const start = text.indexOf(word) + 1;
      return host.caret({ run: 'run-1', passage: 0, side, start, end: start });
    };
    await caret('source', source.text, 'animal');
    await page.locator('.sentence').getByText('“animal” is attended to by').waitFor();
    await caret('target', result.text, 'müde');
    await page.locator('.sentence').getByText('“müde” attends to').waitFor();
    assert.equal(await page.locator('.query .pointed').textContent(), 'müde');
    assert.equal(
      await page.getByRole('status').textContent(),
      '',
      'nothing is announced while the reader is in the editor',
    );
    await page.close();
  });

  it('show the passage at the caret', async () => {
    const { page, host } = await pages.open({ settings: SETTINGS });
    await target(page).waitFor();
    const start = pages.passages[1].content.source.text.indexOf('rain');
    await host.caret({ run: 'run-1', passage: 1, side: 'source', start, end: start + 4 });
    await page.locator('.sentence').getByText('“rain” is attended to by').waitFor();
    assert.equal((await host.state()).settings.passage, 1);
    await page.close();
  });

  it('ignore the caret in a run that is not shown any more', async () => {
    const { page, host } = await pages.open({ settings: SETTINGS });
    await target(page).waitFor();
    await host.caret({ run: 'run-0', passage: 1, side: 'source', start: 4, end: 4 });
    await host.caret({ run: 'run-1', passage: 0, side: 'source', start: 4, end: 4 });
    await page.locator('.sentence').getByText('“animal”').waitFor();
    assert.equal((await host.state()).settings.passage, 0);
    await page.close();
  });

  it('send no requests if the editor is not linked', async () => {
    const shown = { ...pages.shown, links: { kind: 'unlinked', why: 'The document was edited.' } };
    const { page, host } = await pages.open({ settings: SETTINGS, shown });
    await target(page).getByRole('option', { name: 'müde' }).click();
    await page.locator('.aligned').getByText('is aligned with').waitFor();
    assert.deepEqual([await host.requests('highlight'), await host.requests('reveal')], [[], []]);
    await page.close();
  });
});
