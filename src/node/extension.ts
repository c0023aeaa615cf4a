// Extension (Node): the entry of the extension in Node: on the desktop, on a remote machine and on a server.
import os from 'node:os';
import path from 'node:path';
import type * as vscode from 'vscode';
import type { NativeHost } from '../engineParts';
import { activate as activateOn } from '../extension';
import { diskFolder } from './files';
import { machineName, type NativePlace, nativePlace, spawnNative } from './native/spawn';
import { defaultThreads, spawnEngine, spawnFormats } from './spawn';

export function activate(context: vscode.ExtensionContext): void {
  const dist = path.join(context.extensionPath, 'dist');
  const place = nativePlace(dist);
  activateOn(context, {
    startWorker: threads => Promise.resolve(spawnEngine(dist, threads || defaultThreads())),
    native: place === undefined ? undefined : nativeHost(place),
    startFormats: () => Promise.resolve(spawnFormats(dist)),
    home: os.homedir(),
    hasDisk: true,
    folder: uri => diskFolder(uri.fsPath),
  });
}

function nativeHost(place: NativePlace): NativeHost {
  return {
    start: threads => spawnNative(place, threads || defaultThreads()),
    machine: threads => machineName(place, threads || defaultThreads()),
  };
}
