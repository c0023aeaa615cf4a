// Spawn (native): starts the process of the native runtime and waits until it has loaded the library.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AttentiveError, STOPPED } from '../../base/errors';
import type { NativeProvider } from '../../engine/runtime/native';
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle';
import type { Port } from '../../base/rpc';
import { cancelling } from './cancelling';
import { portOfChild, type StartMessage } from './channel';
import { memoryOf } from './memory';
import { watched } from './watchdog';

/** The process of the native runtime; disposing it kills the process. */
export interface NativeProcess extends Disposable {
  readonly port: Port;
  /** The version of ONNX Runtime. */
  readonly version: string;
  readonly pid: number;
  /** Sets how long a single run of a graph may take before the process counts as hanging, in milliseconds. */
  setLimit(ms: number): void;
  /** Waits until the runs that were cancelled have returned; false if the process was ended because one did not. */
  settled(): Promise<boolean>;
  /** The memory of the process in bytes; undefined if it has ended or is busy. */
  memory(): Promise<number | undefined>;
}

export interface NativePlace {
  /** The bundle of the process. */
  readonly script: string;
  /** The folder of the package onnxruntime-node. */
  readonly library: string;
  /** The version of the package. */
  readonly version: string;
}

/** How long the process may take to load the library, and to do anything before its speed is known, in milliseconds. */
export const START_LIMIT_MS = 30_000;

/** Where the files of the native runtime are in the folder `dist`; undefined if it has none. */
export function nativePlace(dist: string): NativePlace | undefined {
  const library = path.join(dist, 'native', 'onnxruntime-node');
  try {
    const manifest: unknown = JSON.parse(readFileSync(path.join(library, 'package.json'), 'utf8'));
    const { version } = manifest as { readonly version?: unknown };
    return { script: path.join(dist, 'node', 'native.js'), library, version: String(version) };
  } catch {
    return undefined;
  }
}

/** Names all on which the speed and the numbers of the native runtime depend, besides the model. (Which graphics processor there is, is not known.) */
export function machineName({ version }: NativePlace, threads: number, provider: NativeProvider): string {
  const [processor] = os.cpus();
  const model = processor?.model ?? '';
  const platform = `${process.platform} ${process.arch}${provider === 'cpu' ? '' : `, ${provider}`}`;
  return `onnxruntime-node ${version}, ${platform}, ${model}, ${threads} threads`;
}

/**
 * Starts the process.
 *
 * @param limitMs how long it may take to start, and to answer until `setLimit` is called
 * @throws AttentiveError `closed` (data.reason) if it does not start, does not load the library, or takes longer
 */
export async function spawnNative(
  { script, library }: Pick<NativePlace, 'script' | 'library'>,
  threads: number,
  provider: NativeProvider,
  limitMs = START_LIMIT_MS,
): Promise<NativeProcess> {
  const child = fork(script, [library, String(threads), provider], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // The options of this process, such as the port of its debugger, are not for the child.
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
  });
  const store = new DisposableStore();
  store.add(toDisposable(() => void child.kill('SIGKILL')));
  const { port: plain, because } = portOfChild(child);
  try {
    const version = await started(plain, limitMs);
    let limit = limitMs;
    // The port closes when the killed process has ended, so that whoever waits hears of it.
    const kill = (reason: string): void => {
      because(reason);
      child.kill('SIGKILL');
    };
    const watch = store.add(
      watched(
        plain,
        () => limit,
        ms => kill(`it gave no answer for ${ms / 1000} s`),
      ),
    );
    const port = store.add(cancelling(watch, () => kill(STOPPED)));
    return {
      port,
      settled: () => port.settled(),
      memory: () => memoryOf(plain),
      version,
      pid: child.pid ?? 0,
      setLimit: ms => (limit = ms),
      dispose: () => store.dispose(),
    };
  } catch (error) {
    store.dispose();
    throw error;
  }
}

function started(port: Port, limitMs: number): Promise<string> {
  const store = new DisposableStore();
  return new Promise<string>((resolve, reject) => {
    const fail = (reason: string): void =>
      reject(new AttentiveError('closed', `the native runtime did not start: ${reason}`, { reason }));
    store.add(port.onClose(fail));
    store.add(
      port.onMessage(message => {
        const first = message as StartMessage;
        if (first.kind === 'started') resolve(first.version);
        if (first.kind === 'refused') fail(first.why);
      }),
    );
    const timer = setTimeout(() => fail(`it had not loaded after ${limitMs / 1000} s`), limitMs);
    store.add(toDisposable(() => clearTimeout(timer)));
  }).finally(() => store.dispose());
}
