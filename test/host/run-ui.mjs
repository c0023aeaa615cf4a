// Run UI: runs scenarios that drive the workbench with mouse and keyboard, with the packaged extension installed.
//   node test/host/run-ui.mjs [--target server|web] [--version 1.91] [--gpu] [--long] [--look] [part of a name …]
// A scenario (ui/NAME.ui.mjs) exports run({ page, workbench, shot, folder, settings, target }), where shot(title) takes a
// screenshot, and on the server settings(more) changes settings and folder is the opened folder. It may export settings
// (those with which VS Code starts), targets (['server'] or ['web']) and view ({ width, height, scale }). --long runs
// the scenarios ui/NAME.long.ui.mjs instead, and --look the scenarios ui/NAME.look.mjs, which test nothing and take
// pictures for people to look at. --gpu gives the page a WebGPU adapter.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleSuites } from './bundle.mjs';
import { openPage } from '../../tools/browser.mjs';
import { runScript, UserError } from '../../tools/life.mjs';
import { harness, temporaryCopy, temporaryFolder } from '../../tools/places.mjs';
import { installVsix, startServer } from '../../tools/server.mjs';
import { writeSettings } from '../../tools/settings.mjs';
import { filesOf } from '../../tools/suites.mjs';
import { findVsix, unpackVsix } from './lib/vsix.mjs';
import { editions, startWeb } from './lib/web.mjs';
import { Workbench } from './lib/workbench.mjs';
import { setUp } from '../../tools/setup.mjs';

const { values, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: {
    target: { type: 'string', default: process.env.TARGET ?? 'server' },
    version: { type: 'string', default: '1.139' },
    gpu: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    look: { type: 'boolean', default: false },
  },
});
const { target, gpu, long, look } = values;
const LOOK = '.look.mjs';
const openTarget = { server: openServer, web: openWeb }[target];

async function openServer({ life, host, settings }) {
  const userData = temporaryFolder(life, 'server');
  const folder = temporaryCopy(life);
  await installVsix({ host, userData, vsix: findVsix() });
  const { url } = await startServer({ life, host, userData, settings });
  const change = more => writeSettings(userData, { ...settings, ...more });
  return { url: `${url}?folder=${encodeURIComponent(folder)}`, folder, change };
}

async function openWeb({ life, host, settings }) {
  // The test extension only writes the files of the workspace; no suite runs.
  const extensions = [unpackVsix(life), await bundleSuites({ life, hosts: ['web'] })];
  return startWeb({ life, host, edition: editions[values.version], extensions, settings });
}

function nameOf(file) {
  return path.basename(file).replace(/(?:\.long)?\.ui\.mjs$/, '');
}

/** Runs a scenario in a new VS Code and browser. Returns whether it passed. */
async function play(name, scenario, life, host) {
  const began = Date.now();
  const opened = await openTarget({ life, host, settings: scenario.settings ?? {} });
  const page = await openPage({ life, gpu, ...scenario.view });
  const workbench = new Workbench(page);
  const shot = title => workbench.shot(title);
  try {
    await page.goto(opened.url);
    await workbench.ready();
    await scenario.run({ page, workbench, shot, folder: opened.folder, settings: opened.change, target });
    console.log(`  ✔ ${name} on ${target} (${Math.round((Date.now() - began) / 1000)} s)`);
    return true;
  } catch (error) {
    console.error(`  ✘ ${name} on ${target}\n${error.stack}`);
    const picture = await shot(`failed-${name}-${target}`).catch(() => undefined);
    if (picture !== undefined) console.error(`The screen at that moment: ${picture}`);
    life.writeLogs();
    return false;
  }
}

await runScript({ minutes: 10 }, async life => {
  if (openTarget === undefined) throw new UserError(`--target is server or web, not ${target}.`);
  const chosen = look ? picturesOf(parts) : filesOf('workbench', { long, parts });
  findVsix(); // Fails before the setup if there is no package.
  const host = await setUp({ life });
  let [passed, failed] = [0, 0];
  for (const file of chosen) {
    const scenario = await import(pathToFileURL(file).href);
    if (scenario.targets?.includes(target) === false) continue;
    const name = look ? path.basename(file, LOOK) : nameOf(file);
    if (await life.within(name, own => play(name, scenario, own, host))) passed++;
    else failed++;
  }
  console.log(`\n  ${passed} passing, ${failed} failing`);
  return failed === 0 && passed > 0;
});

/** The scenarios that only take pictures: all of them, or those whose names contain one of the parts. */
function picturesOf(parts) {
  const folder = path.join(harness, 'ui');
  const names = fs.readdirSync(folder).filter(name => name.endsWith(LOOK));
  const chosen = names.filter(name => parts.length === 0 || parts.some(part => name.includes(part)));
  if (chosen.length === 0) throw new UserError(`No scenario in test/host/ui matches ${parts.join(' ')}.`);
  return chosen.map(name => path.join(folder, name));
}
