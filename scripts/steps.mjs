// Steps: what `npm test` and `npm run test:long` run, in which order, and what of it at once.

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} [args] of node
 * @property {string[]} [npm] of npm; nothing is tested if this fails
 * @property {string} [suite] the suite (tools/suites.mjs) whose files it runs
 * @property {'short' | 'long' | 'all'} [files] which of them
 */

/** A suite that has long files: the others, or with `long` those. */
function part(suite, name, script, long) {
  const args = [...script, ...(long ? ['--long'] : [])];
  return { name: long ? `${name}, long` : name, args, suite, files: long ? 'long' : 'short' };
}

const unit = long => part('unit', 'unit', ['scripts/test.mjs', 'unit'], long);
const engine = long => part('engine', 'engine (real WebAssembly)', ['scripts/test.mjs', 'engine'], long);
const cli = long => part('cli', 'command line', ['scripts/test.mjs', 'cli'], long);
const workbench = long => part('workbench', 'workbench, driven as a person does', ['test/host/run-ui.mjs'], long);

const build = { name: 'build and package', npm: ['run', '--silent', 'package'] };
const setUp = { name: 'set up a VS Code to test in', args: ['tools/setup.mjs'] };
const page = { name: 'Attention page in Chromium', args: ['test/webview/run.mjs'], suite: 'page', files: 'all' };
const recipe = {
  name: 'recipe of the embedded model (Python)',
  args: ['scripts/test-recipe.mjs'],
  suite: 'recipe',
  files: 'all',
};

const rehearsal = {
  name: 'rehearsal of the recipe (PyTorch)',
  args: ['scripts/test-recipe.mjs', '--rehearsal'],
  suite: 'rehearsal',
  files: 'all',
};

function host(name, ...args) {
  return { name: `host: ${name}`, args, suite: 'host', files: 'all' };
}

const server = host('VS Code server, Node extension host', 'test/host/run-server.mjs');
const web = host('VS Code for the Web, web-worker extension host', 'test/host/run-web.mjs');
const oldest = host('VS Code for the Web 1.91, the oldest', 'test/host/run-web.mjs', '--version', '1.91');

/**
 * Groups of steps, one group after the other. The steps of a group are begun in this order, two at a time: no step shares a
 * file or a port with another, and none of them measures time. Those that drive an editor are alone, because an editor that
 * has half a machine takes longer than their waits allow.
 * @type {Readonly<Record<'short' | 'long', readonly (readonly Step[])[]>>}
 */
export const STEPS = {
  short: [[build, unit(false)], [engine(false), cli(false), page, setUp], [server], [web], [workbench(false)]],
  long: [[build, unit(true)], [engine(true), cli(true), rehearsal, recipe, setUp], [oldest], [workbench(true)]],
};
