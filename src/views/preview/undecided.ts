// Undecided previews: stores the titles of open previews, because the editor closes them when its window is reloaded.
import * as vscode from 'vscode';

const TITLES = 'attentive.openPreviews';

export class UndecidedPreviews {
  private isEnded = false;

  /** Shows a message that names the previews that a reload closed. */
  constructor(private readonly memory: vscode.Memento) {
    const lost = memory.get<readonly string[]>(TITLES) ?? [];
    if (lost.length === 0) return;
    void memory.update(TITLES, undefined);
    const message = vscode.l10n.t(
      'The window was reloaded before you decided: {0}. Nothing was changed; run the command again to see it.',
      lost.join(', '),
    );
    void vscode.window.showInformationMessage(message);
  }

  remember(titles: readonly string[]): void {
    if (!this.isEnded) void this.memory.update(TITLES, titles.length === 0 ? undefined : titles);
  }

  /** The window closes: the titles stay stored. */
  end(): void {
    this.isEnded = true;
  }
}
