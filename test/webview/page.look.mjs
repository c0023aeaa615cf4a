// Screenshots of the tabs Text, Lines and Table, for a person to look at: node test/webview/run.mjs --sources --look page
const settings = {
  view: 'text',
  passage: 0,
  kind: 'cross',
  layer: 1,
  heads: 'mean',
  unit: 'words',
  special: 'shown',
  step: 0,
  temperature: 1,
};

describe('screenshots of the Attention page', () => {
  const screenshots = {
    text: {},
    'text-light': { theme: 'light' },
    'text-contrast-dark': { theme: 'contrastDark' },
    'text-contrast-light': { theme: 'contrastLight' },
    'text-heads': { settings: { ...settings, heads: [0, 1, 2, 3], unit: 'tokens' } },
    'text-heads-light': { theme: 'light', settings: { ...settings, heads: [0, 2], special: 'hidden' } },
    'text-narrow': { width: 300 },
    'text-emoji': { settings: { ...settings, passage: 1, unit: 'tokens' } },
    lines: { settings: { ...settings, view: 'lines' } },
    'lines-light': { theme: 'light', settings: { ...settings, view: 'lines', heads: [0, 1, 2, 3] } },
    'lines-narrow': { width: 300, settings: { ...settings, view: 'lines' } },
    'lines-self': { settings: { ...settings, view: 'lines', kind: 'encoder', heads: [1, 2] }, hover: false },
    'lines-contrast': { theme: 'contrastDark', settings: { ...settings, view: 'lines' } },
    'table-pinned': {
      settings: { ...settings, view: 'table', heads: [0, 3], pinned: { role: 'query', tokens: [3, 4] } },
      hover: false,
    },
    table: { settings: { ...settings, view: 'table' }, hover: false },
  };
  for (const [name, { hover = true, ...options }] of Object.entries(screenshots)) {
    it(name, async () => {
      const { page } = await pages.open(options);
      await page.getByRole('tab').first().waitFor();
      if (hover) await page.getByRole('listbox').last().getByRole('option').nth(-4).hover();
      else await page.waitForTimeout(300);
      await pages.shot(page, name);
      await page.close();
    });
  }
});
