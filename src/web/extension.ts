// Extension (web): the entry of the extension in a web worker: on vscode.dev and in every VS Code for the Web.
import * as vscode from 'vscode';
import { activate as activateOn } from '../extension';
import { workspaceFolder } from './files';
import { defaultThreads, spawnEngine, spawnTasks } from './spawn';

export function activate(context: vscode.ExtensionContext): void {
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  activateOn(context, {
    startWorker: threads => spawnEngine(workspaceFolder(dist), threads || defaultThreads()),
    describe: () =>
      `browser, ${navigator.hardwareConcurrency} cores, ${globalThis.crossOriginIsolated ? '' : 'not '}cross-origin isolated`,
    startTasks: () => spawnTasks(workspaceFolder(dist)),
    home: undefined,
    hasDisk: false,
    folder: workspaceFolder,
  });
}
