// Rollout: tests that the rollout can be chosen in place of single heads or their mean, that its numbers are right, and that the
// page explains it.
import assert from 'node:assert/strict';

const settings = { view: 'table', kind: 'encoder', layer: 1, heads: 'rollout', unit: 'tokens', special: 'shown' };

/** The weights of all heads of one layer. */
function layerOf(kind, layer) {
  const bytes = Buffer.from(pages.passages[0].attention[kind][layer], 'base64');
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4); // [head, target, source]
}

/** The rollout of the encoder by its definition: the product of the mean matrices, each averaged with the identity. */
function rolledEncoder(layers) {
  const { heads, targets: size } = pages.passages[0].content.attention.encoder;
  const places = [...Array(size).keys()];
  let rolled = places.map(row => places.map(column => Number(row === column)));
  for (let layer = 0; layer < layers; layer++) {
    const weights = layerOf('encoder', layer);
    const mean = (row, column) =>
      [...Array(heads).keys()].reduce((sum, head) => sum + weights[(head * size + row) * size + column], 0) / heads;
    const before = rolled;
    const mixed = places.map(row => places.map(column => (mean(row, column) + Number(row === column)) / 2));
    rolled = places.map(row =>
      places.map(column => places.reduce((sum, middle) => sum + mixed[row][middle] * before[middle][column], 0)),
    );
  }
  return rolled;
}

/** The exported weights of the picture, one row for each target. */
async function rowsOf(page) {
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /JSON/ }).click();
  const handle = await page.waitForFunction(() => {
    const request = window.host.requests.findLast(({ method }) => method === 'save')?.request;
    return request && new TextDecoder().decode(request.bytes);
  });
  const { heads, dims, weights } = JSON.parse(await handle.jsonValue());
  assert.deepEqual(heads, ['rollout']);
  return Array.from({ length: dims[2] }, (_, row) => weights.values.slice(row * dims[3], (row + 1) * dims[3]));
}

describe('the rollout in the page', () => {
  it('is chosen by a button, fetches every layer up to the chosen one, and is explained in a note', async () => {
    const { page, host } = await pages.open({ settings: { ...settings, view: 'text', heads: 'mean' }, width: 1000 });
    await page.locator('.sentence').waitFor();
    await page.getByRole('button', { name: 'Rollout', exact: true }).click();
    await page.locator('.note').getByText('Abnar & Zuidema 2020').waitFor();
    await page.locator('.sentence').getByText('rollout through layer 2').waitFor();
    const layers = (await host.requests('attention')).map(({ kind, layer }) => `${kind} ${layer}`);
    assert.deepEqual(layers.sort(), ['encoder 0', 'encoder 1']);
    assert.equal((await host.state()).settings.heads, 'rollout');
    assert.deepEqual(await pages.violations(page), []);
    await page.close();
  });

  it('equals the product of all layers', async () => {
    for (const layer of [0, 1]) {
      const { page } = await pages.open({ settings: { ...settings, layer } });
      await page.locator('.table-view table').waitFor();
      const expected = rolledEncoder(layer + 1);
      (await rowsOf(page)).forEach((row, at) =>
        row.forEach((weight, column) => assert.ok(Math.abs(weight - expected[at][column]) < 1e-5)),
      );
      await page.close();
    }
  });

  it('gives each target token shares of source and target that sum to 1', async () => {
    const sums = [];
    for (const kind of ['cross', 'decoder']) {
      const { page, host } = await pages.open({ settings: { ...settings, kind, layer: 'mean' } });
      await page.locator('.table-view table').getByText('rollout through all layers').waitFor();
      sums.push((await rowsOf(page)).map(row => row.reduce((sum, weight) => sum + weight, 0)));
      const kinds = new Set((await host.requests('attention')).map(request => request.kind));
      assert.deepEqual([...kinds].sort(), ['cross', 'decoder', 'encoder']);
      await page.close();
    }
    const [cross, decoder] = sums;
    cross.forEach((sum, row) => assert.ok(Math.abs(sum + decoder[row] - 1) < 1e-4 && sum > 0.1 && sum < 0.9));
  });

  it('is aborted when another layer is chosen while the weights of a long text are fetched', async () => {
    const large = { tokens: 160, layers: 8, heads: 2 };
    const { page, host, problems } = await pages.open({
      large,
      held: ['attention'],
      settings: { ...settings, view: 'text', layer: 7 },
    });
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('combobox', { name: 'Layer' }).click();
    await page.getByRole('option', { name: 'Layer 1', exact: true }).click();
    await host.release();
    await page.locator('.sentence').getByText('rollout through layer 1').waitFor();
    assert.deepEqual(problems, []);
    await page.close();
  });
});
