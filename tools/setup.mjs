// Setup: brings a real VS Code (code-server, and an old VS Code for the Web) from npm into a cache folder, once.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { spawnGroup } from './group.mjs';
import { live, Plain } from './life.mjs';
import { prepareMachine } from './machine.mjs';
import { cache, hostFolder, hostParts, vscodePackages } from './places.mjs';

/** Its download and its disk, in words, for whoever has to agree to them. */
export const cost = 'about 250 MB to download, 650 MB on disk and one to two minutes, once';

/** The installed host; installs it when it is not whole. Says nothing when there is nothing to do. */
export async function setUp({ life, say = console.log }) {
  prepareMachine(say);
  if (isWhole(hostFolder)) return hostParts();
  say(`Installing a VS Code for tests into ${hostFolder} (${cost}).`);
  const began = Date.now();
  fs.mkdirSync(cache, { recursive: true });
  removeLeftovers();
  // Installed beside and renamed, so that an interrupted installation is never taken for a whole one.
  const part = `${hostFolder}.part-${process.pid}`;
  life.own(() => remove(part));
  await install(part, life, say);
  if (!isWhole(part)) throw new Plain(`npm finished, but the VS Code in ${part} is not whole.`);
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

/** An npm that outlived its killed parent may still write there for a while: what resists is left to a later run. */
function remove(folder) {
  try {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 200 });
  } catch (error) {
    if (error.code !== 'ENOTEMPTY') throw error;
  }
}

/** Folders of installations whose process is gone. */
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
  // code-server's own postinstall compiles everything (and needs Kerberos headers for it). The steps below do the
  // same without what no test uses: only the log writer and the watchdog are compiled.
  say('  1/3 packages');
  await npm(folder, ['ci', '--ignore-scripts'], { life });
  say("  2/3 VS Code's own packages");
  await npm(vscode, ['install', '--omit=dev', '--ignore-scripts'], { life, nodeHome });
  await npm(path.join(vscode, 'extensions'), ['ci', '--omit=dev', '--ignore-scripts'], { life, nodeHome });
  say('  3/3 compiling');
  await npm(vscode, ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], { life, nodeHome });
  // A third of the disk space, for services that the settings of the tests switch off.
  for (const unused of ['extensions/copilot', 'node_modules/@github', 'node_modules/@microsoft/mxc-sdk']) {
    remove(path.join(vscode, unused));
  }
}

/** Runs npm quietly; its words are shown when it fails. */
function npm(cwd, args, { life, nodeHome }) {
  const flags = ['--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawnGroup(life, 'npm', [...args, ...flags], { cwd, env: npmEnvironment(nodeHome) });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (words += data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', code => {
      if (code === 0) resolve();
      else reject(new Plain(`\`npm ${args.join(' ')}\` in ${cwd} ended with ${code}:\n${words}`));
    });
  });
}

/** Under `npm run`, npm's variables describe our own package; only those about the network and the cache may pass. */
function npmEnvironment(nodeHome) {
  const passes = /^npm_config_(registry|cache|userconfig|globalconfig|proxy|https_proxy|noproxy|cafile)$/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([k]) => !k.startsWith('npm_') || passes.test(k)));
  if (nodeHome === undefined) return env;
  return {
    ...env,
    PATH: `${path.join(nodeHome, 'bin')}${path.delimiter}${env.PATH}`,
    // The headers of the Node that will load the compiled modules, whatever the machine's npmrc names.
    npm_config_nodedir: nodeHome,
    // npm from 11.16 on runs no script that was not allowed by name.
    npm_config_dangerously_allow_all_scripts: 'true',
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await live({ minutes: 20 }, async life => {
    await setUp({ life });
  });
}
