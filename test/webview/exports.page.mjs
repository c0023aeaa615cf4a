// Exports: tests that other programs can read the exported files, and that markup in texts stays text in all of them.
import assert from 'node:assert/strict';

const HOSTILE = [
  '<script>window.hurt=1</script>',
  '<img src=x onerror="window.hurt=1">',
  '=HYPERLINK("x")',
  '|`</svg>',
];
const matrix = { view: 'matrix', passage: 0, kind: 'cross', layer: 0, heads: [1], unit: 'tokens', special: 'shown' };

/** The recorded run with markup and formulas in tokens, title and document name. */
function hostile() {
  const [first] = structuredClone(pages.passages);
  for (const side of ['source', 'target']) {
    const tokens = first.content[side].tokens.filter(({ special }) => !special);
    HOSTILE.forEach((text, at) => (tokens[at].text = text));
  }
  const shown = {
    ...pages.shown,
    title: HOSTILE[0],
    document: HOSTILE[1],
    model: { name: HOSTILE[1], quality: HOSTILE[3] },
  };
  return { passages: [first], shown: { ...shown, passages: shown.passages.slice(0, 1) } };
}

/** Exports by the menu item with this label, and returns the request to save or to copy. */
async function exported(page, label) {
  const count = await page.evaluate(() => window.host.requests.filter(({ method }) => /save|copy/.test(method)).length);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: label }).click();
  return page.evaluate(async before => {
    const exportRequests = () => window.host.requests.filter(({ method }) => /save|copy/.test(method));
    while (exportRequests().length === before) await new Promise(resolve => setTimeout(resolve, 20));
    const { request } = exportRequests()[before];
    if (request.text !== undefined) return { text: request.text };
    return { ...request, text: new TextDecoder().decode(request.bytes), bytes: [...request.bytes] };
  }, count);
}

describe('exports', () => {
  let page, problems;

  before(async () => {
    ({ page, problems } = await pages.open({ ...hostile(), settings: matrix, width: 1100 }));
    await page.locator('.matrix-stage[data-drawn]').waitFor();
  });

  after(async () => {
    assert.deepEqual(problems, []);
    assert.equal(await page.evaluate(() => window.hurt), undefined);
  });

  it('are made of pages that show markup in texts as text, in every tab', async () => {
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await pages.settled(page);
      assert.equal(await page.locator('img, body script').count(), 0);
    }
    await page.getByRole('tab', { name: 'Matrix' }).click();
    await page.locator('.matrix-stage[data-drawn]').waitFor();
  });

  it('in SVG contain labels as text', async () => {
    for (const view of ['Matrix', 'Lines']) {
      await page.getByRole('tab', { name: view }).click();
      const { format, name, text } = await exported(page, /SVG/);
      assert.deepEqual([format, name], ['svg', '-img-src-x-onerror-window-attention']);
      const found = await page.evaluate(source => {
        const parsed = new window.DOMParser().parseFromString(source, 'image/svg+xml');
        const texts = [...parsed.querySelectorAll('text')].map(one => one.textContent);
        return {
          root: parsed.documentElement.localName,
          bad: parsed.querySelectorAll('script, img, parsererror').length,
          texts,
        };
      }, text);
      assert.deepEqual([found.root, found.bad], ['svg', 0]);
      assert.ok(
        found.texts.some(one => one.startsWith('<script>')),
        view,
      );
    }
    await page.getByRole('tab', { name: 'All heads' }).click();
    await page.locator('.heads-view[data-layers="2"]').waitFor();
    assert.equal((await exported(page, /SVG/)).text.match(/<g /g).length, 8);
    await page.getByRole('tab', { name: 'Matrix' }).click();
  });

  it('in PNG have two pixels for each CSS pixel', async () => {
    const { format, bytes } = await exported(page, /PNG/);
    assert.equal(format, 'png');
    const data = Buffer.from(bytes);
    assert.equal(data.subarray(1, 4).toString(), 'PNG');
    const { text } = await exported(page, /SVG/);
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(text);
    assert.equal(data.readUInt32BE(16), Math.round(2 * Number(width)));
    assert.equal(data.readUInt32BE(20), Math.round(2 * Number(height)));
  });

  it('have labels that say if the matrix is exported in place of the tab', async () => {
    const offered = {
      Text: ['Drawing (SVG)', 'Image of the matrix (PNG)'],
      Head: ['Drawing of the matrix (SVG)', 'Image of the matrix (PNG)'],
      Matrix: ['Drawing (SVG)', 'Image (PNG)'],
    };
    for (const [view, labels] of Object.entries(offered)) {
      await page.getByRole('tab', { name: view, exact: true }).click();
      await page.getByRole('button', { name: 'Export' }).click();
      assert.deepEqual((await page.getByRole('menuitem').allTextContents()).slice(0, 2), labels);
      await page.keyboard.press('Escape');
    }
  });

  it('are confirmed by a visible message, and announced', async () => {
    const { page: other } = await pages.open({ settings: matrix });
    await other.locator('.matrix-stage[data-drawn]').waitFor();
    await exported(other, /CSV/);
    await other.locator('.notice').getByText('Saved as story-attention.csv.').waitFor();
    assert.equal(await other.locator('[role=status]').textContent(), 'Saved as story-attention.csv.');
    await exported(other, /Markdown/);
    await other.locator('.notice').getByText('Copied to the clipboard.').waitFor();
    assert.equal(await other.locator('.notice:visible').count(), 1);
    assert.deepEqual(await pages.violations(other), []);
    await other.close();
  });

  it('in tables contain no formulas and no markup', async () => {
    const { text } = await exported(page, /CSV/);
    assert.match(text, /^"Token","/);
    assert.ok(text.includes(`"'=HYPERLINK(""x"")"`));
    assert.ok(!/(^|,)"?=/m.test(text));
    const { text: markdown } = await exported(page, /Markdown/);
    assert.ok(!/<script|<img|[^|\n ]`/.test(markdown));
    const columns = new Set(
      markdown
        .trim()
        .split('\n')
        .map(line => line.split('|').length),
    );
    assert.equal(columns.size, 1);
  });

  it('in JSON contain the record', async () => {
    const { text } = await exported(page, /JSON/);
    const { kind, dims, layer, heads, targets, sources, weights } = JSON.parse(text);
    assert.deepEqual([kind, layer, heads], ['cross', 0, [1]]);
    assert.deepEqual(dims, [1, 1, targets.length, sources.length]);
    assert.equal(weights.values.length, targets.length * sources.length);
    assert.ok(Math.abs(weights.values.slice(0, sources.length).reduce((sum, weight) => sum + weight, 0) - 1) < 1e-4);
  });

  it('in HTML are pages that work without the extension and without a network', async () => {
    const { text } = await exported(page, /HTML/);
    const alone = await page.context().newPage();
    const [urls, wrong] = [[], []];
    alone.on('request', request => urls.push(request.url()));
    alone.on('console', message => wrong.push(message.text()));
    alone.on('pageerror', error => wrong.push(String(error)));
    await alone.route('**', route => route.fulfill({ contentType: 'text/html', body: text }));
    await alone.goto('http://alone.test/page.html');
    const readout = alone.locator('#readout');
    await alone.locator('#query button').nth(4).hover();
    assert.match(await readout.innerText(), /^“.+” attends to “.+”, 0\.\d\d$/);
    await alone.locator('#query button').first().focus();
    await alone.keyboard.press('ArrowRight');
    assert.match(await readout.innerText(), /^“<script>/);
    await alone.locator('figure svg').hover({ position: { x: 300, y: 300 } });
    assert.match(await readout.innerText(), /attends to/);
    assert.deepEqual(await pages.violations(alone), []);
    await pages.shot(alone, 'exported');
    assert.deepEqual(urls, ['http://alone.test/page.html']);
    assert.deepEqual(wrong, []);
    assert.equal(await alone.evaluate(() => window.hurt), undefined);
    await alone.close();
  });

  it('in HTML show the weight at the pointer, also for several heads', async () => {
    const two = { ...matrix, heads: [0, 1] };
    const { page: other } = await pages.open({ ...hostile(), settings: two, width: 1100 });
    await other.locator('.matrix-stage[data-drawn]').waitFor();
    const { text } = await exported(other, /HTML/);
    const alone = await other.context().newPage();
    const wrong = [];
    alone.on('pageerror', error => wrong.push(String(error)));
    await alone.setContent(text);
    const box = await alone.locator('figure rect[fill="none"]').boundingBox();
    await alone.mouse.move(box.x + 4, box.y + 4);
    assert.match(await alone.locator('#readout').innerText(), /attends to/);
    assert.deepEqual(wrong, []);
    await alone.close();
  });
});
