// Show status: the list of commands that a click on the status bar item opens.
import * as vscode from 'vscode';
import type { EngineState } from '../tasks/enginePool';
import type { CommandId } from './ids';
import { runtimeSentence, sentenceOf } from '../tasks/messages';

/** The query with which the settings editor shows only the settings of this extension. */
const OWN_SETTINGS = '@ext:attentive.attentive';

/** Shows a list of commands, with the engine's state as its title. */
export async function showStatus(state: EngineState): Promise<void> {
  const items: (vscode.QuickPickItem & { readonly command: CommandId | 'workbench.action.openSettings' })[] = [
    ...(state.kind === 'running'
      ? [{ label: `$(stop-circle) ${vscode.l10n.t('Cancel What Runs')}`, command: 'attentive.cancel' as const }]
      : []),
    { label: `$(comment) ${vscode.l10n.t('Translate Selection')}`, command: 'attentive.translate' },
    { label: `$(list-flat) ${vscode.l10n.t('Summarize Selection')}`, command: 'attentive.summarize' },
    { label: `$(checklist) ${vscode.l10n.t('Show Last Run')}`, command: 'attentive.showRun' },
    { label: `$(eye) ${vscode.l10n.t('Show Attention')}`, command: 'attentive.showAttention' },
    { label: `$(refresh) ${vscode.l10n.t('Restart the Engine')}`, command: 'attentive.restartEngine' },
    { label: `$(output) ${vscode.l10n.t('Show Log')}`, command: 'attentive.showLog' },
    { label: `$(copy) ${vscode.l10n.t('Copy Diagnostics')}`, command: 'attentive.copyDiagnostics' },
    { label: `$(add) ${vscode.l10n.t('Add a Model Folder…')}`, command: 'attentive.addModelFolder' },
    { label: `$(gear) ${vscode.l10n.t('Open Settings')}`, command: 'workbench.action.openSettings' },
  ];
  const runtime = 'runtime' in state ? runtimeSentence(state.runtime ?? { name: 'wasm' }, vscode.l10n.t) : undefined;
  const chosen = await vscode.window.showQuickPick(items, {
    title: titleOf(state),
    ...(runtime === undefined ? {} : { placeHolder: runtime }),
  });
  if (chosen === undefined) return;
  const args = chosen.command === 'workbench.action.openSettings' ? [OWN_SETTINGS] : [];
  await vscode.commands.executeCommand(chosen.command, ...args);
}

function titleOf(state: EngineState): string {
  switch (state.kind) {
    case 'off':
      return vscode.l10n.t('No model is loaded; it is loaded when first used.');
    case 'loading':
      return vscode.l10n.t('Loading {0} …', state.model);
    case 'ready':
      return vscode.l10n.t('{0} is ready', state.model);
    case 'running':
      return vscode.l10n.t('{0} is running: {1} tokens per second', state.model, Math.round(state.tokensPerSecond));
    case 'failed':
      return sentenceOf(state.error, vscode.l10n.t);
  }
}
