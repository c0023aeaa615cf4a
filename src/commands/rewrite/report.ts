// Report: shows the user how a run ended, and makes the result of the command for its caller.
import * as vscode from 'vscode';
import { type AttentiveError, asAttentive } from '../../base/errors';
import { type Composition, needsCheck } from '../../tasks/run/proposal';
import type { Notes } from '../../tasks/run/rewrite';
import { isStoppedOnPurpose, sentenceOf, sentencesOf } from '../../tasks/messages';
import { showModelError } from '../models/modelError';
import type { Obstacle } from '../target/writing';

/**
 * How a command ended, for its caller. `dismissed`: the user closed a question without an answer. `discarded`: the user
 * discarded the preview. `beside`: the result could not be written into its document and was opened in a new one.
 */
export interface CommandResult {
  readonly kind: 'done' | 'beside' | 'discarded' | 'dismissed' | 'cancelled' | 'failed';
  readonly message?: string;
  /** The id of the run, for *Show Attention*. */
  readonly run?: string;
}

const STATUS_MESSAGE_MS = 5000;

/** Shows one sentence for an error, with buttons for what can be done about it. It does not wait for an answer. */
export function reportError(thrown: unknown, log: vscode.LogOutputChannel): CommandResult {
  const error = asAttentive(thrown);
  const message = sentenceOf(error, vscode.l10n.t);
  if (error.code === 'cancelled') {
    log.info('cancelled');
    vscode.window.setStatusBarMessage(message, STATUS_MESSAGE_MS);
    return { kind: 'cancelled', message };
  }
  if (isStoppedOnPurpose(error)) {
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

/** What `reportToCheck` needs of a finished run. */
export interface CheckRequest {
  readonly notes: Readonly<Notes>;
  readonly log: vscode.LogOutputChannel;
  /** What else the user should know, as sentences. */
  readonly more?: readonly string[];
  /** The proposal; undefined if the result is not delivered. */
  readonly composition?: Composition;
  readonly task?: 'translate' | 'summarize';
  /** The preview, which can show the sentences to check. */
  readonly preview?: { goToCheck(): void } | undefined;
}

/** Shows how many segments the user should check, with a button that leads there. It does not wait for an answer. */
export function reportToCheck({ notes, log, more = [], composition, task, preview }: CheckRequest): void {
  const sentences = [...sentencesOf(notes, vscode.l10n.t), ...more];
  for (const sentence of sentences) log.warn(sentence);
  const total = composition?.segments.length ?? 0;
  const count = composition?.segments.filter(needsCheck).length ?? 0;
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

/** Shows why a result was opened beside its document. */
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

/** Shows that the result equals the source, so that nothing was delivered. */
export function reportNothingNew(): CommandResult {
  const message = vscode.l10n.t('The model made nothing new of the text, so nothing was inserted or copied.');
  void vscode.window.showInformationMessage(message);
  return { kind: 'done', message };
}

export function reportCopied(): CommandResult {
  const message = vscode.l10n.t('Attentive: copied to the clipboard');
  vscode.window.setStatusBarMessage(message, STATUS_MESSAGE_MS);
  return { kind: 'done', message };
}

export function reportNoNotebook(): CommandResult {
  const message = vscode.l10n.t('Open a notebook first; Translate Selection translates the text of any editor.');
  void vscode.window.showInformationMessage(message);
  return { kind: 'failed', message };
}

export function reportNoEditor(): CommandResult {
  const message = vscode.l10n.t('Open a text first, then select what Attentive is to work on.');
  const sample = vscode.l10n.t('Open a Sample');
  void vscode.window.showInformationMessage(message, sample).then(chosen => {
    if (chosen === sample) void vscode.commands.executeCommand('attentive.trySample');
  });
  return { kind: 'failed', message };
}
