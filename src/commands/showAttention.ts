// Show attention: the command that opens the Attention view on an earlier run, or runs a task on the selection first.
import * as vscode from 'vscode';
import type { AttentionArguments, TaskArguments } from './commandArguments';
import type { CommandResult } from './rewrite/report';

/**
 * The recent runs and the Attention view, as far as the command uses them. `Place` is a position in a run; its type is
 * chosen by the implementation, and the command only passes it on.
 */
export interface AttentionHost<Place> {
  /** The run whose source or result is at the selection, or at the caret if the selection is empty. */
  runAt(
    document: vscode.TextDocument,
    selection: vscode.Range,
  ): { readonly run: string; readonly place: Place } | undefined;
  /** The id of the run whose result is in the document with this URI. */
  runIn(uri: string): string | undefined;
  /** The id of the last run. */
  newestRun(): string | undefined;
  placeOf(passage: number): Place;
  /** Opens the view on a run. False if the run is not kept any more. */
  open(run: string, place?: Place): boolean;
  /** Runs a task on the selection, or on the whole document, without writing its result. */
  runSelection(args: TaskArguments): Promise<CommandResult>;
}

/**
 * Shows the attention of an earlier run, or starts a run and shows its attention. Takes the first of these that exists:
 * 1. the run that the arguments name,
 * 2. a new run of the task that the arguments name,
 * 3. the run whose source or result is at the selection or at the caret,
 * 4. a new run on the selection, if it is not empty,
 * 5. the last run,
 * 6. a new run on the whole document.
 */
export async function showAttention<Place>(
  args: AttentionArguments,
  host: AttentionHost<Place>,
): Promise<CommandResult> {
  const named = args.run ?? (args.document && host.runIn(args.document.toString()));
  if (named !== undefined) {
    return show(host, named, args.passage === undefined ? undefined : host.placeOf(args.passage));
  }
  const editor = vscode.window.activeTextEditor;
  const isTask = args.to !== undefined || args.from !== undefined || args.form !== undefined;
  if (!isTask) {
    const found = editor && host.runAt(editor.document, editor.selection);
    if (found !== undefined) return show(host, found.run, found.place);
    const newest = host.newestRun();
    const isSelected = editor !== undefined && !editor.selection.isEmpty;
    if (newest !== undefined && !isSelected) return show(host, newest);
  }
  const outcome = await host.runSelection(args);
  return outcome.kind === 'done' && outcome.run !== undefined ? show(host, outcome.run) : outcome;
}

function show<Place>(host: AttentionHost<Place>, run: string, place?: Place): CommandResult {
  if (host.open(run, place)) return { kind: 'done', run };
  const message = vscode.l10n.t('That run is not kept any more. Select the text and show its attention again.');
  void vscode.window.showInformationMessage(message);
  return { kind: 'failed', message };
}
