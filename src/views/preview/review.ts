// Preview review: the commands that move between the sentences of a preview and set the user's choice for one, either at the
// caret or by a link.
import * as vscode from 'vscode';
import { Mutex } from '../../base/mutex';
import { type Choice, isChanged, needsCheck, type ProposedSegment } from '../../tasks/run/proposal';
import { type PreviewEntry, isSameText } from './entry';

/** A sentence of a preview, as the argument of a command. */
export interface SentenceLink {
  readonly preview: string;
  readonly segment: number;
}

/** The argument of a command as a link; undefined if it is none. */
export function sentenceLinkOf(value: unknown): SentenceLink | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { preview, segment } = value as Readonly<Record<string, unknown>>;
  return typeof preview === 'string' && typeof segment === 'number' ? { preview, segment } : undefined;
}

export type Direction = 'next' | 'previous' | 'nextToCheck';

/** The open previews. */
interface OpenEntries {
  /** The preview in the active tab. */
  active(): PreviewEntry | undefined;
  /** The preview whose document has this URI. */
  byUri(key: string): PreviewEntry | undefined;
  redraw(entry: PreviewEntry): void;
}

const STATUS_MESSAGE_MS = 5000;

export class PreviewReview {
  /**
   * Runs one command at a time. A key may be pressed before the editor has moved the caret for the previous command; without
   * the mutex its choice would be set for the previous sentence.
   */
  private readonly mutex = new Mutex();

  constructor(private readonly previews: OpenEntries) {}

  /**
   * Sets the user's choice for a sentence.
   *
   * @param link names the sentence; if undefined, it is the one at the caret, and the caret then moves to the next one
   */
  choose(choice: Choice, link: SentenceLink | undefined): Promise<boolean> {
    return this.mutex.run(() => this.chooseNow(choice, link));
  }

  /**
   * Moves the caret to another sentence and shows its hover.
   *
   * @param entry the preview; that in the active tab if left out
   * @param from the offset from which the sentence is searched; that of the caret if left out
   */
  go(direction: Direction, entry?: PreviewEntry, from?: number): Promise<boolean> {
    return this.mutex.run(() => this.goNow(direction, entry ?? this.previews.active(), from));
  }

  /** Moves the caret to the sentence of a link and shows its hover. */
  goToLinked({ preview, segment }: SentenceLink): Promise<boolean> {
    return this.mutex.run(async () => {
      const entry = this.previews.byUri(preview);
      const found = entry?.drawing.segments.find(each => each.segment === segment);
      return entry !== undefined && found !== undefined && (await this.goTo(entry, found));
    });
  }

  private async chooseNow(choice: Choice, link: SentenceLink | undefined): Promise<boolean> {
    const entry = link === undefined ? this.previews.active() : this.previews.byUri(link.preview);
    if (entry === undefined) return false;
    const caret = this.caretOf(entry);
    const segment = link?.segment ?? segmentAt(entry.drawing.segments, caret)?.segment;
    if (segment === undefined) return false;
    entry.request.choose(segment, choice);
    this.previews.redraw(entry);
    if (link === undefined) await this.goNow('next', entry, entry.drawing.segments[segment]?.end ?? caret);
    return true;
  }

  private async goNow(
    direction: Direction,
    entry: PreviewEntry | undefined,
    from: number | undefined,
  ): Promise<boolean> {
    if (entry === undefined) return false;
    const caret = from ?? this.caretOf(entry);
    const found = segmentToward(direction, entry.drawing.segments, caret);
    if (found === undefined) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('No other sentence there.'), STATUS_MESSAGE_MS);
      return false;
    }
    return this.goTo(entry, found);
  }

  private editorOf(entry: PreviewEntry): vscode.TextEditor | undefined {
    const key = entry.uri.toString();
    return vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === key);
  }

  private caretOf(entry: PreviewEntry): number {
    const editor = this.editorOf(entry);
    return editor?.document.offsetAt(editor.selection.active) ?? 0;
  }

  private async goTo(entry: PreviewEntry, { start }: ProposedSegment): Promise<boolean> {
    const editor = this.editorOf(entry);
    if (editor === undefined) return false;
    // The original side of the diff may have the focus.
    if (vscode.window.activeTextEditor !== editor) {
      await vscode.commands.executeCommand('workbench.action.compareEditor.focusPrimarySide');
    }
    await textArrived(entry, editor.document);
    const position = editor.document.positionAt(start);
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    await vscode.commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
    return true;
  }
}

/** Waits until the document has the text that was drawn last. */
function textArrived(entry: PreviewEntry, document: vscode.TextDocument): Promise<void> {
  return new Promise(resolve => {
    if (document.isClosed || isSameText(document.getText(), entry.drawing.text)) {
      resolve();
      return;
    }
    const listeners: vscode.Disposable[] = [];
    const check = (changed: vscode.TextDocument): void => {
      if (changed !== document || !(document.isClosed || isSameText(document.getText(), entry.drawing.text))) return;
      for (const listener of listeners) listener.dispose();
      resolve();
    };
    listeners.push(vscode.workspace.onDidChangeTextDocument(event => check(event.document)));
    listeners.push(vscode.workspace.onDidCloseTextDocument(check));
  });
}

/** The reviewable sentence at an offset; otherwise the first one after it, or the last of all. */
export function segmentAt(segments: readonly ProposedSegment[], offset: number): ProposedSegment | undefined {
  const reviewable = segments.filter(isReviewable);
  return (
    reviewable.find(({ start, end }) => start <= offset && offset <= end) ??
    reviewable.find(({ start }) => start >= offset) ??
    reviewable.at(-1)
  );
}

/** The next sentence from an offset in a direction. After the last sentence comes the first. */
export function segmentToward(
  direction: Direction,
  segments: readonly ProposedSegment[],
  offset: number,
): ProposedSegment | undefined {
  const candidates = segments.filter(direction === 'nextToCheck' ? needsCheck : isReviewable);
  if (direction === 'previous') return candidates.findLast(({ end }) => end < offset) ?? candidates.at(-1);
  const isAhead = ({ start }: ProposedSegment): boolean => (direction === 'next' ? start > offset : start >= offset);
  return candidates.find(isAhead) ?? candidates[0];
}

/** Whether a sentence can be accepted or rejected, or is to be checked. */
function isReviewable(segment: ProposedSegment): boolean {
  return segment.outcome !== 'open' && (isChanged(segment) || segment.outcome !== 'done');
}
