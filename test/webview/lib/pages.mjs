// Pages: opens the Attention page in the machine's Chromium, under the product's content security policy.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { openPage } from '../../../tools/browser.mjs';
import { UserError } from '../../../tools/life.mjs';
import { root, screenshots } from '../../../tools/places.mjs';
import { serveStatic } from '../../../tools/static.mjs';
import { bundlePage, bundleParts } from './bundle.mjs';
import { themes } from './themes.mjs';

const texts = [
  'The animal did not cross the street because it was too tired.',
  'We opened the windows 😀 and listened to the rain for an hour.',
];
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const nonce = 'a-nonce-of-the-tests';

/**
 * Starts a server and a browser for all pages. With `fromSources` the page is bundled here; otherwise the built one is
 * used.
 */
export async function startPages(life, { fromSources = false } = {}) {
  const built = path.join(root, 'dist/webview/attention.js');
  if (!fromSources && !fs.existsSync(built))
    throw new UserError('There is no dist/webview: run `npm run build` first.');
  const script = fromSources ? await bundlePage() : fs.readFileSync(built, 'utf8');
  const { host, pageOf, words, passages } = await bundleParts(life, texts);
  const document = origin =>
    pageOf({
      nonce,
      cspSource: origin,
      script: `${origin}/attention.js`,
      style: `${origin}/media/attentionView.css`,
      title: 'Attention',
      language: 'en',
      translations: {},
    }).replace('<script ', `<script nonce="${nonce}" src="${origin}/host.js"></script>\n<script `);
  const { port } = await serveStatic({
    life,
    mounts: { '/media': path.join(root, 'media') },
    pages: {
      '/page.html': address => ({ type: 'text/html', body: document(`http://${address}`) }),
      '/host.js': () => ({ type: 'text/javascript', body: host }),
      '/attention.js': () => ({ type: 'text/javascript', body: script }),
    },
  });
  const first = await openPage({ life });
  return new Pages(first.context(), `http://127.0.0.1:${port}/page.html`, passages, words);
}

export class Pages {
  constructor(context, url, passages, words) {
    Object.assign(this, { context, url, passages, words });
  }

  /** The content that the page shows unless a test sets another one. */
  get shown() {
    return {
      run: 'run-1',
      title: 'Translate: English to German',
      document: 'story.md',
      model: { name: 'Attentive small', quality: 'draft' },
      languages: { source: 'en', target: 'de' },
      passages: this.passages.map(({ content }, text) => {
        return { source: content.source.text, target: content.target.text, text, round: 0, placeholders: [] };
      }),
      links: { kind: 'linked' },
      saved: { uri: 'file:///story.md' },
    };
  }

  /**
   * Opens a page. Its errors and violations of its policy are in `problems`. The properties that are not named here go to the
   * stand-in for VS Code: they are those of `TestData` in host.ts.
   */
  async open({
    theme = 'dark',
    width = 900,
    height = 800,
    scale = 1,
    pixelRatio = 1,
    settings,
    media = {},
    ...given
  } = {}) {
    const page = await this.context.newPage();
    page.setDefaultTimeout(15_000);
    const problems = [];
    page.on('pageerror', error => problems.push(String(error.stack ?? error)));
    page.on('console', message => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.setViewportSize({ width, height });
    await page.emulateMedia(media);
    if (pixelRatio !== 1) await setPixelRatio(page, width, height, pixelRatio);
    const state = settings === undefined ? undefined : { saved: undefined, settings };
    const all = { shown: this.shown, passages: this.passages, theme: themes[theme], state, ...given };
    await page.addInitScript(value => (window.given = value), all);
    await page.goto(this.url);
    if (scale !== 1) await page.evaluate(zoom => (document.documentElement.style.zoom = String(zoom)), scale);
    return { page, problems, host: new Host(page) };
  }

  /** Waits until the view is drawn, nothing is being fetched, and two more frames were drawn. */
  async settled(page) {
    await page.locator('#stage > :not(.waiting) *').first().waitFor({ state: 'attached' });
    await page.locator('.busy').waitFor({ state: 'hidden' });
    const frame = () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await page.evaluate(frame);
  }

  async shot(page, name, { fullPage = true } = {}) {
    fs.mkdirSync(screenshots, { recursive: true });
    const file = path.join(screenshots, `page-${name}.png`);
    await page.screenshot({ path: file, fullPage });
    if (process.env.VERBOSE) console.log(file);
    return file;
  }

  /** The violations that axe finds in the page, one line each. */
  async violations(page, context = 'body') {
    // The policy allows that the debugger evaluates a script. But it forbids that axe fetches style sheets, so `preload` is off.
    await page.evaluate(axe);
    const found = await page.evaluate(
      where => window.axe.run(where, { resultTypes: ['violations'], preload: false }),
      context,
    );
    return found.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
    );
  }
}

/** The host of a page, as tests use it: the page's requests, and functions that control the host. */
class Host {
  constructor(page) {
    this.page = page;
  }

  requests(method) {
    return this.page.evaluate(
      name => window.host.requests.filter(one => one.method === name).map(one => one.request),
      method,
    );
  }

  state() {
    return this.page.evaluate(() => window.host.state);
  }

  show(shown) {
    return this.page.evaluate(value => window.host.show(value), shown);
  }

  caret(caret) {
    return this.page.evaluate(value => window.host.caret(value), caret);
  }

  fail(method, times) {
    return this.page.evaluate(([name, count]) => (window.host.failing[name] = count), [method, times]);
  }

  /** From now on, calls of these methods are answered only after `release`. */
  hold(...methods) {
    return this.page.evaluate(names => window.host.hold(names), methods);
  }

  release() {
    return this.page.evaluate(() => window.host.release());
  }

  theme(name) {
    return this.page.evaluate(value => window.host.theme(value), themes[name]);
  }
}

/** Emulates a screen with several pixels for each CSS pixel. */
async function setPixelRatio(page, width, height, deviceScaleFactor) {
  const session = await page.context().newCDPSession(page);
  const metrics = { width, height, deviceScaleFactor, mobile: false };
  await session.send('Emulation.setDeviceMetricsOverride', metrics);
}
