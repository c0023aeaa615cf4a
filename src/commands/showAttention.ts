// Show attention: the command that opens the Attention view on the run just made, or runs the selection first.
import * as vscode from 'vscode';
import type { AttentionArguments, TaskArguments } from './commandArguments';
import type { CommandResult } from './rewrite/report';

/** The recent runs and the Attention view. `Place` is a position in a run, of a type that only they know. */
export interface AttentionHost<Place> {
  /** The run that read or wrote what is selected. */
  runAt(
    document: vscode.TextDocument,
    selection: vscode.Range,
  ): { readonly run: string; readonly place: Place } | undefined;
  runIn(uri: string): string | undefined;
  newest(): string | undefined;
  placeOf(passage: number): Place;
  /** Opens the view on a run. False if the run is not kept any more. */
  open(run: string, place?: Place): boolean;
  runSelection(args: TaskArguments): Promise<CommandResult>;
}

/**
 * Shows the attention of a run, the first of these that there is: the run that the arguments name; a new run, if they
 * name a task; the run whose source or result is selected or has the caret; a new run on the selection, if anything is
 * selected; the last run; a new run on the whole document.
 */
export async function showAttention<Place>(
  args: AttentionArguments,
  host: AttentionHost<Place>,
): Promise<CommandResult> {
  const named = args.run ?? (args.document && host.runIn(args.document.toString()));
  if (named !== undefined) {
    return shown(host, named, args.passage === undefined ? undefined : host.placeOf(args.passage));
  }
  const editor = vscode.window.activeTextEditor;
  const isTask = args.to !== undefined || args.from !== undefined || args.form !== undefined;
  if (!isTask) {
    const found = editor && host.runAt(editor.document, editor.selection);
    if (found !== undefined) return shown(host, found.run, found.place);
    const newest = host.newest();
    const isSelected = editor !== undefined && !editor.selection.isEmpty;
    if (newest !== undefined && !isSelected) return shown(host, newest);
  }
  const outcome = await host.runSelection(args);
  return outcome.kind === 'done' && outcome.run !== undefined ? shown(host, outcome.run) : outcome;
}

function shown<Place>(host: AttentionHost<Place>, run: string, place?: Place): CommandResult {
  if (host.open(run, place)) return { kind: 'done', run };
  const message = vscode.l10n.t('That run is not kept any more. Select the text and show its attention again.');
  void vscode.window.showInformationMessage(message);
  return { kind: 'failed', message };
}
