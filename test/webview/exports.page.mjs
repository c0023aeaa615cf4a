// Exports: what the menu makes can be read by other programs, and a hostile text stays text in all of it.
import assert from 'node:assert/strict';

const HOSTILE = [
  '<script>window.hurt=1</script>',
  '<img src=x onerror="window.hurt=1">',
  '=HYPERLINK("x")',
  '|`</svg>',
];
const matrix = { view: 'matrix', passage: 0, kind: 'cross', layer: 0, heads: [1], unit: 'tokens', special: 'shown' };

/** The recorded run with some tokens, title and document that no page should believe. */
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

async function exported(page, label) {
  const count = await page.evaluate(() => window.host.asked.filter(({ method }) => /save|copy/.test(method)).length);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: label }).click();
  return page.evaluate(async before => {
    const made = () => window.host.asked.filter(({ method }) => /save|copy/.test(method));
    while (made().length === before) await new Promise(resolve => setTimeout(resolve, 20));
    const { request } = made()[before];
    if (request.text !== undefined) return { text: request.text };
    return { ...request, text: new TextDecoder().decode(request.bytes), bytes: [...request.bytes] };
  }, count);
}

describe('Exports', () => {
  let page, problems;

  before(async () => {
    ({ page, problems } = await pages.open({ ...hostile(), settings: matrix, width: 1100 }));
    await page.locator('.matrix-stage[data-drawn]').waitFor();
  });

  after(async () => {
    assert.deepEqual(problems, []);
    assert.equal(await page.evaluate(() => window.hurt), undefined);
  });

  it('leave a hostile text a text in every view', async () => {
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await pages.settled(page);
      assert.equal(await page.locator('img, body script').count(), 0);
    }
    await page.getByRole('tab', { name: 'Matrix' }).click();
    await page.locator('.matrix-stage[data-drawn]').waitFor();
  });

  it('draw SVG with text in it', async () => {
    for (const view of ['Matrix', 'Lines']) {
      await page.getByRole('tab', { name: view }).click();
      const { format, name, text } = await exported(page, /SVG/);
      assert.deepEqual([format, name], ['svg', '-img-src-x-onerror-window-attention']);
      const found = await page.evaluate(source => {
        const made = new window.DOMParser().parseFromString(source, 'image/svg+xml');
        const texts = [...made.querySelectorAll('text')].map(one => one.textContent);
        return {
          root: made.documentElement.localName,
          bad: made.querySelectorAll('script, img, parsererror').length,
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

  it('paint PNG at twice the size', async () => {
    const { format, bytes } = await exported(page, /PNG/);
    assert.equal(format, 'png');
    const data = Buffer.from(bytes);
    assert.equal(data.subarray(1, 4).toString(), 'PNG');
    const { text } = await exported(page, /SVG/);
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(text);
    assert.equal(data.readUInt32BE(16), Math.round(2 * Number(width)));
    assert.equal(data.readUInt32BE(20), Math.round(2 * Number(height)));
  });

  it('say so where it is the matrix that is drawn', async () => {
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

  it('are confirmed where all can see it, and announced', async () => {
    const { page: own } = await pages.open({ settings: matrix });
    await own.locator('.matrix-stage[data-drawn]').waitFor();
    await exported(own, /CSV/);
    await own.locator('.notice').getByText('Saved as story-attention.csv.').waitFor();
    assert.equal(await own.locator('[role=status]').textContent(), 'Saved as story-attention.csv.');
    await exported(own, /Markdown/);
    await own.locator('.notice').getByText('Copied to the clipboard.').waitFor();
    assert.equal(await own.locator('.notice:visible').count(), 1);
    assert.deepEqual(await pages.violations(own), []);
    await own.close();
  });

  it('write tables that nothing is computed in', async () => {
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

  it('write the record as JSON', async () => {
    const { text } = await exported(page, /JSON/);
    const { kind, dims, layer, heads, targets, sources, weights } = JSON.parse(text);
    assert.deepEqual([kind, layer, heads], ['cross', 0, [1]]);
    assert.deepEqual(dims, [1, 1, targets.length, sources.length]);
    assert.equal(weights.values.length, targets.length * sources.length);
    assert.ok(Math.abs(weights.values.slice(0, sources.length).reduce((sum, weight) => sum + weight, 0) - 1) < 1e-4);
  });

  it('make a page that works alone', async () => {
    const { text } = await exported(page, /HTML/);
    const alone = await page.context().newPage();
    const [asked, wrong] = [[], []];
    alone.on('request', request => asked.push(request.url()));
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
    assert.deepEqual(asked, ['http://alone.test/page.html']);
    assert.deepEqual(wrong, []);
    assert.equal(await alone.evaluate(() => window.hurt), undefined);
    await alone.close();
  });

  it('make a page whose picture says the weight at the pointer, of several heads too', async () => {
    const two = { ...matrix, heads: [0, 1] };
    const { page: own } = await pages.open({ ...hostile(), settings: two, width: 1100 });
    await own.locator('.matrix-stage[data-drawn]').waitFor();
    const { text } = await exported(own, /HTML/);
    const alone = await own.context().newPage();
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
