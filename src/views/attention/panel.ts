// Attention panel: one panel of the Attention view. It shows one run at a time and follows the caret in its documents.
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/lifecycle';
import { serve } from '../../base/rpc';
import type { RunRange } from './editor/links';
import type { EditorHighlights, Highlights } from './editor/highlights';
import { attentionContract, type Caret, type PanelContent } from './protocol';
import type { ShowableRun } from './runs';
import { attentionHandlers, type AttentionSource } from './server';
import { emptyContent, panelContentOf } from './panelContent';
import type { ExplanationClient } from './explanations';
import { LatestValue } from '../page/latest';
import { loadPage } from '../page/panelPage';
import { eachPage } from '../page/webviewPort';

export const ATTENTION_VIEW_TYPE = 'attentive.attention';

export interface PanelHost {
  readonly extensionUri: vscode.Uri;
  readonly explanations: ExplanationClient;
  readonly highlights: EditorHighlights;
  /** Called when a passage of a run was explained for a page. */
  onExplained(showable: ShowableRun, passage: number): void;
  /** Called when a panel has stopped showing a run. */
  onReleased(run: string): void;
  /** A title for the panel's tab that no other panel has. */
  titleFor(panel: AttentionPanel): string;
  errorSentence(error: unknown): string;
}

/** A run that is kept until it is disposed, which the panel does when it shows another run. */
export type HeldRun = ShowableRun & Disposable;

export class AttentionPanel implements Disposable, AttentionSource {
  readonly content: LatestValue<PanelContent>;
  readonly carets = new LatestValue<Caret | undefined>(undefined);
  readonly explanations: ExplanationClient;
  private readonly store = new DisposableStore();
  private held: { readonly run: HeldRun; readonly listening: Disposable } | undefined;
  private highlights: (() => Highlights) | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly host: PanelHost,
    run: HeldRun | undefined,
    /** The range that the page shows as soon as it has received the run. */
    private pendingRange: RunRange | undefined,
    /** Whether the panel keeps showing its run when another run is opened. */
    private pinned: boolean,
  ) {
    this.explanations = host.explanations;
    this.content = new LatestValue(run === undefined ? emptyContent() : panelContentOf(run, pinned));
    if (run !== undefined) this.hold(run);
    this.store.add(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
        // A selection without a kind was moved by an edit, not by the user.
        if (kind !== undefined) this.caretAt(textEditor.document, selections[0]);
      }),
    );
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.clearHighlights();
    });
    panel.onDidDispose(() => this.dispose());
    this.draw();
  }

  get showable(): ShowableRun | undefined {
    return this.held?.run;
  }

  get isPinned(): boolean {
    return this.pinned;
  }

  /** Makes the panel keep its run, also after the window is reloaded. */
  pin(): void {
    this.pinned = true;
    const { held } = this;
    if (held !== undefined) this.content.set(panelContentOf(held.run, true));
  }

  /** Shows another run, or another range of the same run. */
  show(run: HeldRun, place?: RunRange): void {
    this.pendingRange = place;
    if (run.run.id === this.showable?.run.id) {
      run.dispose();
      this.onContentSent(run.run.id);
      return;
    }
    this.clearHighlights();
    this.hold(run);
    this.content.set(panelContentOf(run, this.pinned));
    this.panel.title = this.host.titleFor(this);
  }

  onContentSent(run: string): void {
    const { pendingRange } = this;
    if (pendingRange === undefined || run !== this.showable?.run.id) return;
    this.pendingRange = undefined;
    this.carets.set({ run, ...pendingRange });
  }

  onExplained(passage: number): void {
    if (this.showable !== undefined) this.host.onExplained(this.showable, passage);
  }

  highlight(highlights: () => Highlights): void {
    this.highlights = highlights;
    this.host.highlights.show(highlights);
  }

  errorSentence(error: unknown): string {
    return this.host.errorSentence(error);
  }

  dispose(): void {
    this.clearHighlights();
    this.store.dispose();
    this.release();
    this.panel.dispose();
  }

  private hold(run: HeldRun): void {
    this.release();
    this.held = { run, listening: run.links.onDidChange(() => this.content.set(panelContentOf(run, this.pinned))) };
  }

  private release(): void {
    const { held } = this;
    this.held = undefined;
    held?.listening.dispose();
    held?.run.dispose();
    if (held !== undefined) this.host.onReleased(held.run.run.id);
  }

  private clearHighlights(): void {
    this.host.highlights.clear(this.highlights);
  }

  private caretAt(document: vscode.TextDocument, selection: vscode.Range | undefined): void {
    const { showable } = this;
    const place = selection && showable?.links.runRangeAt(document, selection);
    if (place !== undefined && showable !== undefined) this.carets.set({ run: showable.run.id, ...place });
  }

  private draw(): void {
    const { panel, host } = this;
    if (this.held !== undefined) panel.title = host.titleFor(this);
    const pages = eachPage(panel.webview, port => serve(port, attentionContract, attentionHandlers(this)));
    this.store.add(pages);
    loadPage(panel, 'attention', host.extensionUri);
  }
}

/** The title of the panel's tab, with a number if other panels have the same. */
export function titleOf({ run }: ShowableRun, taken: ReadonlySet<string>): string {
  const { document, title } = run.facts;
  // Runs on the same document differ by the task, such as “English to German” of “Translate: English to German”.
  const plain = vscode.l10n.t('Attention: {0} ({1})', document, title.replace(/^[^:]*: /, ''));
  let name = plain;
  for (let number = 2; taken.has(name); number++) name = `${plain} ${number}`;
  return name;
}
