// Text, Lines and Table: by pointer and by keyboard, and that their numbers are the run's.
import assert from 'node:assert/strict';

const AS_IT_IS = { view: 'text', kind: 'cross', layer: 1, heads: 'mean', unit: 'tokens', special: 'shown' };
const sentence = page => page.locator('.sentence');
const said = page => page.locator('[role=status]');
const side = (page, name) => page.getByRole('listbox', { name });

/** What the run itself says: the mean of the heads of one layer, from one token to another. */
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

/** The numbers that may stand below words: of the weights that are a tenth of the highest or more. */
const told = values => values.map(value => (value < Math.max(...values) / 10 ? '' : short(value)));

/** In the Text view the lower of two numbers that have no room side by side is left out. */
function assertTold(shown, values) {
  const all = told(values);
  shown.forEach((text, at) => assert.ok(text === '' || text === all[at], `${text} below a weight of ${values[at]}`));
  assert.equal(shown[values.indexOf(Math.max(...values))], short(Math.max(...values)));
}

describe('The Text view', () => {
  it('shades what a word looks at, with the numbers of the run', async () => {
    const { page } = await pages.open({ settings: AS_IT_IS });
    await side(page, /Target/)
      .getByRole('option')
      .nth(3)
      .hover();
    const words = side(page, /Source/).getByRole('option');
    const count = pages.passages[0].content.source.tokens.length;
    assert.equal(await words.count(), count);
    const shown = await words.evaluateAll(all => all.map(word => word.dataset.weight));
    assertTold(
      shown,
      Array.from({ length: count }, (_, key) => weight(0, 1, 3, key)),
    );
    const shaded = await words.evaluateAll(all => all.filter(word => word.style.backgroundImage !== '').length);
    assert.ok(shaded > 0);
    await page.mouse.move(5, 5);
    await sentence(page).getByText('Point at a word').waitFor();
    await page.close();
  });

  it('shows who looks at a word of the source', async () => {
    const { page } = await pages.open({ settings: AS_IT_IS });
    await side(page, /Source/)
      .getByRole('option')
      .nth(2)
      .hover();
    const shown = await side(page, /Target/)
      .getByRole('option')
      .evaluateAll(all => all.map(word => word.dataset.weight));
    assertTold(
      shown,
      shown.map((_, query) => weight(0, 1, query, 2)),
    );
    await sentence(page).getByText('is attended to by').waitFor();
    await page.close();
  });

  it('sums what is pinned, and lets go of it', async () => {
    const { page } = await pages.open({ settings: AS_IT_IS });
    const words = side(page, /Target/).getByRole('option');
    await words.nth(2).click();
    await words.nth(3).click();
    await page.mouse.move(5, 5);
    await sentence(page).getByText('together attend to').waitFor();
    const shown = await side(page, /Source/)
      .getByRole('option')
      .evaluateAll(all => all.map(word => word.dataset.weight));
    assertTold(
      shown,
      shown.map((_, key) => weight(0, 1, 2, key) + weight(0, 1, 3, key)),
    );
    await words.nth(2).click();
    assert.equal(await page.getByRole('option', { selected: true }).count(), 1);
    await page.getByRole('button', { name: 'Unpin all' }).click();
    assert.equal(await page.getByRole('option', { selected: true }).count(), 0);
    await page.close();
  });

  it('leaves out numbers that would run into one another', async () => {
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
    };
    const even = Buffer.from(new Float32Array(tokens.length ** 2).fill(1 / tokens.length).buffer).toString('base64');
    const given = { ...passage, content, attention: { encoder: [even], decoder: [even], cross: [even] } };
    const { page } = await pages.open({ passages: [given], settings: AS_IT_IS });
    await page.getByRole('listbox').last().getByRole('option').first().hover();
    const numbers = await page
      .getByRole('listbox')
      .first()
      .getByRole('option')
      .evaluateAll(words => words.map(word => word.dataset.weight));
    // "I am in" has no room for three numbers in a row, nor has "boxes" with its full stop.
    assert.deepEqual(numbers, ['.20', '', '.20', '.20', '']);
    await page.close();
  });

  it('is read and worked by the keyboard alone', async () => {
    const { page } = await pages.open({ settings: { ...AS_IT_IS, unit: 'words', heads: [1] } });
    await side(page, /Target/).waitFor();
    for (let tab = 0; tab < 20; tab++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement.closest('.query') !== null)) break;
    }
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await said(page)
      .getByText(/^“müde” attends to “.+”, [0-9.<]+; .*layer 2 head 2$/)
      .waitFor();
    await page.keyboard.press('Enter');
    await said(page)
      .getByText(/^“müde” is aligned with “tired”$/)
      .waitFor();
    assert.equal(await page.getByRole('option', { name: 'müde', selected: true }).count(), 1);
    await page.keyboard.press('ArrowLeft');
    assert.notEqual(await page.evaluate(() => document.activeElement.textContent), 'müde');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('option', { selected: true }).count(), 0);
    await page.close();
  });

  it('overlays heads in their own colors', async () => {
    const { page } = await pages.open({ settings: { ...AS_IT_IS, heads: [0, 2] } });
    await side(page, /Source/)
      .getByRole('option')
      .nth(2)
      .hover();
    const shades = await side(page, /Target/)
      .getByRole('option')
      .evaluateAll(words => words.map(word => word.style.backgroundImage).join());
    // The first head in the first half, the second in the other, in the colors of their chips.
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

  it('has room for one character in several tokens, and for text from right to left', async () => {
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
      },
      attention: { encoder: [even], decoder: [even], cross: [even] },
    };
    const { page, problems } = await pages.open({ passages: [given], settings: AS_IT_IS });
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

describe('Placeholders', () => {
  const placeholders = [
    { sign: '①', text: '`npm test`' },
    { sign: '②', text: '<script>window.hurt=1</script>' },
  ];

  /** The recorded run as if two words of its source had been code. */
  function withSigns() {
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
    // The document is closed: what they stand for is known all the same.
    return { passages: [first], shown: { ...shown, links: { kind: 'unlinked', why: 'It is closed.' } } };
  }

  it('are told in a legend below every view, and in tooltips', async () => {
    const { page, problems } = await pages.open({ ...withSigns(), settings: AS_IT_IS });
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

  it('are told in the exports of every view', async () => {
    const { page } = await pages.open({ ...withSigns(), settings: AS_IT_IS });
    for (const [view, label] of [
      ['Text', /SVG/],
      ['Lines', /SVG/],
      ['Matrix', /SVG/],
      ['Matrix', /HTML/],
      ['Matrix', /JSON/],
    ]) {
      await page.getByRole('tab', { name: view, exact: true }).click();
      await page.locator('.placeholders').waitFor();
      const before = await page.evaluate(() => window.host.asked.filter(({ method }) => method === 'save').length);
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: label }).click();
      const handle = await page.waitForFunction(count => {
        const all = window.host.asked.filter(({ method }) => method === 'save');
        return all.length > count && new TextDecoder().decode(all[count].request.bytes);
      }, before);
      const text = await handle.jsonValue();
      assert.ok(text.includes('npm test'), `${view} as ${label}`);
      if (String(label) !== '/JSON/') assert.ok(!text.includes('<script>window.hurt'), `${view} as ${label}`);
    }
    await page.close();
  });
});

describe('In high contrast', () => {
  it('the Text view draws bars, small weights too, apart from their numbers, and its legend says so', async () => {
    const { page } = await pages.open({ theme: 'contrastDark', settings: AS_IT_IS });
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

describe('The Lines view', () => {
  it('draws a line for each weight, those of a word alone when it is pointed at', async () => {
    const { page } = await pages.open({ settings: { ...AS_IT_IS, view: 'lines' } });
    const { targets, sources } = pages.passages[0].content.attention.cross;
    const visible = () => page.locator('.lines g:not([visibility=hidden]) > path').count();
    await page
      .locator('.lines path')
      .nth(targets * sources - 1)
      .waitFor({ state: 'attached' });
    assert.equal(await visible(), targets * sources);
    assert.equal(await page.getByText('lines are drawn').count(), 0, 'none is left out');
    await side(page, /Target/)
      .getByRole('option')
      .nth(3)
      .hover();
    assert.equal(await visible(), sources);
    const numbers = await side(page, /Source/)
      .getByRole('option')
      .evaluateAll(rows => rows.map(row => row.querySelector('.number')?.textContent ?? ''));
    assert.deepEqual(numbers, told(numbers.map((_, key) => weight(0, 1, 3, key))));
    await page.close();
  });

  it('goes up, down and across by arrow keys', async () => {
    const { page } = await pages.open({ settings: { ...AS_IT_IS, view: 'lines', unit: 'words' } });
    await side(page, /Source/)
      .getByRole('option')
      .first()
      .focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await said(page).getByText('“animal” is attended to by').waitFor();
    await page.keyboard.press('ArrowRight');
    await said(page)
      .getByText(/^“Timal” attends to|^“.+” attends to/)
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

  it('keeps to a narrow panel', async () => {
    const { page } = await pages.open({ width: 300, settings: { ...AS_IT_IS, view: 'lines' } });
    await page.locator('.lines path').first().waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 300, `${width} px`);
    await page.close();
  });
});

describe('The Table view', () => {
  it('has the numbers of what is pinned, the strongest first, and their sum', async () => {
    const pinned = { role: 'query', tokens: [3] };
    const { page } = await pages.open({ settings: { ...AS_IT_IS, view: 'table', pinned } });
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

  it('has a row for each word if nothing is', async () => {
    const { page } = await pages.open({ settings: { ...AS_IT_IS, view: 'table' } });
    await page.getByRole('table', { name: /What each query attends to most/ }).waitFor();
    assert.equal(await page.locator('tbody tr').count(), pages.passages[0].content.target.tokens.length);
    await page.close();
  });
});
