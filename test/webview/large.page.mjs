// A long text: 512 by 512 tokens, 12 layers of 16 heads.
import assert from 'node:assert/strict';

const large = { tokens: 512, layers: 12, heads: 16 };
const SETTINGS = { kind: 'cross', layer: 5, heads: 'mean', unit: 'words', special: 'shown' };
const shown = () => ({ ...pages.shown, passages: pages.shown.passages.slice(0, 1) });

describe('The Attention page with a long text', () => {
  for (const view of ['text', 'lines', 'table']) {
    it(`opens ${view} with all words${view === 'table' ? '' : ', and follows the pointer'}`, async () => {
      const { page, problems } = await pages.open({ large, shown: shown(), settings: { ...SETTINGS, view } });
      await page.locator('.sentence').waitFor();
      await page.waitForFunction(() => window.host.times.drawn !== undefined);
      if (view === 'table') {
        assert.equal(await page.locator('.table-view tbody tr').count(), 512);
      } else {
        const words = page.getByRole('listbox').last().getByRole('option');
        assert.equal(await words.count(), 512);
        const before = await page.locator('.sentence').textContent();
        await words.nth(1).hover();
        await page.waitForFunction(text => document.querySelector('.sentence').textContent !== text, before);
      }
      assert.deepEqual(problems, []);
      await page.close();
    });
  }
});
