// Model trouble: an error about a model, shown with the buttons that lead on from it.
import * as vscode from 'vscode';
import type { AttentiveError } from '../../base/errors';
import { CARD_FILE } from '../../models/card';
import type { CommandId } from '../ids';
import { sentenceOf } from '../../tasks/messages';

export interface Trouble {
  readonly log: vscode.LogOutputChannel;
  /** Something else works: other models, for instance. */
  readonly isWarning?: boolean;
  /** The line of the setting that the error comes from, so that a chosen folder takes its place. */
  readonly setting?: string;
}

/** Shows the sentence of an error, and does what the user chooses. */
export async function showModelError(error: AttentiveError, trouble: Trouble): Promise<void> {
  const ways = waysOn(error, trouble);
  const labels = ways.map(({ label }) => label);
  const show = trouble.isWarning === true ? vscode.window.showWarningMessage : vscode.window.showErrorMessage;
  const chosen = await show(sentenceOf(error, vscode.l10n.t), ...labels);
  await ways.find(({ label }) => label === chosen)?.go();
}

interface Way {
  readonly label: string;
  go(): unknown;
}

function waysOn(error: AttentiveError, { log, setting }: Trouble): readonly Way[] {
  const showLog = { label: vscode.l10n.t('Show Log'), go: () => log.show() };
  if (error.code === 'model-run-failed') return [showLog];
  const settings = { label: vscode.l10n.t('Open Settings'), go: () => run('attentive.openModelSettings') };
  const replace = setting === undefined ? [] : [{ replace: setting }];
  const choose = { label: vscode.l10n.t('Choose Folder…'), go: () => run('attentive.addModelFolder', ...replace) };
  const { file, folder, line } = error.data;
  if (error.code === 'model-missing-file') return [choose, settings];
  if (error.code === 'model-broken-file' && file === CARD_FILE && typeof folder === 'string') {
    const open = { label: vscode.l10n.t('Open {0}', CARD_FILE), go: () => openCard(folder, Number(line ?? 1)) };
    return [open, settings];
  }
  return error.code === 'task-unsupported' ? [choose, settings] : [settings, showLog];
}

function run(id: CommandId, ...args: unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(id, ...args);
}

async function openCard(folder: string, line: number): Promise<void> {
  const isAddress = /^[a-z][a-z0-9+.-]+:\/\//i.test(folder);
  const uri = vscode.Uri.joinPath(isAddress ? vscode.Uri.parse(folder) : vscode.Uri.file(folder), CARD_FILE);
  const at = new vscode.Range(line - 1, 0, line - 1, 0);
  await vscode.window.showTextDocument(uri, { selection: at });
}
