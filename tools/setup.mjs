// Setup: installs a real VS Code (code-server, and an old VS Code for the Web) from npm into a cache folder, once.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { spawnGroup } from './group.mjs';
import { runScript, UserError } from './life.mjs';
import { prepareMachine } from './machine.mjs';
import { cache, hostFolder, hostParts, vscodePackages } from './places.mjs';

/** The cost of an installation, in words for the user. */
export const cost = 'about 250 MB to download, 650 MB on disk and one to two minutes, once';

/** Returns the paths of the installed VS Code, and installs it first if it is missing or incomplete. */
export async function setUp({ life, say = console.log }) {
  prepareMachine(say);
  if (isWhole(hostFolder)) return hostParts();
  say(`Installing a VS Code for tests into ${hostFolder} (${cost}).`);
  const began = Date.now();
  fs.mkdirSync(cache, { recursive: true });
  removeLeftovers();
  // The installation is made in another folder, which is then renamed, so that an interrupted installation is not taken
  // for a complete one.
  const part = `${hostFolder}.part-${process.pid}`;
  life.onEnd(() => remove(part));
  await install(part, life, say);
  if (!isWhole(part)) throw new UserError(`npm finished, but the VS Code in ${part} is not complete.`);
  if (!isWhole(hostFolder)) {
    remove(hostFolder);
    fs.renameSync(part, hostFolder);
  }
  say(`Installed in ${Math.round((Date.now() - began) / 1000)} s.`);
  return hostParts();
}

function isWhole(folder) {
  const { node, entry, oldWeb, spdlog, watchdog, typescript } = hostParts(folder);
  return [node, entry, path.join(oldWeb, 'package.json'), spdlog, watchdog, typescript].every(file =>
    fs.existsSync(file),
  );
}

/**
 * Removes a folder. If an npm whose parent was killed still writes into it, the folder is left for a later run to
 * remove.
 */
function remove(folder) {
  try {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 200 });
  } catch (error) {
    if (error.code !== 'ENOTEMPTY') throw error;
  }
}

/** Removes the folders of unfinished installations whose process has ended. */
function removeLeftovers() {
  for (const name of fs.readdirSync(cache)) {
    const [, pid] = /^vscode-host-.*\.part-(\d+)$/.exec(name) ?? [];
    if (pid === undefined || fs.existsSync(`/proc/${pid}`)) continue;
    remove(path.join(cache, name));
  }
}

async function install(folder, life, say) {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) {
    fs.copyFileSync(path.join(vscodePackages, name), path.join(folder, name));
  }
  const { nodeHome, vscode } = hostParts(folder);
  // The postinstall script of code-server compiles everything, and needs Kerberos headers for it. The steps below do
  // the same without the parts that no test uses: only the log writer and the watchdog are compiled.
  say('  1/3 packages');
  await npm(folder, ['ci', '--ignore-scripts'], { life });
  say("  2/3 VS Code's own packages");
  await npm(vscode, ['install', '--omit=dev', '--ignore-scripts'], { life, nodeHome });
  await npm(path.join(vscode, 'extensions'), ['ci', '--omit=dev', '--ignore-scripts'], { life, nodeHome });
  say('  3/3 compiling');
  await npm(vscode, ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], { life, nodeHome });
  // A third of the disk space is for services that the settings of the tests switch off.
  for (const unused of ['extensions/copilot', 'node_modules/@github', 'node_modules/@microsoft/mxc-sdk']) {
    remove(path.join(vscode, unused));
  }
}

/** Runs npm without output; if npm fails, the error has its output. */
function npm(cwd, args, { life, nodeHome }) {
  const flags = ['--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawnGroup(life, 'npm', [...args, ...flags], { cwd, env: npmEnvironment(nodeHome) });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (output += data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', code => {
      if (code === 0) resolve();
      else reject(new UserError(`\`npm ${args.join(' ')}\` in ${cwd} ended with ${code}:\n${output}`));
    });
  });
}

/**
 * The environment for npm. Under `npm run` npm sets variables that describe this package: they are removed, except for
 * those about the network and the cache.
 */
function npmEnvironment(nodeHome) {
  const passes = /^npm_config_(registry|cache|userconfig|globalconfig|proxy|https_proxy|noproxy|cafile)$/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([k]) => !k.startsWith('npm_') || passes.test(k)));
  if (nodeHome === undefined) return env;
  return {
    ...env,
    PATH: `${path.join(nodeHome, 'bin')}${path.delimiter}${env.PATH}`,
    // The headers of the Node that will load the compiled modules; this overrides the npmrc of the machine.
    npm_config_nodedir: nodeHome,
    // From 11.16 on, npm runs only scripts of packages that are allowed by name.
    npm_config_dangerously_allow_all_scripts: 'true',
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runScript({ minutes: 20 }, async life => {
    await setUp({ life });
  });
}
