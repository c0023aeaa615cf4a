// Status: the status bar item that shows the state of the engine.
import * as vscode from 'vscode';
import type { RuntimeInUse } from '../tasks/backends/backend';
import type { EngineState } from '../tasks/enginePool';
import { runtimeSentence } from '../tasks/messages';

export class StatusView implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;

  /** @param errorSentence gives the sentence for an error, in the user's language */
  constructor(private readonly errorSentence: (error: unknown) => string) {
    this.item = vscode.window.createStatusBarItem('attentive.status', vscode.StatusBarAlignment.Right, 90);
    this.item.name = vscode.l10n.t('Attentive');
    this.item.command = 'attentive.showStatus';
    this.show({ kind: 'off' });
    this.item.show();
  }

  show(state: EngineState): void {
    const { text, tooltip } = this.appearanceOf(state);
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: tooltip, role: 'button' };
    this.item.backgroundColor =
      state.kind === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  }

  dispose(): void {
    this.item.dispose();
  }

  private appearanceOf(state: EngineState): { readonly text: string; readonly tooltip: string } {
    switch (state.kind) {
      case 'off':
        return { text: '$(comment) Attentive', tooltip: vscode.l10n.t('Attentive: no model is loaded') };
      case 'loading': {
        const percent = Math.round((state.done / state.total) * 100);
        return {
          text: `$(loading~spin) Attentive ${percent} %`,
          tooltip: vscode.l10n.t('Attentive: loading {0}, {1} percent', state.model, percent),
        };
      }
      case 'ready':
        return {
          text: '$(check) Attentive',
          tooltip: withRuntime(vscode.l10n.t('Attentive: {0} is ready', state.model), state.runtime),
        };
      case 'running': {
        const rate = Math.round(state.tokensPerSecond);
        return {
          text: `$(loading~spin) Attentive ${vscode.l10n.t('{0} tokens/s', rate)}`,
          tooltip: withRuntime(
            vscode.l10n.t('Attentive: {0} is running, {1} tokens per second', state.model, rate),
            state.runtime,
          ),
        };
      }
      case 'failed':
        return {
          text: '$(error) Attentive',
          tooltip: vscode.l10n.t('Attentive failed: {0}', this.errorSentence(state.error)),
        };
    }
  }
}

function withRuntime(text: string, runtime: RuntimeInUse | undefined): string {
  const sentence = runtime === undefined ? undefined : runtimeSentence(runtime, vscode.l10n.t);
  return sentence === undefined ? text : `${text}\n${sentence}`;
}
