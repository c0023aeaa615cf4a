// Server: starts code-server, which is VS Code with its Node extension host. Only this machine can reach it.
import { execFile } from 'node:child_process';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { spawnGroup } from './group.mjs';
import { UserError } from './life.mjs';
import { writeSettings } from './settings.mjs';

/** The arguments with which code-server writes only into one folder. */
function places(userData) {
  const config = path.join(userData, 'config.yaml');
  return ['--config', config, '--user-data-dir', userData, '--extensions-dir', path.join(userData, 'extensions')];
}

/** The environment of code-server: without the variables of a VS Code terminal, and without an extension gallery. */
function environment(extra = {}) {
  const env = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...extra };
  for (const name of Object.keys(env)) if (name.startsWith('VSCODE_') || name === 'PASSWORD') delete env[name];
  return env;
}

/** Installs a packaged extension. */
export async function installVsix({ host, userData, vsix }) {
  try {
    await promisify(execFile)(host.node, [host.entry, ...places(userData), '--install-extension', vsix], {
      env: environment(),
    });
  } catch (error) {
    throw new UserError(`${vsix} could not be installed:\n${error.stdout}${error.stderr}`);
  }
}

/**
 * Starts a server and waits until it answers. `driver` enables VS Code's smoke-test driver, by which
 * test/host/lib/driver.mjs runs suites.
 */
export async function startServer({ life, host, userData, settings = {}, driver = false, env, port }) {
  port ??= await freePort();
  writeSettings(userData, settings);
  const flags = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--ignore-last-opened'];
  flags.push('--disable-getting-started-override', '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`);
  // A released VS Code ignores the tests that a URL names unless this option is set.
  if (driver) flags.push('--vscode-option', 'enable-smoke-test-driver');
  const args = [host.entry, ...places(userData), ...flags];
  const child = spawnGroup(life, host.node, args, { env: environment(env) });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (log += data));
  life.keepLog('server', () => log);
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries > 300 || child.exitCode !== null) throw new UserError('The server did not start.');
    await wait(100);
  }
  return { port, url: `http://127.0.0.1:${port}/`, uri: file => `vscode-remote://127.0.0.1:${port}${file}` };
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function answers(port) {
  return new Promise(resolve => {
    const request = http.get(`http://127.0.0.1:${port}/healthz`, response => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });
}
