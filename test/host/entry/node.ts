// Runs the suites in the Node extension host: what VS Code calls as extensionTestsPath.
import { format } from 'node:util';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const mark = process.env['ATTENTIVE_MARK'] ?? '';
  const print = (...words: unknown[]) => {
    for (const line of format(...words).split('\n')) console.log(mark + line);
  };
  // Assigning console.log does nothing in an extension host; mocha's reporters have a hook of their own.
  Object.assign(Mocha.reporters.Base, { consoleLog: print });
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000, slow: 2_000 });
  // Puts describe and it where the test files look for them.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('attentive:suites');
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}

/** VS Code also starts this folder as an extension; on a disk there is nothing to prepare. */
export function activate(): void {}
