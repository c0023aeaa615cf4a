// Previews: shows the results of runs before they are applied, as diffs against the original. A preview is filled while the
// run works, and each of its sentences can be accepted or rejected.
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/lifecycle';
import type { Decision, PreviewEntry, PreviewRequest } from './entry';
import { PreviewLenses } from './lenses';
import { PreviewMarks } from './marks';
import { PreviewReview } from './review';
import { UndecidedPreviews } from './undecided';

export const PREVIEW_SCHEME = 'attentive-preview';
const FINISHED_CONTEXT = 'attentive.finishedPreviews';
/** The least interval between two drawings of a preview. */
const LEAST_INTERVAL_MS = 120;
/** How long a preview may be without a tab before it is discarded. */
const UNSEEN_MS = 250;
const STATUS_MESSAGE_MS = 5000;
/** After a drawing, the next one waits at least this many times as long as it took; drawing a large text takes long. */
const DRAWING_SHARE = 10;
/** How many UTF-16 units of text make the interval a millisecond longer: the editor diffs the whole text at each change. */
const CHARACTERS_A_MS = 40;
/**
 * The most UTF-16 units of a text for the more exact of the editor's two diff algorithms. On a longer text in which all
 * lines change, it stops with a warning.
 */
const MOST_FOR_CLOSE_DIFF = 20_000;

/** A preview on the screen. */
export interface OpenPreview {
  /** The URI of the preview's document. */
  readonly uri: vscode.Uri;
  /** Draws the preview again after a short interval. */
  changed(): void;
  /** Lets the user accept the preview, because the run has ended. */
  finish(): void;
  /** Moves the caret to the first sentence to check. */
  goToCheck(): void;
  decide(decision: Decision): void;
  /** The user's decision; closing the preview discards it. */
  readonly decision: Promise<Decision>;
  /** Closes the preview. Returns the column in which it was. */
  close(): Promise<vscode.ViewColumn | undefined>;
}

interface TimedEntry extends PreviewEntry {
  timer: ReturnType<typeof setTimeout> | undefined;
  intervalMs: number;
}

export class Previews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly entries = new Map<string, TimedEntry>();
  private readonly store = new DisposableStore();
  private readonly changes = this.store.add(new vscode.EventEmitter<vscode.Uri>());
  private readonly marks: PreviewMarks;
  private readonly lenses: PreviewLenses;
  private readonly undecided: UndecidedPreviews;
  /** The commands on the sentences of previews. */
  readonly review: PreviewReview;
  private count = 0;

  readonly onDidChange = this.changes.event;

  constructor(memory: vscode.Memento) {
    const entryOf = (uri: vscode.Uri): PreviewEntry | undefined => this.entryOf(uri);
    this.marks = this.store.add(new PreviewMarks(entryOf));
    this.lenses = this.store.add(new PreviewLenses(entryOf));
    this.store.add(vscode.workspace.registerTextDocumentContentProvider(PREVIEW_SCHEME, this));
    this.store.add(
      vscode.window.tabGroups.onDidChangeTabs(event => {
        // A tab that is moved or split is closed and opened again. So a preview is discarded only if it has no tab after
        // a while.
        const closed = event.closed.map(previewUriOf).filter(uri => uri !== undefined);
        if (closed.length > 0) setTimeout(() => this.discardUnseen(closed), UNSEEN_MS);
      }),
    );
    this.undecided = new UndecidedPreviews(memory);
    this.review = new PreviewReview({
      active: () => this.active(),
      byUri: key => this.entries.get(key),
      redraw: entry => this.redraw(entry.uri),
    });
  }

  async open(request: PreviewRequest): Promise<OpenPreview> {
    let decide: (decision: Decision) => void = () => undefined;
    const decision = new Promise<Decision>(resolve => (decide = resolve));
    const entry = this.newEntry(request, decide);
    const { uri } = entry;
    this.entries.set(uri.toString(), entry);
    const options = { preview: false, viewColumn: vscode.ViewColumn.Active };
    try {
      await vscode.commands.executeCommand('vscode.diff', request.original.uri, uri, entry.title, options);
    } catch (error) {
      await this.close(entry);
      throw error;
    }
    this.remember();
    return {
      uri,
      decision,
      changed: () => this.update(entry),
      finish: () => {
        entry.finished = true;
        this.update(entry);
        this.lenses.refresh();
        void this.updateFinishedContext();
      },
      goToCheck: () => void this.review.go('nextToCheck', entry, 0),
      decide: decided => entry.decide(decided),
      close: () => this.close(entry),
    };
  }

  /**
   * Decides on the preview in the active tab. Returns false if the tab shows no preview, or if the preview to accept is not
   * finished; a message says so then.
   */
  decideActive(decision: Decision): boolean {
    const entry = this.active();
    if (entry === undefined) return false;
    if (decision === 'accept' && !entry.finished) {
      const message = vscode.l10n.t('The preview is not finished yet: wait for the end, or discard it.');
      vscode.window.setStatusBarMessage(message, STATUS_MESSAGE_MS);
      return false;
    }
    entry.decide(decision);
    return true;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.entryOf(uri)?.drawing.text ??
      vscode.l10n.t('This preview ended with its window. Nothing was changed: run the command again to see it.')
    );
  }

  dispose(): void {
    this.undecided.end();
    for (const entry of [...this.entries.values()]) entry.decide('discard');
    this.store.dispose();
  }

  private newEntry(request: PreviewRequest, decide: PreviewEntry['decide']): TimedEntry {
    const name = request.original.uri.path.split('/').at(-1) ?? '';
    const sameTitle = [...this.entries.values()].filter(each => each.request.title === request.title).length;
    const drawing = request.draw();
    const isMarkdown = request.original.languageId === 'markdown';
    // The ending of the name selects a language of the extension's own, so that no language server reports errors in the
    // preview. For the language of large previews package.json sets the editor's less exact diff algorithm.
    const kind = drawing.text.length > MOST_FOR_CLOSE_DIFF ? '-large' : isMarkdown ? '-md' : '';
    return {
      uri: vscode.Uri.from({
        scheme: PREVIEW_SCHEME,
        path: `/${name}.attentive-preview${kind}`,
        query: `${Date.now().toString(36)}-${++this.count}`,
      }),
      request,
      title: sameTitle === 0 ? request.title : `${request.title} ${sameTitle + 1}`,
      decide,
      drawing,
      timer: undefined,
      intervalMs: LEAST_INTERVAL_MS,
      finished: false,
    };
  }

  private entryOf(uri: vscode.Uri | undefined): TimedEntry | undefined {
    return uri === undefined ? undefined : this.entries.get(uri.toString());
  }

  private active(): TimedEntry | undefined {
    return this.entryOf(previewUriOf(vscode.window.tabGroups.activeTabGroup.activeTab));
  }

  /** Draws at the end of the interval, all changes at once, because the editor computes the diff again at each drawing. */
  private update(entry: TimedEntry): void {
    entry.timer ??= setTimeout(() => {
      entry.timer = undefined;
      if (this.entryOf(entry.uri) === undefined) return;
      const began = performance.now();
      this.draw(entry);
      const waitMs = (performance.now() - began) * DRAWING_SHARE;
      entry.intervalMs = Math.max(LEAST_INTERVAL_MS, waitMs, entry.drawing.text.length / CHARACTERS_A_MS);
    }, entry.intervalMs);
  }

  private redraw(uri: vscode.Uri): void {
    const entry = this.entryOf(uri);
    if (entry !== undefined) this.draw(entry);
  }

  private draw(entry: TimedEntry): void {
    const before = entry.drawing.text;
    entry.drawing = entry.request.draw();
    if (entry.drawing.text !== before) this.changes.fire(entry.uri);
    this.marks.draw();
    if (entry.finished) this.lenses.refresh();
  }

  private discardUnseen(closed: readonly vscode.Uri[]): void {
    const seen = new Set(allTabs().map(tab => previewUriOf(tab)?.toString()));
    for (const uri of closed) if (!seen.has(uri.toString())) this.entryOf(uri)?.decide('discard');
  }

  private async close(entry: TimedEntry): Promise<vscode.ViewColumn | undefined> {
    clearTimeout(entry.timer);
    this.entries.delete(entry.uri.toString());
    entry.decide('discard');
    void this.updateFinishedContext();
    this.remember();
    const tabs = allTabs().filter(tab => previewUriOf(tab)?.toString() === entry.uri.toString());
    const column = (tabs.find(({ isActive }) => isActive) ?? tabs[0])?.group.viewColumn;
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
    return column;
  }

  /** Sets the context key by which the buttons in the editor's title are shown for finished previews only. */
  private updateFinishedContext(): Thenable<unknown> {
    const finished = [...this.entries.values()].filter(entry => entry.finished).map(entry => entry.uri.toString());
    return vscode.commands.executeCommand('setContext', FINISHED_CONTEXT, finished);
  }

  /** Stores the titles of the open previews, so that a message can name them if a reload closes them. */
  private remember(): void {
    this.undecided.remember([...this.entries.values()].map(({ title }) => title));
  }
}

function allTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(group => group.tabs);
}

function previewUriOf(tab: vscode.Tab | undefined): vscode.Uri | undefined {
  const input = tab?.input;
  const uri = input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
  return uri?.scheme === PREVIEW_SCHEME ? uri : undefined;
}
