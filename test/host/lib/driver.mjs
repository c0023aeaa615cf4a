// Runs a mocha suite inside the extension host of an opened workbench, through VS Code's smoke-test driver.
import { format } from 'node:util';

/** Stands before each line of a suite, to tell it from what VS Code itself logs. The entries in entry/ write it. */
export const mark = '\u00a7';

/** Prints the suite's lines and answers the exit code that the extension host reports. */
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
