// Browser: starts the Chromium of this machine with Playwright.
import { chromium } from 'playwright-core';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { findChromium } from './machine.mjs';
import { temporaryFolder } from './places.mjs';

const quietFlags = [
  // Tests may run as root in a container, where Chromium's sandbox does not work.
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const softwareGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

/**
 * Opens a page in a new browser with an empty profile. With `gpu` it has a WebGPU adapter (in software, without
 * shader-f16). The messages and errors of the page are kept, to be written to a log if the run fails.
 */
export async function openPage({ life, gpu = false, width = 1280, height = 800, scale = 1 }) {
  const context = await chromium.launchPersistentContext(profile(life), {
    executablePath: findChromium(),
    headless: true,
    args: [...quietFlags, ...(gpu ? softwareGpu : ['--disable-gpu'])],
    viewport: { width, height },
    deviceScaleFactor: scale,
    permissions: ['clipboard-read', 'clipboard-write'],
    // The end of `life` closes the browser. Playwright would end the process before the other cleanup is done.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  life.onEnd(() => context.close());
  const page = context.pages()[0] ?? (await context.newPage());
  const lines = [];
  page.on('console', message => keep(`${message.type()} ${message.text()}`));
  page.on('pageerror', error => keep(`thrown ${error.stack ?? error}`));
  page.on('requestfailed', request => keep(`failed ${request.url()} ${request.failure()?.errorText}`));
  life.keepLog('browser', () => lines.join('\n'));
  return page;

  function keep(line) {
    const short = line.slice(0, 1_000);
    lines.push(short);
    if (process.env.VERBOSE) console.error(`[browser] ${short}`);
  }
}

/**
 * A profile that allows third-party storage. Debian's Chromium blocks it, and thereby the service workers of webviews.
 */
function profile(life) {
  const folder = temporaryFolder(life, 'browser');
  fs.mkdirSync(path.join(folder, 'Default'));
  const preferences = { profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } };
  fs.writeFileSync(path.join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  return folder;
}
