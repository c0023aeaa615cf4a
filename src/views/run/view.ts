// Run view: the panel *Last Run*, which shows the report of the last run.
import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle';
import { serve } from '../../base/rpc';
import type { RunReport } from '../../tasks/run/report';
import { LatestValue } from '../page/latest';
import { loadPage, pageOptions } from '../page/panelPage';
import { runContract } from './protocol';
import { sideColumn } from '../sideColumn';
import { eachPage } from '../page/webviewPort';

const RUN_VIEW_TYPE = 'attentive.run';

export class RunView implements Disposable {
  private readonly store = new DisposableStore();
  private readonly last = new LatestValue<RunReport | undefined>(undefined);
  private panel: vscode.WebviewPanel | undefined;

  constructor(private readonly extensionUri: vscode.Uri) {
    this.store.add(toDisposable(() => void this.panel?.dispose()));
    this.store.add(
      vscode.window.registerWebviewPanelSerializer(RUN_VIEW_TYPE, {
        deserializeWebviewPanel: async panel => {
          panel.webview.options = pageOptions(this.extensionUri);
          this.fill(panel);
        },
      }),
    );
  }

  /** Sets the report; an open panel shows it at once. */
  setReport(report: RunReport): void {
    this.last.set(report);
  }

  /** Shows the panel; opens it beside the text if it is not open yet. Returns whether it has a report to show. */
  open(): boolean {
    const hasReport = this.last.value !== undefined;
    if (this.panel !== undefined) {
      this.panel.reveal();
      return hasReport;
    }
    const title = vscode.l10n.t('Last Run');
    const column = sideColumn();
    const panel = vscode.window.createWebviewPanel(RUN_VIEW_TYPE, title, column, {
      ...pageOptions(this.extensionUri),
      enableFindWidget: true,
    });
    this.fill(panel);
    return hasReport;
  }

  dispose(): void {
    this.store.dispose();
  }

  private fill(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    const pages = eachPage(panel.webview, port =>
      serve(port, runContract, {
        runs: (_request, signal) => this.last.follow(signal),
        async showAttention(request) {
          await vscode.commands.executeCommand('attentive.showAttention', request);
        },
      }),
    );
    panel.onDidDispose(() => {
      pages.dispose();
      if (this.panel === panel) this.panel = undefined;
    });
    loadPage(panel, 'run', this.extensionUri);
  }
}
