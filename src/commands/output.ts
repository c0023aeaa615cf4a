// Output: where a result goes. The document gets one edit, or none; what cannot be written there is never lost.
import * as vscode from 'vscode';
import type { Output } from '../settingKeys';
import type { Home } from '../tasks/finished';
import { isReadOnly, type Target } from './target';

/** What became of a result. `beside`: it could not go where it should and was opened in a new document. */
export interface Delivery {
  readonly kind: 'delivered' | 'beside';
  /** Where the results stand now, if they stand in a document. */
  readonly home?: Home;
}

/** Asks where the result goes; undefined if the user left the choice. */
export async function chooseOutput(readOnly: boolean, memory: vscode.Memento): Promise<Output | undefined> {
  const last = memory.get<Output>(LAST_OUTPUT);
  const items = outputItems()
    .filter(item => !readOnly || item.output === 'copy' || item.output === 'preview')
    .sort((left, right) => Number(right.output === last) - Number(left.output === last));
  const title = readOnly
    ? vscode.l10n.t('Where should the result go? (This document is read-only.)')
    : vscode.l10n.t('Where should the result go?');
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (chosen !== undefined) await memory.update(LAST_OUTPUT, chosen.output);
  return chosen?.output;
}

const LAST_OUTPUT = 'attentive.lastOutput';

function outputItems(): (vscode.QuickPickItem & { readonly output: Output })[] {
  return [
    {
      output: 'preview',
      label: `$(diff) ${vscode.l10n.t('Show a Preview')}`,
      description: vscode.l10n.t('beside the text, to accept or discard'),
    },
    {
      output: 'replace',
      label: `$(replace) ${vscode.l10n.t('Replace the Text')}`,
      description: vscode.l10n.t('one undo step'),
    },
    { output: 'insertBelow', label: `$(indent) ${vscode.l10n.t('Insert Below')}`, description: '' },
    { output: 'copy', label: `$(clippy) ${vscode.l10n.t('Copy to the Clipboard')}`, description: '' },
  ];
}

/** Puts the result where it should go, or beside if that place is gone. */
export async function deliver(
  output: Exclude<Output, 'preview'>,
  target: Target,
  results: readonly string[],
): Promise<Delivery> {
  if (output === 'copy') {
    await vscode.env.clipboard.writeText(results.join('\n\n'));
    return { kind: 'delivered' };
  }
  const starts = startsOf(output, target, results);
  if (await writeInto(output, target, results)) {
    return { kind: 'delivered', home: { uri: target.document.uri.toString(), starts } };
  }
  return { kind: 'beside', home: await openBeside(target, results) };
}

/** Where results will stand in the document: about, as blank lines at their ends may go. */
export function startsOf(
  output: 'replace' | 'insertBelow',
  target: Target,
  results: readonly string[],
): readonly number[] {
  let shift = 0;
  return target.starts().map((start, index) => {
    const [own, result] = [target.texts[index].length, results[index].length];
    const at = start + shift + (output === 'replace' ? 0 : own + 1);
    shift += output === 'replace' ? result - own : result + 1;
    return at;
  });
}

/** One edit for all stretches, so that one undo takes all back. False if any of them cannot be written. */
async function writeInto(
  output: 'replace' | 'insertBelow',
  target: Target,
  results: readonly string[],
): Promise<boolean> {
  const { document } = target;
  if (await isReadOnly(document)) return false;
  const edit = new vscode.WorkspaceEdit();
  for (const [index, place] of target.current().entries()) {
    if (place === 'lost') return false;
    const range = target.rangeOf(place);
    if (output === 'replace') edit.replace(document.uri, range, results[index]);
    else edit.insert(document.uri, document.lineAt(lastLineOf(range)).range.end, below(results[index]));
  }
  const version = document.version;
  try {
    return (await vscode.workspace.applyEdit(edit)) && (document.version > version || isSame(target, results));
  } catch {
    // Thrown for documents that take no edit; applyEdit has changed nothing then.
    return false;
  }
}

/** Whole lines are selected up to the start of the line behind them, which is not theirs. */
function lastLineOf(range: vscode.Range): number {
  return range.end.character === 0 && !range.isSingleLine ? range.end.line - 1 : range.end.line;
}

/** A result equal to its source makes no new version of the document. */
function isSame(target: Target, results: readonly string[]): boolean {
  return target.texts.every((text, index) => text === results[index]);
}

/** A result as lines of their own below the selection. The editor turns \n into the document's own line ends. */
function below(result: string): string {
  return `\n${result.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd()}`;
}

async function openBeside(target: Target, results: readonly string[]): Promise<Home> {
  const document = await vscode.workspace.openTextDocument({
    content: results.join('\n\n'),
    language: target.document.languageId,
  });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  let end = 0;
  const starts = results.map(result => (end += result.length + 2) - result.length - 2);
  return { uri: document.uri.toString(), starts };
}
