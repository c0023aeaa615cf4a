// The page as a whole: what it shows at first, that it survives what happens to it, and that nothing breaks its policy.
import assert from 'node:assert/strict';

describe('The Attention page', () => {
  it('shows the run', async () => {
    const { page, problems } = await pages.open();
    await page.getByRole('tab').first().waitFor();
    await pages.shot(page, 'first');
    assert.deepEqual(problems, []);
    assert.deepEqual(await pages.violations(page), []);
  });
});
