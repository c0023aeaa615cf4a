// Extension (web): the entry of the extension in a web worker: on vscode.dev and in every VS Code for the Web.
import * as vscode from 'vscode';
import type { FastHost } from '../engineParts';
import { activate as activateOn } from '../extension';
import { workspaceFolder } from './files';
import { defaultThreads, hasWebgpu, needAdapter, spawnEngine, spawnTasks } from './spawn';

export function activate(context: vscode.ExtensionContext): void {
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  activateOn(context, {
    startWorker: threads => spawnEngine(workspaceFolder(dist), threads || defaultThreads()),
    webgpu: hasWebgpu() ? webgpuHost(context, dist) : undefined,
    describe: () =>
      `browser, ${navigator.hardwareConcurrency} cores, ${globalThis.crossOriginIsolated ? '' : 'not '}cross-origin isolated`,
    startTasks: () => spawnTasks(workspaceFolder(dist)),
    home: undefined,
    hasDisk: false,
    folder: workspaceFolder,
  });
}

function webgpuHost({ extension }: vscode.ExtensionContext, dist: vscode.Uri): FastHost {
  const { version } = extension.packageJSON as { readonly version: string };
  return {
    start: async threads => {
      await needAdapter();
      const worker = await spawnEngine(workspaceFolder(dist), threads || defaultThreads(), true);
      return { ...worker, version: `of Attentive ${version}` };
    },
    machine: () => `Attentive ${version}, webgpu, ${navigator.userAgent}`,
  };
}
