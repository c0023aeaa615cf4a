// Extension (Node): the entry of the extension in Node: on the desktop, on a remote machine and on a server.
import os from 'node:os';
import path from 'node:path';
import type * as vscode from 'vscode';
import type { NativeProvider } from '../engine/runtime/native';
import type { FastHost } from '../engineParts';
import { activate as activateOn } from '../extension';
import { diskFolder } from './files';
import { machineName, type NativePlace, nativePlace, spawnNative } from './native/spawn';
import { defaultThreads, spawnEngine, spawnTasks } from './spawn';

export function activate(context: vscode.ExtensionContext): void {
  const dist = path.join(context.extensionPath, 'dist');
  activateOn(context, {
    startWorker: threads => Promise.resolve(spawnEngine(dist, threads || defaultThreads())),
    // Looked for whenever an engine starts, because the files may be put there later.
    get native() {
      return fastHost(nativePlace(dist), 'cpu');
    },
    get webgpu() {
      return fastHost(nativePlace(dist), 'webgpu');
    },
    describe,
    startTasks: () => Promise.resolve(spawnTasks(dist)),
    home: os.homedir(),
    hasDisk: true,
    folder: uri => diskFolder(uri.fsPath),
  });
}

function fastHost(place: NativePlace | undefined, provider: NativeProvider): FastHost | undefined {
  if (place === undefined) return undefined;
  return {
    start: threads => spawnNative(place, threads || defaultThreads(), provider),
    machine: threads => machineName(place, threads || defaultThreads(), provider),
  };
}

function describe(): string {
  const [processor] = os.cpus();
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  const memory = `${gigabytes(os.freemem())} of ${gigabytes(os.totalmem())} memory free`;
  const own = `extension host ${gigabytes(process.memoryUsage().rss)}`;
  const node = `Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  return `${node}, ${processor?.model ?? ''}, ${os.availableParallelism()} cores, ${memory}, ${own}`;
}
