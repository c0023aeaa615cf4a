// Node: runs the suites in the Node extension host. VS Code calls `run` of the module that extensionTestsPath names.
import { format } from 'node:util';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const mark = process.env['ATTENTIVE_MARK'] ?? '';
  const print = (...words: unknown[]) => {
    for (const line of format(...words).split('\n')) console.log(mark + line);
  };
  // Replacing console.log has no effect in an extension host, but mocha's reporters print with Base.consoleLog.
  Object.assign(Mocha.reporters.Base, { consoleLog: print });
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000, slow: 2_000 });
  // Defines `describe`, `it` and the others as globals.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('attentive:suites');
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}

/** VS Code also activates this module as an extension. Nothing has to be prepared, because the workspace is on disk. */
export function activate(): void {}
