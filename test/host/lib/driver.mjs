// Driver: runs a mocha suite inside the extension host of a workbench in a browser, through VS Code's smoke-test
// driver.
import { format } from 'node:util';

/**
 * Precedes each line that a suite prints, to distinguish it from the logs of VS Code. The modules in entry/ print it.
 */
export const mark = '\u00a7';

/** Opens the workbench, prints the lines of the suite and returns the exit code that the extension host reports. */
export async function runSuite({ life, page, url, payload }) {
  let finish;
  const code = new Promise(resolve => (finish = resolve));
  const logs = [];
  life.keepLog('extension host', () => logs.join('\n'));
  await page.exposeFunction('codeAutomationLog', (_type, args) => {
    const line = format(...(Array.isArray(args) ? args : [args]));
    if (line.startsWith(mark)) console.log(line.slice(mark.length));
    else logs.push(line.slice(0, 1_000));
  });
  await page.exposeFunction('codeAutomationExit', (exitCode, files) => {
    for (const { relativePath, contents } of files ?? []) logs.push(`${relativePath}:\n${contents}`);
    finish(exitCode);
  });
  const address = new URL(url);
  if (payload !== undefined) address.searchParams.set('payload', JSON.stringify(payload));
  await page.goto(address.href);
  return code;
}
