// Report: how a run ended, said to the user and to who called the command.
import * as vscode from 'vscode';
import { type AttentiveError, asAttentive } from '../../base/errors';
import { type Composition, needsALook } from '../../tasks/run/proposal';
import type { Notes } from '../../tasks/run/rewrite';
import { isStopped, sentenceOf, sentencesOf } from '../../tasks/messages';
import { showModelError } from '../models/modelError';
import type { Obstacle } from './output';

/**
 * What became of a run, for who called the command. `left`: the user left a choice. `beside`: the result could not go
 * where it should and was opened in a new document. `message` is the sentence that was shown.
 */
export interface CommandResult {
  readonly kind: 'done' | 'beside' | 'discarded' | 'left' | 'cancelled' | 'failed';
  readonly message?: string;
  /** Names the run, for *Show Attention*. */
  readonly run?: string;
}

const STATUS_MESSAGE_MS = 5000;

/** Says one sentence for an error, with what can be done about it. It does not wait for an answer. */
export function reportError(thrown: unknown, log: vscode.LogOutputChannel): CommandResult {
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

/** What of a finished run people should know. */
export interface FinishedSummary {
  readonly notes: Readonly<Notes>;
  readonly log: vscode.LogOutputChannel;
  /** What is proposed; none if nothing goes anywhere. */
  readonly composition?: Composition;
  readonly task?: 'translate' | 'summarize';
  /** Leads to the places. */
  readonly preview?: { goToCheck(): void } | undefined;
}

/** Says how much needs a look, and leads there. It does not wait for an answer. */
export function reportToCheck({ notes, log, composition, task, preview }: FinishedSummary): void {
  const sentences = sentencesOf(notes, vscode.l10n.t);
  for (const sentence of sentences) log.warn(sentence);
  const total = composition?.segments.length ?? 0;
  const count = composition?.segments.filter(needsALook).length ?? 0;
  if (count > 0) {
    sentences.unshift(
      task === 'summarize'
        ? vscode.l10n.t('Summaries that need a look: {0} of {1}.', count, total)
        : vscode.l10n.t('Sentences that need a look: {0} of {1}.', count, total),
    );
  }
  if (sentences.length === 0) return;
  const first = vscode.l10n.t('Go to First');
  const run = vscode.l10n.t('Show Last Run');
  const button = count === 0 ? [] : [preview === undefined ? run : first];
  void vscode.window.showInformationMessage(sentences.join(' '), ...button).then(chosen => {
    if (chosen === first) preview?.goToCheck();
    if (chosen === run) void vscode.commands.executeCommand('attentive.showRun');
  });
}

/** Says why a result could not go where it should, and where it is. */
export function reportBeside(why: Obstacle): CommandResult {
  const message = besideMessage(why);
  void vscode.window.showWarningMessage(message);
  return { kind: 'beside', message };
}

function besideMessage(why: Obstacle): string {
  switch (why) {
    case 'closed':
      return vscode.l10n.t('The text was closed meanwhile, so the result was opened in a document of its own.');
    case 'edited':
      return vscode.l10n.t(
        'The text was edited meanwhile where the result would go, so the result was opened beside it. Nothing was changed.',
      );
    case 'readOnly':
      return vscode.l10n.t('This document is read-only, so the result was opened beside it. Nothing was changed.');
    case 'refused':
      return vscode.l10n.t(
        'This document cannot be written to, so the result was opened beside it. Nothing was changed.',
      );
  }
}

/** Says that there is nothing to put anywhere: it would be the text once more. */
export function reportNothingMade(): CommandResult {
  const message = vscode.l10n.t('The model made nothing new of the text, so nothing was inserted or copied.');
  void vscode.window.showInformationMessage(message);
  return { kind: 'done', message };
}

export function reportCopied(): CommandResult {
  const message = vscode.l10n.t('Attentive: copied to the clipboard');
  vscode.window.setStatusBarMessage(message, STATUS_MESSAGE_MS);
  return { kind: 'done', message };
}

export function reportNoEditor(): CommandResult {
  const message = vscode.l10n.t('Open a text first, then select what Attentive is to work on.');
  const sample = vscode.l10n.t('Open a Sample');
  void vscode.window.showInformationMessage(message, sample).then(chosen => {
    if (chosen === sample) void vscode.commands.executeCommand('attentive.trySample');
  });
  return { kind: 'failed', message };
}
