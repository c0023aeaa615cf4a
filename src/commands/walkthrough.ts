// Walkthrough: marks its steps as complete when their commands have succeeded.
import * as vscode from 'vscode';
import { argumentsOf, type RewriteArguments } from './commandArguments';
import type { CommandResult } from './rewrite/report';

/** A step of the walkthrough (package.json). It is marked as complete when its command has succeeded. */
type WalkthroughStep = 'run' | 'deliver' | 'judge' | 'attention' | 'model';

export function completeStep(step: WalkthroughStep): void {
  void vscode.commands.executeCommand('setContext', `attentive.did.${step}`, true);
}

/** The handler of a command, which also marks the step `deliver` as complete once a result was delivered. */
export function completingDeliver(
  run: (args: RewriteArguments) => Promise<CommandResult>,
): (args?: unknown) => Promise<unknown> {
  return async args => {
    const outcome = await run(argumentsOf(args));
    if (outcome.kind === 'done' || outcome.kind === 'beside') completeStep('deliver');
    return outcome;
  };
}
