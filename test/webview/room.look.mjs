// Screenshots of every tab in narrow, usual and zoomed panels, for a person to look at: node test/webview/run.mjs
// --sources --look room
const settings = { passage: 0, kind: 'cross', layer: 1, heads: 'mean', unit: 'words', special: 'hidden', step: 3 };
const VIEWS = ['text', 'lines', 'matrix', 'heads', 'steps', 'head', 'table'];
/** Panel sizes in CSS pixels: width and height. A panel zoomed to 150 % has fewer CSS pixels. */
const PANELS = {
  215: [215, 900],
  300: [300, 900],
  520: [520, 900],
  800: [800, 900],
  'zoom-300': [200, 600],
  'zoom-520': [347, 600],
};

describe('screenshots of every tab in panels of several sizes', () => {
  for (const [panel, [width, height]] of Object.entries(PANELS)) {
    for (const view of VIEWS) {
      it(`${view} in ${panel}`, async () => {
        const { page } = await pages.open({ width, height, settings: { ...settings, view } });
        await page.locator('#stage > :not(.waiting)').waitFor();
        await page.waitForTimeout(300);
        await pages.shot(page, `room-${panel}-${view}`, { fullPage: false });
        await page.close();
      });
    }
  }
});
