// Output: delivers a result. A document is changed by one edit; if that is not possible, it is left unchanged and the
// result is opened beside it.
import * as vscode from 'vscode';
import type { Output } from '../../settingKeys';
import type { TextLocation } from '../../tasks/run/finishedRun';
import { hasNewText, type Proposal } from '../../tasks/run/proposal';
import type { Range } from '../../text/range';
import type { ModelTask } from '../../models/card';
import type { Placement, PreviewText } from './previewText';
import type { Target } from '../target/target';
import { editorOf, type Obstacle, write } from '../target/writing';
import { NotebookTarget } from '../target/notebookTarget';

/** How a result was delivered. `location` says where the results are, if they are in a document. */
export type Delivery =
  | { readonly kind: 'written' | 'opened'; readonly location: TextLocation }
  /** The results were written into the cells of a notebook, which are documents of their own. */
  | { readonly kind: 'writtenToCells' }
  | { readonly kind: 'copied' }
  /** The result could not be written into its document and was opened beside it. */
  | { readonly kind: 'beside'; readonly why: Obstacle; readonly location: TextLocation }
  /** The model made no text that differs from the source. */
  | { readonly kind: 'nothing' };

/** Opens a text in a read-only document beside the active editor. */
export type OpenResult = (result: {
  readonly name: string;
  readonly text: string;
  readonly languageId: string;
}) => Promise<vscode.Uri>;

/** Asks the user where the result should go; undefined if the user dismissed the question. */
export async function chooseOutput(
  task: ModelTask['kind'],
  isReadOnly: boolean,
  memory: vscode.Memento,
): Promise<Output | undefined> {
  const key = `${LAST_OUTPUT}.${task}`;
  const last = memory.get<Output>(key);
  const items = outputItems(task)
    .filter(item => !isReadOnly || ['copy', 'preview', 'beside'].includes(item.output))
    // Replacing a text with its summary never becomes the first item, so that it is not chosen by mistake.
    .sort((left, right) => rank(right.output, last, task) - rank(left.output, last, task));
  const title = isReadOnly
    ? vscode.l10n.t('Where should the result go? (This document is read-only.)')
    : vscode.l10n.t('Where should the result go?');
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (chosen !== undefined) await memory.update(key, chosen.output);
  return chosen?.output;
}

const LAST_OUTPUT = 'attentive.lastOutput';

function rank(output: Output, last: Output | undefined, task: ModelTask['kind']): number {
  return output === last && !(task === 'summarize' && output === 'replace') ? 1 : 0;
}

type OutputItem = vscode.QuickPickItem & { readonly output: Output };

function outputItems(task: ModelTask['kind']): OutputItem[] {
  const { preview, replace, insertAbove, insertBelow, beside, copy } = itemsOf(task);
  return task === 'summarize'
    ? [preview, insertAbove, insertBelow, beside, copy, replace]
    : [preview, replace, insertBelow, insertAbove, beside, copy];
}

function itemsOf(task: ModelTask['kind']): Record<Output, OutputItem> {
  const isSummary = task === 'summarize';
  const undo = vscode.l10n.t('one undo step');
  const item = (output: Output, icon: string, label: string, description?: string): OutputItem => {
    return { output, label: `$(${icon}) ${label}`, ...(description === undefined ? {} : { description }) };
  };
  const preview = isSummary
    ? vscode.l10n.t('the summary above the text, to accept or discard')
    : vscode.l10n.t('beside the text, to accept or reject each sentence');
  const besideWords = vscode.l10n.t('in a document of its own; this one stays as it is');
  return {
    preview: item('preview', 'diff', vscode.l10n.t('Show a Preview'), preview),
    replace: isSummary
      ? item('replace', 'replace', vscode.l10n.t('Replace the Text with the Summary'), vscode.l10n.t('the text goes'))
      : item('replace', 'replace', vscode.l10n.t('Replace the Text'), undo),
    insertAbove: item('insertAbove', 'arrow-up', vscode.l10n.t('Insert Above'), undo),
    insertBelow: item('insertBelow', 'arrow-down', vscode.l10n.t('Insert Below'), undo),
    beside: item('beside', 'split-horizontal', vscode.l10n.t('Open Beside'), besideWords),
    copy: item('copy', 'clippy', vscode.l10n.t('Copy to the Clipboard')),
  };
}

/** Where a finished result can be delivered. */
export type Destination = Placement | 'copy' | 'beside';

/** A result, and where it should go. */
export interface DeliveryRequest {
  readonly output: Destination;
  readonly target: Target;
  readonly proposal: Proposal;
  /** The text of the document with the result in it. */
  readonly text: PreviewText;
  /** The name of the new document, if the result is opened in one. */
  readonly name: string;
  readonly openResult: OpenResult;
}

/** Delivers the result to its output, or opens it beside the document if that is not possible. */
export async function deliver(request: DeliveryRequest): Promise<Delivery> {
  const { output, target, proposal, text } = request;
  const results = newTexts(proposal);
  if (results.length === 0 && output !== 'replace') return { kind: 'nothing' };
  if (output === 'copy') {
    await vscode.env.clipboard.writeText(results.map(({ text }) => text).join('\n\n'));
    return { kind: 'copied' };
  }
  if (output === 'beside') return { kind: 'opened', location: await openBeside(request) };
  if (target instanceof NotebookTarget) {
    const why = await target.write(results);
    if (why === 'written') return { kind: 'writtenToCells' };
    return { kind: 'beside', why, location: await openBeside(request) };
  }
  const caret = editorOf(target.document)?.selection;
  let drawn = text.draw();
  const written = await write<Obstacle>(target.document, () => {
    const obstacle = obstacleOf(target);
    drawn = text.draw();
    return obstacle ?? drawn.edits;
  });
  if (written !== 'written') return { kind: 'beside', why: written, location: await openBeside(request) };
  select(target, drawn.results, caret);
  return { kind: 'written', location: text.location(target.document.uri, drawn) };
}

function obstacleOf(target: Target): Obstacle | undefined {
  if (target.document.isClosed) return 'closed';
  return target.current().includes('lost') ? 'edited' : undefined;
}

/** The results that differ from their sources, in the order of the document, with the indexes of their sources. */
function newTexts(proposal: Proposal): { readonly index: number; readonly text: string }[] {
  const composition = proposal.compose();
  return composition.texts.flatMap((text, index) => (hasNewText(composition, index) ? [{ index, text }] : []));
}

/** Selects the results and nothing else, so that the user's next command applies to them. */
function select(
  { document, isWhole }: Target,
  results: readonly (Range | undefined)[],
  before: vscode.Selection | undefined,
): void {
  const editor = editorOf(document);
  const places = results.filter(place => place !== undefined && place.end > place.start);
  const selections = places.map(place => {
    return new vscode.Selection(document.positionAt(place?.start ?? 0), document.positionAt(place?.end ?? 0));
  });
  if (editor === undefined || selections.length === 0) return;
  const isInPlaceOfAll = isWhole && places[0]?.start === 0 && places[0].end === document.getText().length;
  // If the result is the whole document, it is not selected: the next key that the user types would replace it.
  const active = document.validatePosition(before?.active ?? new vscode.Position(0, 0));
  editor.selections = isInPlaceOfAll ? [new vscode.Selection(active, active)] : selections;
  editor.revealRange(editor.selections[0]);
}

async function openBeside({ target, proposal, name, openResult }: DeliveryRequest): Promise<TextLocation> {
  const texts = newTexts(proposal);
  const all = texts.length === 0 ? proposal.sources.map((text, index) => ({ text, index })) : texts;
  const uri = await openResult({
    name,
    text: all.map(({ text }) => text).join('\n\n'),
    languageId: target.document.languageId,
  });
  let end = 0;
  const starts = proposal.sources.map(() => 0);
  for (const { text, index } of all) {
    starts[index] = end;
    end += text.length + 2;
  }
  const { segments } = proposal.compose();
  const rejected = segments.filter(({ choice }) => choice === 'rejected').map(({ segment }) => segment);
  return { uri: uri.toString(), starts, ...(rejected.length === 0 ? {} : { rejected }) };
}
