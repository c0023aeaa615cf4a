// Tabs Text, Lines and Table: tests their use by pointer and keyboard, and compares their numbers with the recorded run.
import assert from 'node:assert/strict';

const PLAIN = { view: 'text', kind: 'cross', layer: 1, heads: 'mean', unit: 'tokens', special: 'shown' };
const sentence = page => page.locator('.sentence');
const status = page => page.locator('[role=status]');
const side = (page, name) => page.getByRole('listbox', { name });

/** The recorded cross-attention weight of a key for a query in one layer, as the mean of the heads. */
function weight(passage, layer, query, key) {
  const { content, attention } = pages.passages[passage];
  const bytes = Buffer.from(attention.cross[layer], 'base64');
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const { heads, targets, sources } = content.attention.cross;
  let sum = 0;
  for (let head = 0; head < heads; head++) sum += all[(head * targets + query) * sources + key];
  return sum / heads;
}

const short = value => (value < 0.005 ? '' : value.toFixed(2).replace(/^0/, ''));

/** The numbers below the words: a weight of less than a tenth of the highest has none. */
const numbersOf = values => values.map(value => (value < Math.max(...values) / 10 ? '' : short(value)));

/** Checks the numbers of tab Text, which shows only the highest of those that would overlap. */
function assertNumbers(shown, values) {
  const all = numbersOf(values);
  shown.forEach((text, at) => assert.ok(text === '' || text === all[at], `${text} below a weight of ${values[at]}`));
  assert.equal(shown[values.indexOf(Math.max(...values))], short(Math.max(...values)));
}

describe('tab Text', () => {
  it('shades the words that a target word attends to, with their weights', async () => {
    const { page } = await pages.open({ settings: PLAIN });
    await side(page, /Target/)
      .getByRole('option')
      .nth(3)
      .hover();
    const words = side(page, /Source/).getByRole('option');
    const count = pages.passages[0].content.source.tokens.length;
    assert.equal(await words.count(), count);
    const shown = await words.evaluateAll(all => all.map(word => word.dataset.weight));
    assertNumbers(
      shown,
      Array.from({ length: count }, (_, key) => weight(0, 1, 3, key)),
    );
    const shaded = await words.evaluateAll(all => all.filter(word => word.style.backgroundImage !== '').length);
    assert.ok(shaded > 0);
    await page.mouse.move(5, 5);
    await sentence(page).getByText('Point at a word').waitFor();
    await page.close();
  });

  it('shades the words that attend to a source word, with their weights', async () => {
    const { page } = await pages.open({ settings: PLAIN });
    await side(page, /Source/)
      .getByRole('option')
      .nth(2)
      .hover();
    const shown = await side(page, /Target/)
      .getByRole('option')
      .evaluateAll(all => all.map(word => word.dataset.weight));
    assertNumbers(
      shown,
      shown.map((_, query) => weight(0, 1, query, 2)),
    );
    await sentence(page).getByText('is attended to by').waitFor();
    await page.close();
  });

  it('sums the weights of pinned words, and unpins them', async () => {
    const { page } = await pages.open({ settings: PLAIN });
    const words = side(page, /Target/).getByRole('option');
    await words.nth(2).click();
    await words.nth(3).click();
    await page.mouse.move(5, 5);
    await sentence(page).getByText('together attend to').waitFor();
    const shown = await side(page, /Source/)
      .getByRole('option')
      .evaluateAll(all => all.map(word => word.dataset.weight));
    assertNumbers(
      shown,
      shown.map((_, key) => weight(0, 1, 2, key) + weight(0, 1, 3, key)),
    );
    await words.nth(2).click();
    assert.equal(await page.getByRole('option', { selected: true }).count(), 1);
    await page.getByRole('button', { name: 'Unpin all' }).click();
    assert.equal(await page.getByRole('option', { selected: true }).count(), 0);
    await page.close();
  });

  it('omits numbers that would overlap', async () => {
    const text = 'I am in boxes.';
    const tokens = Array.from(text.matchAll(/\w+|\./g), ({ 0: word, index: start }) => {
      return { text: word, start, end: start + word.length, special: false };
    });
    const both = { text, ids: tokens.map((_, id) => id), tokens };
    const shape = { layers: 1, heads: 1, targets: tokens.length, sources: tokens.length };
    const [passage] = pages.passages;
    const content = {
      ...passage.content,
      source: both,
      target: both,
      attention: { encoder: shape, decoder: shape, cross: shape },
      aligner: { layer: 0, shift: false },
    };
    const even = Buffer.from(new Float32Array(tokens.length ** 2).fill(1 / tokens.length).buffer).toString('base64');
    const given = { ...passage, content, attention: { encoder: [even], decoder: [even], cross: [even] } };
    const { page } = await pages.open({ passages: [given], settings: PLAIN });
    await page.getByRole('listbox').last().getByRole('option').first().hover();
    const numbers = await page
      .getByRole('listbox')
      .first()
      .getByRole('option')
      .evaluateAll(words => words.map(word => word.dataset.weight));
    // There is no room for three numbers below "I am in", nor for two below "boxes" and the full stop.
    assert.deepEqual(numbers, ['.20', '', '.20', '.20', '']);
    await page.close();
  });

  it('can be used by keyboard alone', async () => {
    const { page } = await pages.open({ settings: { ...PLAIN, unit: 'words', heads: [1] } });
    await side(page, /Target/).waitFor();
    for (let tab = 0; tab < 20; tab++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement.closest('.query') !== null)) break;
    }
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await status(page)
      .getByText(/^“müde” attends to “.+”, [0-9.<]+; .*layer 2 head 2$/)
      .waitFor();
    await page.keyboard.press('Enter');
    await status(page)
      .getByText(/^“müde” is aligned with “tired”$/)
      .waitFor();
    assert.equal(await page.getByRole('option', { name: 'müde', selected: true }).count(), 1);
    await page.keyboard.press('ArrowLeft');
    assert.notEqual(await page.evaluate(() => document.activeElement.textContent), 'müde');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('option', { selected: true }).count(), 0);
    await page.close();
  });

  it('shades words by several heads, each in its own color', async () => {
    const { page } = await pages.open({ settings: { ...PLAIN, heads: [0, 2] } });
    await side(page, /Source/)
      .getByRole('option')
      .nth(2)
      .hover();
    const shades = await side(page, /Target/)
      .getByRole('option')
      .evaluateAll(words => words.map(word => word.style.backgroundImage).join());
    // The first head has the first half of the word and the second head the other half, in the colors of their chips.
    for (const [name, start] of [
      ['Head 1', '0%'],
      ['Head 3', '50%'],
    ]) {
      const color = await page.getByRole('button', { name }).evaluate(chip => chip.style.getPropertyValue('--head'));
      const [red, green, blue] = [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16));
      assert.match(shades, new RegExp(`rgb\\(${red}, ${green}, ${blue}\\) [^,]+, [^,]+\\) ${start}`), name);
    }
    await page.close();
  });

  it('shows a character of several tokens, and text from right to left', async () => {
    const arabic = 'كان الحيوان متعبا 😀';
    const token = (text, start) => ({ text, start, end: start + text.length, special: false });
    const tokens = [
      token('كان', 0),
      token(' الحي', 3),
      token('وان', 8),
      token(' متعبا', 11),
      token('😀', 18),
      token('😀', 18),
    ];
    const [passage] = pages.passages;
    const source = { text: arabic, ids: [1, 2, 3, 4, 5, 6], tokens };
    const shape = { layers: 1, heads: 1, targets: 6, sources: 6 };
    const even = Buffer.from(new Float32Array(36).fill(1 / 6).buffer).toString('base64');
    const given = {
      ...passage,
      content: {
        ...passage.content,
        source,
        target: source,
        attention: { encoder: shape, decoder: shape, cross: shape },
        aligner: { layer: 0, shift: false },
      },
      attention: { encoder: [even], decoder: [even], cross: [even] },
    };
    const { page, problems } = await pages.open({ passages: [given], settings: PLAIN });
    await side(page, /Source/)
      .getByRole('option')
      .nth(1)
      .hover();
    assert.equal(await side(page, /Source/).evaluate(box => getComputedStyle(box).direction), 'rtl');
    assert.equal(await side(page, /Source/).innerText(), `${arabic}😀`);
    const first = await side(page, /Source/)
      .getByRole('option')
      .first()
      .boundingBox();
    const second = await side(page, /Source/)
      .getByRole('option')
      .nth(1)
      .boundingBox();
    assert.ok(first.x > second.x);
    await pages.shot(page, 'text-rtl');
    await page.getByRole('tab', { name: 'Lines' }).click();
    await page.locator('.lines path').first().waitFor({ state: 'attached' });
    await pages.shot(page, 'lines-rtl');
    assert.deepEqual(problems, []);
    await page.close();
  });
});

describe('placeholders in the page', () => {
  const placeholders = [
    { sign: '①', text: '`npm test`' },
    { sign: '②', text: '<script>window.hurt=1</script>' },
  ];

  /** The recorded run with placeholders in place of two words of the source. */
  function withPlaceholders() {
    const [first] = structuredClone(pages.passages);
    const { source } = first.content;
    for (const [at, sign] of [
      [2, '①'],
      [4, '②'],
    ]) {
      const { start, end } = source.tokens[at];
      const covered = sign.padEnd(end - start);
      source.text = source.text.slice(0, start) + covered + source.text.slice(end);
      source.tokens[at].text = sign;
    }
    const shown = { ...pages.shown, passages: [{ ...pages.shown.passages[0], placeholders }] };
    // The document is closed. What the placeholders stand for must be known without it.
    return { passages: [first], shown: { ...shown, links: { kind: 'unlinked', why: 'It is closed.' } } };
  }

  it('are explained in a legend below every tab, and in tooltips', async () => {
    const { page, problems } = await pages.open({ ...withPlaceholders(), settings: PLAIN });
    for (const name of ['Text', 'Lines', 'Matrix', 'Table']) {
      await page.getByRole('tab', { name, exact: true }).click();
      await page.locator('.placeholders').getByText('npm test').waitFor();
    }
    assert.deepEqual(await page.locator('.placeholders li').allTextContents(), [
      '① `npm test`',
      '② <script>window.hurt=1</script>',
    ]);
    await page.getByRole('tab', { name: 'Text' }).click();
    assert.equal(await page.locator('.word', { hasText: '①' }).getAttribute('title'), '① stands for `npm test`');
    await page.getByRole('tab', { name: 'Lines' }).click();
    const row = side(page, /Source/).getByRole('option', { name: '①' });
    assert.equal(await row.getAttribute('aria-description'), '① stands for `npm test`');
    await page.getByRole('tab', { name: 'Matrix' }).click();
    const plot = page.locator('.matrix-plot');
    await plot.waitFor();
    const { height } = await plot.boundingBox();
    const cell = height / pages.passages[0].content.target.tokens.length;
    await plot.hover({ position: { x: 2.5 * cell, y: 0.5 * cell } });
    await page.locator('.matrix-tip').getByText('① stands for `npm test`').waitFor();
    assert.deepEqual(problems, []);
    assert.equal(await page.evaluate(() => window.hurt), undefined);
    await page.close();
  });

  it('are explained in the exports of every tab', async () => {
    const { page } = await pages.open({ ...withPlaceholders(), settings: PLAIN });
    for (const [view, label] of [
      ['Text', /SVG/],
      ['Lines', /SVG/],
      ['Matrix', /SVG/],
      ['Matrix', /HTML/],
      ['Matrix', /JSON/],
    ]) {
      await page.getByRole('tab', { name: view, exact: true }).click();
      await page.locator('.placeholders').waitFor();
      const before = await page.evaluate(() => window.host.requests.filter(({ method }) => method === 'save').length);
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: label }).click();
      const handle = await page.waitForFunction(count => {
        const all = window.host.requests.filter(({ method }) => method === 'save');
        return all.length > count && new TextDecoder().decode(all[count].request.bytes);
      }, before);
      const text = await handle.jsonValue();
      assert.ok(text.includes('npm test'), `${view} as ${label}`);
      if (String(label) !== '/JSON/') assert.ok(!text.includes('<script>window.hurt'), `${view} as ${label}`);
    }
    await page.close();
  });
});

describe('tab Text in high contrast', () => {
  it('draws weights, also small ones, as bars that do not touch the numbers, with a legend for the bars', async () => {
    const { page } = await pages.open({ theme: 'contrastDark', settings: PLAIN });
    await side(page, /Target/)
      .getByRole('option')
      .nth(3)
      .hover();
    await page.getByText(/^Height of the bars: 0 to /).waitFor();
    const bars = await side(page, /Source/)
      .getByRole('option')
      .evaluateAll(words =>
        words.flatMap(word => {
          if (word.style.backgroundImage === '') return [];
          const bar = parseFloat(/0px ([\d.]+)px 0px/.exec(getComputedStyle(word).boxShadow)?.[1]);
          return { bar, number: parseFloat(getComputedStyle(word, '::after').marginTop) };
        }),
      );
    assert.ok(bars.length > 1);
    for (const { bar, number } of bars) assert.ok(bar >= 1 && bar < number, `a bar of ${bar}, its number at ${number}`);
    await page.close();
  });
});

describe('tab Lines', () => {
  it('draws a line for each weight, and only the lines of a word that is pointed at', async () => {
    const { page } = await pages.open({ settings: { ...PLAIN, view: 'lines' } });
    const { targets, sources } = pages.passages[0].content.attention.cross;
    const visible = () => page.locator('.lines g:not([visibility=hidden]) > path').count();
    await page
      .locator('.lines path')
      .nth(targets * sources - 1)
      .waitFor({ state: 'attached' });
    assert.equal(await visible(), targets * sources);
    assert.equal(await page.getByText('lines are drawn').count(), 0, 'no line is omitted');
    await side(page, /Target/)
      .getByRole('option')
      .nth(3)
      .hover();
    assert.equal(await visible(), sources);
    const numbers = await side(page, /Source/)
      .getByRole('option')
      .evaluateAll(rows => rows.map(row => row.querySelector('.number')?.textContent ?? ''));
    assert.deepEqual(numbers, numbersOf(numbers.map((_, key) => weight(0, 1, 3, key))));
    await page.close();
  });

  it('moves within and between the columns by arrow keys', async () => {
    const { page } = await pages.open({ settings: { ...PLAIN, view: 'lines', unit: 'words' } });
    await side(page, /Source/)
      .getByRole('option')
      .first()
      .focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await status(page).getByText('“animal” is attended to by').waitFor();
    await page.keyboard.press('ArrowRight');
    await status(page)
      .getByText(/^“.+” attends to/)
      .waitFor();
    await page.keyboard.press('Enter');
    assert.equal(
      await side(page, /Target/)
        .getByRole('option', { selected: true })
        .count(),
      1,
    );
    await page.close();
  });

  it('stays within a narrow panel', async () => {
    const { page } = await pages.open({ width: 300, settings: { ...PLAIN, view: 'lines' } });
    await page.locator('.lines path').first().waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 300, `${width} px`);
    await page.close();
  });
});

describe('tab Table', () => {
  it('lists the weights of the pinned query, the highest first, and their sum', async () => {
    const pinned = { role: 'query', tokens: [3] };
    const { page } = await pages.open({ settings: { ...PLAIN, view: 'table', pinned } });
    await page.getByRole('table', { name: /attends to: layer 2, mean of all heads/ }).waitFor();
    const values = (await page.locator('td .value').allTextContents()).map(value => parseFloat(value.replace('<', '')));
    assert.deepEqual(
      values,
      values.toSorted((a, b) => b - a),
    );
    const highest = Math.max(...pages.passages[0].content.source.tokens.map((_, key) => weight(0, 1, 3, key)));
    assert.equal(values[0], Number(highest.toFixed(2)));
    assert.equal(await page.locator('tfoot .number').last().textContent(), '1.00');
    await page.close();
  });

  it('has a row for each query if nothing is pinned', async () => {
    const { page } = await pages.open({ settings: { ...PLAIN, view: 'table' } });
    await page.getByRole('table', { name: /What each query attends to most/ }).waitFor();
    assert.equal(await page.locator('tbody tr').count(), pages.passages[0].content.target.tokens.length);
    await page.close();
  });
});
