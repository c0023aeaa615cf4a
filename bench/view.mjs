// View: measures the Attention page at the size that it must support, 512 × 512 tokens in 12 layers of 16 heads, in the
// Chromium of this machine: the time until it is drawn, the frame rate of panning and zooming, and the memory.
//   npm run build && node bench/view.mjs [--sources] [--tokens N] [--layers N] [--heads N]
import os from 'node:os';
import { parseArgs } from 'node:util';
import { prepareMachine } from '../tools/machine.mjs';
import { runScript } from '../tools/life.mjs';
import { startPages } from '../test/webview/lib/pages.mjs';
import { memoryOf, opened, panned, survey, zoomed } from './view/measure.mjs';
import { watchPage } from './view/watch.mjs';

const { values } = parseArgs({
  options: {
    // Bundles the page from its sources instead of using the built one.
    sources: { type: 'boolean', default: false },
    tokens: { type: 'string', default: '512' },
    layers: { type: 'string', default: '12' },
    heads: { type: 'string', default: '16' },
  },
});
const large = { tokens: Number(values.tokens), layers: Number(values.layers), heads: Number(values.heads) };
const settings = { view: 'matrix', passage: 0, kind: 'encoder', layer: 0, unit: 'tokens', special: 'shown' };
const every = [...Array(large.heads).keys()];
const cases = {
  'one head': { heads: [3] },
  'mean of the heads': { heads: 'mean' },
  'all heads, each in its color': { heads: every },
  'mean of the heads, words': { heads: 'mean', unit: 'words', special: 'renormalized' },
  'one head, device pixel ratio 2': { heads: [3], pixelRatio: 2 },
};

await runScript({ minutes: 10 }, async life => {
  prepareMachine(line => console.log(line));
  const pages = await startPages(life, { fromSources: values.sources });
  await pages.context.addInitScript(watchPage);
  const [load] = os.loadavg();
  console.log(`${large.tokens} × ${large.tokens} tokens, ${large.layers} layers, ${large.heads} heads; no GPU;`);
  console.log(`${os.cpus().length} cores of ${os.cpus()[0]?.model}, load ${load.toFixed(1)}\n`);
  for (const [name, choice] of Object.entries(cases)) await measureMatrix(pages, name, choice);
  await measureAllHeads(pages);
});

async function measureMatrix(pages, name, { pixelRatio = 1, ...choice }) {
  const options = { large, settings: { ...settings, ...choice }, width: 1280, height: 900, pixelRatio };
  const { page, problems } = await pages.open(options);
  console.log(`Matrix, ${name}`);
  printTime('from the record’s arrival to the first drawing', await opened(page, '.matrix-stage[data-drawn]'));
  printFrames('pan, three times as large', await panned(page, 3));
  printFrames('pan, numbers in the cells', await panned(page, 40));
  printFrames('zoom in and out', await zoomed(page));
  console.log(`  memory: ${await memoryOf(page)}`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  await page.close();
}

async function measureAllHeads(pages) {
  const { page } = await pages.open({ large, settings: { ...settings, view: 'heads' }, width: 1280, height: 900 });
  console.log(`All heads`);
  const { first, all, frames } = await survey(page, large.layers);
  printTime('from the first layer’s arrival to its drawing', first);
  printTime('to the drawing of the last', all);
  printFrames('meanwhile', frames);
  console.log(`  memory: ${await memoryOf(page)}`);
  await page.close();
}

function printTime(what, milliseconds) {
  console.log(`  ${what}: ${Math.round(milliseconds)} ms`);
}

function printFrames(what, { count, perSecond, late, longest, work }) {
  const parts = [
    `${perSecond.toFixed(1)} frames a second over ${count}`,
    `${(late * 100).toFixed(1)} % took longer than 16.7 ms, the longest ${longest.toFixed(0)} ms`,
    ...(work === undefined ? [] : [`script ${work.toFixed(1)} ms a frame`]),
  ];
  console.log(`  ${what}: ${parts.join('; ')}`);
}
