// Preview: a document as it would become, in a diff editor beside the original, filled while the work runs.
import * as vscode from 'vscode';

export const PREVIEW_SCHEME = 'attentive-preview';
const FINISHED_CONTEXT = 'attentive.finishedPreviews';
const LEAST_INTERVAL_MS = 120;
const UNSEEN_MS = 250;
/** Drawing a very large text anew takes long itself: at most one part in so many of the time goes there. */
const DRAWING_SHARE = 10;

export interface PreviewRequest {
  readonly original: vscode.TextDocument;
  readonly title: string;
  /** The whole text of the document as it would become now. */
  render(): string;
}

export type Decision = 'accept' | 'discard';

/** A preview on the screen. */
export interface OpenPreview extends vscode.Disposable {
  /** Of the document that the preview shows. */
  readonly uri: vscode.Uri;
  /** Shows what render() gives now, soon. */
  changed(): void;
  /** Offers to accept: the result is whole. */
  finish(): void;
  /** What the user decides; closing the preview discards. */
  readonly decision: Promise<Decision>;
}

interface Entry {
  readonly uri: vscode.Uri;
  readonly request: PreviewRequest;
  readonly decide: (decision: Decision) => void;
  text: string;
  timer: ReturnType<typeof setTimeout> | undefined;
  intervalMs: number;
  finished: boolean;
}

export class Previews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  private readonly registrations: vscode.Disposable[];
  private count = 0;

  readonly onDidChange = this.changes.event;

  constructor() {
    this.registrations = [
      vscode.workspace.registerTextDocumentContentProvider(PREVIEW_SCHEME, this),
      vscode.window.tabGroups.onDidChangeTabs(event => {
        // A tab that is moved or split is closed and opened again: only one that is nowhere any more was given up.
        const closed = event.closed.map(previewUriOf).filter(uri => uri !== undefined);
        if (closed.length > 0) setTimeout(() => this.discardUnseen(closed), UNSEEN_MS);
      }),
      this.changes,
    ];
  }

  async open(request: PreviewRequest): Promise<OpenPreview> {
    const name = request.original.uri.path.split('/').at(-1) ?? '';
    // After a window reload, tabs of an earlier session may still stand there: no new preview may have their names.
    const path = `/${Date.now().toString(36)}-${++this.count}/${name}`;
    const uri = vscode.Uri.from({ scheme: PREVIEW_SCHEME, path });
    let decide: (decision: Decision) => void = () => undefined;
    const decision = new Promise<Decision>(resolve => (decide = resolve));
    const entry: Entry = {
      uri,
      request,
      decide,
      text: request.render(),
      timer: undefined,
      intervalMs: LEAST_INTERVAL_MS,
      finished: false,
    };
    this.entries.set(uri.toString(), entry);
    const options = { preview: false, viewColumn: vscode.ViewColumn.Active };
    await vscode.commands.executeCommand('vscode.diff', request.original.uri, uri, request.title, options);
    return {
      uri,
      decision,
      changed: () => this.update(entry),
      finish: () => {
        entry.finished = true;
        this.update(entry);
        void this.tellFinished();
      },
      dispose: () => void this.close(entry),
    };
  }

  /** Decides on the preview in the active tab. False if it is not one, or not finished yet; that is said. */
  decideActive(decision: Decision): boolean {
    const entry = this.entryOf(previewUriOf(vscode.window.tabGroups.activeTabGroup.activeTab));
    if (entry === undefined) return false;
    if (decision === 'accept' && !entry.finished) {
      const message = vscode.l10n.t('The preview is not finished yet: wait for the end, or discard it.');
      vscode.window.setStatusBarMessage(message, 5000);
      return false;
    }
    entry.decide(decision);
    return true;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.entryOf(uri)?.text ?? '';
  }

  dispose(): void {
    for (const entry of [...this.entries.values()]) entry.decide('discard');
    for (const registration of this.registrations) registration.dispose();
  }

  private entryOf(uri: vscode.Uri | undefined): Entry | undefined {
    return uri === undefined ? undefined : this.entries.get(uri.toString());
  }

  /** Several changes in a row are drawn as one: the diff is computed anew each time. */
  private update(entry: Entry): void {
    entry.timer ??= setTimeout(() => {
      entry.timer = undefined;
      if (this.entryOf(entry.uri) === undefined) return;
      const began = performance.now();
      entry.text = entry.request.render();
      entry.intervalMs = Math.max(LEAST_INTERVAL_MS, (performance.now() - began) * DRAWING_SHARE);
      this.changes.fire(entry.uri);
    }, entry.intervalMs);
  }

  private discardUnseen(closed: readonly vscode.Uri[]): void {
    const seen = new Set(allTabs().map(tab => previewUriOf(tab)?.toString()));
    for (const uri of closed) if (!seen.has(uri.toString())) this.entryOf(uri)?.decide('discard');
  }

  private async close(entry: Entry): Promise<void> {
    clearTimeout(entry.timer);
    this.entries.delete(entry.uri.toString());
    entry.decide('discard');
    void this.tellFinished();
    const own = allTabs().filter(tab => previewUriOf(tab)?.toString() === entry.uri.toString());
    if (own.length > 0) await vscode.window.tabGroups.close(own, true);
  }

  /** The buttons in the editor's title show for finished previews alone. */
  private tellFinished(): Thenable<unknown> {
    const finished = [...this.entries.values()].filter(entry => entry.finished).map(entry => entry.uri.path);
    return vscode.commands.executeCommand('setContext', FINISHED_CONTEXT, finished);
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
