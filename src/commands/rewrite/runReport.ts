// Run report: a finished run as data for the Run view, its words in the editor's language.
import * as vscode from 'vscode';
import { reportOf, type RunReport } from '../../tasks/run/report';
import type { RewriteResult } from '../../tasks/run/rewrite';
import { sentencesOf } from '../../tasks/messages';
import { type TaskChoice, type Task, titleOf } from '../models/taskChoice';

export function runReport(
  { task, model }: TaskChoice<Task>,
  document: vscode.TextDocument,
  done: RewriteResult,
  seconds: number,
): RunReport {
  const { name, quality, license } = model.card;
  const languages =
    task.kind === 'translate'
      ? { source: task.from, result: task.to }
      : { source: task.language, result: task.language };
  const facts = {
    title: titleOf(task),
    document: document.uri.path.split('/').at(-1) ?? '',
    languages,
    model: { name, quality, license },
    numBeams: done.trace.settings.numBeams ?? 1,
    seconds,
    finishedAt: Date.now(),
    notes: sentencesOf(done.notes, vscode.l10n.t),
  };
  return reportOf(facts, done);
}
