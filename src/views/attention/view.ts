// Attention view: manages the panels of the view. At most one panel is unpinned and shows each run that is opened; all others
// are pinned to their runs.
import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle';
import { type SavedRun, readSavedRun } from './savedRun';
import { EditorHighlights } from './editor/highlights';
import type { RunRange } from './editor/links';
import { ATTENTION_VIEW_TYPE, AttentionPanel, type HeldRun, type PanelHost, titleOf } from './panel';
import type { AttentionRuns } from './runs';
import { ExplanationClient, type LeaseModel } from './explanations';
import { pageOptions } from '../page/panelPage';
import { sideColumn } from '../sideColumn';
import { UncoveredWords } from './uncovered';

/** The context key that hides the button to pin a panel, because the active panel is pinned already. */
const PINNED_CONTEXT = 'attentive.attentionIsPinned';

export interface AttentionViewOptions {
  readonly extensionUri: vscode.Uri;
  readonly runs: AttentionRuns;
  readonly lease: LeaseModel;
  errorSentence(error: unknown): string;
}

export class AttentionView implements Disposable {
  private readonly store = new DisposableStore();
  private readonly highlights = this.store.add(new EditorHighlights());
  private readonly panels = new Set<AttentionPanel>();
  private readonly host: PanelHost;
  private readonly uncovered: UncoveredWords;
  /** The run whose words are underlined even if no panel shows it. */
  private underlined: string | undefined;

  constructor(private readonly options: AttentionViewOptions) {
    const explanations = new ExplanationClient(options.lease);
    this.uncovered = this.store.add(new UncoveredWords(explanations, this.highlights));
    this.host = {
      extensionUri: options.extensionUri,
      explanations,
      highlights: this.highlights,
      onExplained: (showable, passage) => void this.uncovered.checkPassage(showable, passage),
      onReleased: run => this.forgetIfUnused(run),
      titleFor: panel => this.titleFor(panel),
      errorSentence: error => options.errorSentence(error),
    };
    this.store.add(
      toDisposable(() => {
        for (const panel of [...this.panels]) panel.dispose();
      }),
    );
    this.store.add(
      vscode.window.registerWebviewPanelSerializer(ATTENTION_VIEW_TYPE, {
        deserializeWebviewPanel: async (panel, state: unknown) => {
          panel.webview.options = pageOptions(this.options.extensionUri);
          const saved = savedRunOfPage(state);
          // At most one panel may be unpinned.
          const isPinned = saved?.isPinned === true || this.unpinnedPanel() !== undefined;
          this.addPanel(panel, saved && options.runs.restore(saved), undefined, isPinned);
        },
      }),
    );
  }

  /** Shows a run, or a range in it, beside the text. Returns false if the run is not kept any more. */
  open(id: string, place?: RunRange): boolean {
    const run = this.options.runs.hold(id);
    if (run === undefined) return false;
    const open = [...this.panels];
    const same = open.find(({ showable }) => showable?.run.id === id);
    const panel = same ?? this.unpinnedPanel();
    if (panel === undefined) this.create(run, place);
    else {
      panel.show(run, place);
      reveal(panel.panel);
    }
    return true;
  }

  /** Underlines the words that a run may have left out, and removes the underlines of the previous run. */
  async underline(id: string): Promise<void> {
    const before = this.underlined;
    this.underlined = id;
    if (before !== undefined && before !== id) this.forgetIfUnused(before);
    const run = this.options.runs.hold(id);
    if (run === undefined) return;
    try {
      await this.uncovered.checkRun(run);
    } finally {
      run.dispose();
    }
  }

  /** Pins the active panel to its run, so that the next run opens in another panel. Returns false if no panel is active. */
  pinActive(): boolean {
    const active = [...this.panels].filter(({ panel }) => panel.active);
    for (const panel of active) panel.pin();
    this.updatePinnedContext();
    return active.length > 0;
  }

  dispose(): void {
    this.store.dispose();
  }

  private create(run: HeldRun, place: RunRange | undefined): void {
    const column = sideColumn();
    const panel = vscode.window.createWebviewPanel(ATTENTION_VIEW_TYPE, vscode.l10n.t('Attention'), column, {
      ...pageOptions(this.options.extensionUri),
      enableFindWidget: true,
    });
    this.addPanel(panel, run, place, false);
  }

  /** The panel that is not pinned. There is at most one. */
  private unpinnedPanel(): AttentionPanel | undefined {
    return [...this.panels].find(({ isPinned }) => !isPinned);
  }

  private titleFor(panel: AttentionPanel): string {
    const others = [...this.panels].filter(other => other !== panel).map(other => other.panel.title);
    return panel.showable === undefined ? panel.panel.title : titleOf(panel.showable, new Set(others));
  }

  private addPanel(
    panel: vscode.WebviewPanel,
    run: HeldRun | undefined,
    place: RunRange | undefined,
    isPinned: boolean,
  ): void {
    const attentionPanel = new AttentionPanel(panel, this.host, run, place, isPinned);
    this.panels.add(attentionPanel);
    panel.onDidChangeViewState(() => this.updatePinnedContext());
    panel.onDidDispose(() => {
      this.panels.delete(attentionPanel);
      this.updatePinnedContext();
    });
    this.updatePinnedContext();
  }

  private forgetIfUnused(run: string): void {
    const isShown = [...this.panels].some(({ showable }) => showable?.run.id === run);
    if (!isShown && run !== this.underlined) this.uncovered.forget(run);
  }

  private updatePinnedContext(): void {
    const isPinned = [...this.panels].some(panel => panel.panel.active && panel.isPinned);
    void vscode.commands.executeCommand('setContext', PINNED_CONTEXT, isPinned);
  }
}

/** The run in the state that the page of a panel has saved. */
function savedRunOfPage(state: unknown): SavedRun | undefined {
  return readSavedRun(typeof state === 'object' && state !== null && 'saved' in state ? state.saved : undefined);
}

/** Reveals a panel in its column, or in the next column if it would cover the active editor. */
function reveal(panel: vscode.WebviewPanel): void {
  const { viewColumn, activeTab } = vscode.window.tabGroups.activeTabGroup;
  const isCovering = viewColumn === panel.viewColumn && !(activeTab?.input instanceof vscode.TabInputWebview);
  if (!isCovering) {
    panel.reveal();
    return;
  }
  // A panel that is moved by `reveal` becomes a preview editor, which the next opened file would replace.
  const moved = panel.onDidChangeViewState(() => {
    if (!panel.active) return;
    moved.dispose();
    void vscode.commands.executeCommand('workbench.action.keepEditor');
  });
  panel.reveal(vscode.ViewColumn.Beside);
}
