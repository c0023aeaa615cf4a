// Steps: the steps that `npm test` and `npm run test:long` run, in which order, and which of them at the same time.

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} [args] the arguments of `node`
 * @property {string[]} [npm] the arguments of `npm`, in place of `args`; if this step fails, no later group runs
 * @property {string} [suite] the suite (tools/suites.mjs) whose files this step runs
 * @property {'short' | 'long' | 'all'} [files] which files of the suite this step runs
 */

/** A step of a suite that has long files: it runs the long files if `long` is true, else the others. */
function part(suite, name, script, long) {
  const args = [...script, ...(long ? ['--long'] : [])];
  return { name: long ? `${name}, long` : name, args, suite, files: long ? 'long' : 'short' };
}

const unit = long => part('unit', 'unit', ['scripts/test.mjs', 'unit'], long);
const formats = long => part('formats', 'formats (real parsers and grammars)', ['scripts/test.mjs', 'formats'], long);
const engine = long => part('engine', 'engine (real WebAssembly)', ['scripts/test.mjs', 'engine'], long);
const cli = long => part('cli', 'command line', ['scripts/test.mjs', 'cli'], long);
const cases = {
  name: 'cases of public bug reports',
  args: ['scripts/test.mjs', 'cases', '--long'],
  suite: 'cases',
  files: 'long',
};
const native = {
  name: 'native runtime: files, packages of the platforms',
  args: ['scripts/test.mjs', 'native'],
  suite: 'native',
  files: 'all',
};
const workbench = long =>
  part('workbench', 'workbench, driven with mouse and keyboard', ['test/host/run-ui.mjs'], long);

const build = { name: 'build and package', npm: ['run', '--silent', 'package'] };
const setUp = { name: 'set up a VS Code for tests', args: ['tools/setup.mjs'] };
const page = { name: 'Attention page in Chromium', args: ['test/webview/run.mjs'], suite: 'page', files: 'all' };
const webgpu = { name: 'WebGPU in Chromium', args: ['test/webgpu/run.mjs'], suite: 'webgpu', files: 'all' };
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
 * Groups of steps. One group runs after the other. The steps of a group start in this order, two at a time: no step
 * shares a file or a port with another, and none measures time. A step that drives an editor has a group of its own: an
 * editor with half of the machine would be slower than the time limits of its tests.
 * @type {Readonly<Record<'short' | 'long', readonly (readonly Step[])[]>>}
 */
export const STEPS = {
  short: [
    [build, unit(false), formats(false)],
    [engine(false), cli(false), page, setUp],
    [server],
    [web],
    [workbench(false)],
  ],
  long: [
    [build, unit(true), formats(true)],
    [engine(true), cli(true), cases, rehearsal, recipe, setUp, native, webgpu],
    [oldest],
    [workbench(true)],
  ],
};
