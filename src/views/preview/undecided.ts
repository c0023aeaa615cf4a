// Undecided previews: stores the titles of open previews, so that a message can name those that a reload closed.
import * as vscode from 'vscode';

const TITLES = 'attentive.openPreviews';

export class UndecidedPreviews {
  private isEnded = false;

  /** Shows a message that names the previews that the last reload closed, if any. */
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

  /** Stops storing titles. Called when the window closes, so that the stored titles survive the closing of the previews. */
  end(): void {
    this.isEnded = true;
  }
}
