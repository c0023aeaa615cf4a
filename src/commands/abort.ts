// Abort: the editor's cancellation as an AbortSignal, the one place where the two meet.
import type * as vscode from 'vscode';

/** Aborts the controller when the token is cancelled, now or later. */
export function abortWith(controller: AbortController, token: vscode.CancellationToken): vscode.Disposable {
  if (token.isCancellationRequested) controller.abort();
  return token.onCancellationRequested(() => controller.abort());
}
