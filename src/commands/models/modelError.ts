// Model error: shows an error about a model, with buttons for the ways to correct it.
import * as vscode from 'vscode';
import type { AttentiveError } from '../../base/errors';
import { CARD_FILE } from '../../models/card';
import type { CommandId } from '../ids';
import { sentenceOf } from '../../tasks/messages';

/** Where an error about a model occurred. */
export interface ModelErrorContext {
  readonly log: vscode.LogOutputChannel;
  /** Whether the command continues without the model: then a warning is shown instead of an error. */
  readonly isWarning?: boolean;
  /** The entry of the setting that named the model's folder: a folder that the user chooses now replaces this entry. */
  readonly setting?: string;
}

/** Shows the message of an error, and carries out the action whose button the user presses. */
export async function showModelError(error: AttentiveError, context: ModelErrorContext): Promise<void> {
  const actions = actionsFor(error, context);
  const labels = actions.map(({ label }) => label);
  const show = context.isWarning === true ? vscode.window.showWarningMessage : vscode.window.showErrorMessage;
  const chosen = await show(sentenceOf(error, vscode.l10n.t), ...labels);
  await actions.find(({ label }) => label === chosen)?.run();
}

interface ErrorAction {
  readonly label: string;
  run(): unknown;
}

function actionsFor(error: AttentiveError, { log, setting }: ModelErrorContext): readonly ErrorAction[] {
  const showLog = { label: vscode.l10n.t('Show Log'), run: () => log.show() };
  if (error.code === 'model-run-failed') return [showLog];
  const settings = { label: vscode.l10n.t('Open Settings'), run: () => execute('attentive.openModelSettings') };
  const replace = setting === undefined ? [] : [{ replace: setting }];
  const choose = { label: vscode.l10n.t('Choose Folder…'), run: () => execute('attentive.addModelFolder', ...replace) };
  const { file, folder, line } = error.data;
  if (error.code === 'model-missing-file') return [choose, settings];
  if (error.code === 'model-broken-file' && file === CARD_FILE && typeof folder === 'string') {
    const open = { label: vscode.l10n.t('Open {0}', CARD_FILE), run: () => openCard(folder, Number(line ?? 1)) };
    return [open, settings];
  }
  return error.code === 'task-unsupported' ? [choose, settings] : [settings, showLog];
}

function execute(id: CommandId, ...args: unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(id, ...args);
}

async function openCard(folder: string, line: number): Promise<void> {
  const isAddress = /^[a-z][a-z0-9+.-]+:\/\//i.test(folder);
  const uri = vscode.Uri.joinPath(isAddress ? vscode.Uri.parse(folder) : vscode.Uri.file(folder), CARD_FILE);
  const at = new vscode.Range(line - 1, 0, line - 1, 0);
  await vscode.window.showTextDocument(uri, { selection: at });
}
