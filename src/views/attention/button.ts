// Button: the status bar item that opens the attention of the run whose texts are in the active editor.
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/lifecycle';
import type { AttentionRuns } from './runs';

export class AttentionButton implements Disposable {
  private readonly store = new DisposableStore();
  private readonly item: vscode.StatusBarItem;

  constructor(private readonly runs: AttentionRuns) {
    this.item = this.store.add(
      vscode.window.createStatusBarItem('attentive.attention', vscode.StatusBarAlignment.Right, 99),
    );
    // The text is not “Attention”, because the item beside it is called “Attentive”.
    this.item.name = vscode.l10n.t('Look Inside');
    this.item.text = `$(eye) ${vscode.l10n.t('Look Inside')}`;
    this.item.tooltip = vscode.l10n.t('Show Attention: what the model attended to when it made this result');
    this.store.add(runs.onDidChange(() => this.update()));
    this.store.add(vscode.window.onDidChangeActiveTextEditor(() => this.update()));
  }

  dispose(): void {
    this.store.dispose();
  }

  private update(): void {
    const editor = vscode.window.activeTextEditor;
    // If no editor is active, because a view is in front, the button stays as it is.
    const run = editor && this.runs.newestIn(editor.document.uri.toString());
    if (run === undefined) {
      if (editor !== undefined) this.item.hide();
      return;
    }
    this.item.command = {
      command: 'attentive.showAttention',
      title: vscode.l10n.t('Show Attention'),
      arguments: [{ run }],
    };
    this.item.show();
  }
}
