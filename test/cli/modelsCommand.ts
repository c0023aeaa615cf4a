// Models command: `attentive models` as a process, with a hub on the loopback interface and an empty store for each test.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startHub } from '../../tools/hub/hub.mjs';

const CLI = path.join(__ROOT__, 'dist/node/cli.js');
/** The folder of that model. */
export const MARIAN = path.join(__ROOT__, 'test/fixtures/marian');

/** The model that the hub has. */
export const MODEL = 'fixtures/opus-mt-en-fr';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class ModelsCommand {
  private constructor(
    readonly hub: Awaited<ReturnType<typeof startHub>>,
    /** The working folder of the processes, which has the store and the hub's cache. */
    readonly folder: string,
    public environment: Readonly<Record<string, string>>,
  ) {}

  static async begin(): Promise<ModelsCommand> {
    const repositories = { [MODEL]: { folder: MARIAN, license: 'apache-2.0', task: 'translation' } };
    const hub = await startHub({ repositories });
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-cli-models-'));
    return new ModelsCommand(hub, folder, {
      HF_ENDPOINT: hub.url,
      ATTENTIVE_MODELS: path.join(folder, 'store'),
      HF_HUB_CACHE: path.join(folder, 'cache'),
    });
  }

  async end(): Promise<void> {
    await this.hub.close();
    fs.rmSync(this.folder, { recursive: true });
  }

  start(
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const env = { ...process.env, ...this.environment, ...more };
    const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'], cwd: this.folder });
    const text = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
    return { child, ended: once(child, 'close').then(([code]: (number | null)[]) => ({ code, ...text })) };
  }

  models(...args: string[]): Promise<Ended> {
    return this.start(['models', ...args]).ended;
  }

  async assertRuns(ids: string): Promise<void> {
    const result = await this.start(['generate', '--backend', 'wasm', '--model', MODEL, '--ids', ids, '--json']).ended;
    assert.equal(result.code, 0, result.stderr);
  }
}
