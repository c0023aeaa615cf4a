// Web: runs the suites in the web-worker extension host, with mocha's browser build and a reporter that needs no page.
import 'mocha/mocha.js';
import { fillWorkspace } from './workspace';

interface BrowserMocha {
  setup(options: object): void;
  run(done: (failures: number) => void): void;
}
declare const mocha: BrowserMocha;
declare const Mocha: { reporters: { Base: object; Spec: object } };

export async function run(): Promise<void> {
  // The driver recognizes the lines of the suites by the mark.
  const print = (...words: unknown[]) => {
    for (const line of format(words).split('\n')) console.log(__MARK__ + line);
  };
  Object.assign(Mocha.reporters.Base, { consoleLog: print });
  mocha.setup({ ui: 'bdd', reporter: Mocha.reporters.Spec, timeout: 60_000, slow: 2_000, color: false });
  await fillWorkspace();
  await import('attentive:suites');
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}

/** VS Code also activates this module as an extension. The folder is in memory and empty, so its files are written here. */
export async function activate(): Promise<void> {
  await fillWorkspace();
}

/** The part of Node's util.format that mocha's reporters use. */
function format([first = '', ...rest]: unknown[]): string {
  const text = String(first).replace(/%[sdj%]/g, found => {
    if (found === '%%') return '%';
    return rest.length > 0 ? String(rest.shift()) : found;
  });
  return [text, ...rest.map(String)].join(' ');
}
