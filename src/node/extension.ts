// Extension (Node): the entry of the extension in Node: on the desktop, on a remote machine and on a server.
import os from 'node:os';
import path from 'node:path';
import type * as vscode from 'vscode';
import { activate as activateOn } from '../extension';
import { diskFolder } from './files';
import { defaultThreads, spawnEngine, spawnFormats } from './spawn';

export function activate(context: vscode.ExtensionContext): void {
  const dist = path.join(context.extensionPath, 'dist');
  activateOn(context, {
    startWorker: threads => Promise.resolve(spawnEngine(dist, threads || defaultThreads())),
    startFormats: () => Promise.resolve(spawnFormats(dist)),
    home: os.homedir(),
    hasDisk: true,
    folder: uri => diskFolder(uri.fsPath),
  });
}
