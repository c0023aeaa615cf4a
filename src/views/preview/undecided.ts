// Preview undecided: remembers which previews are open, because the editor closes them when its window is reloaded.
import * as vscode from 'vscode';

const TITLES = 'attentive.openPreviews';

export class UndecidedPreviews {
  private isEnded = false;

  /** Says which previews ended with the window before this one. */
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

  /** The window ends: what is open now stays remembered. */
  end(): void {
    this.isEnded = true;
  }
}
