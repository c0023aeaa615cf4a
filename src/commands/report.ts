// Report: how a run ended, said to the user and to who called the command.
import * as vscode from 'vscode';
import { type AttentiveError, asAttentive } from '../base/errors';
import type { Notes } from '../tasks/rewrite';
import { isStopped, sentenceOf, sentencesOf } from './messages';
import { showModelError } from './modelTrouble';

/**
 * What became of a run, for who called the command. `left`: the user left a choice. `beside`: the result could not go
 * where it should and was opened in a new document. `message` is the sentence that was shown.
 */
export interface Outcome {
  readonly kind: 'done' | 'beside' | 'discarded' | 'left' | 'cancelled' | 'failed';
  readonly message?: string;
  /** Names the run, for *Show Attention*. */
  readonly run?: string;
}

const STATUS_MESSAGE_MS = 5000;

/** Says one sentence for an error, with what can be done about it. It does not wait for an answer. */
export function reportError(thrown: unknown, log: vscode.LogOutputChannel): Outcome {
  const error = asAttentive(thrown);
  const message = sentenceOf(error, vscode.l10n.t);
  if (error.code === 'cancelled') {
    log.info('cancelled');
    vscode.window.setStatusBarMessage(message, STATUS_MESSAGE_MS);
    return { kind: 'cancelled', message };
  }
  if (isStopped(error)) {
    log.info(error.message);
    void vscode.window.showInformationMessage(message);
    return { kind: 'cancelled', message };
  }
  if (error.code === 'nothing-to-do') void vscode.window.showInformationMessage(message);
  else void showError(error, message, log);
  return { kind: 'failed', message };
}

async function showError(error: AttentiveError, message: string, log: vscode.LogOutputChannel): Promise<void> {
  log.error(error.stack ?? error.message);
  if (error.code === 'task-unsupported' || error.code.startsWith('model-')) {
    await showModelError(error, { log });
    return;
  }
  const showLog = vscode.l10n.t('Show Log');
  if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) log.show();
}

/** Says what people should know of a result. */
export function reportNotes(notes: Readonly<Notes>, log: vscode.LogOutputChannel): void {
  const sentences = sentencesOf(notes, vscode.l10n.t);
  for (const sentence of sentences) log.warn(sentence);
  if (sentences.length > 0) void vscode.window.showInformationMessage(sentences.join(' '));
}

/** Says that a result could not go where it should. */
export function reportBeside(): Outcome {
  const message = vscode.l10n.t(
    'The text was edited or closed meanwhile, or cannot be written to: the result was opened in a document beside it.',
  );
  void vscode.window.showWarningMessage(message);
  return { kind: 'beside', message };
}

export function reportCopied(): Outcome {
  const message = vscode.l10n.t('Attentive: copied to the clipboard');
  vscode.window.setStatusBarMessage(message, STATUS_MESSAGE_MS);
  return { kind: 'done', message };
}

export function reportNoEditor(): Outcome {
  const message = vscode.l10n.t('Open a text first, then select what Attentive is to work on.');
  const sample = vscode.l10n.t('Open a Sample');
  void vscode.window.showInformationMessage(message, sample).then(chosen => {
    if (chosen === sample) void vscode.commands.executeCommand('attentive.trySample');
  });
  return { kind: 'failed', message };
}
