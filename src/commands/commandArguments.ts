// Command arguments: what the caller of a command (a key binding, a menu, another extension) may pass, and its readers.
import * as vscode from 'vscode';
import { isOutput, type Output } from '../settingKeys';

/** Which task a command's caller wants, so that the user is not asked for it. */
export interface TaskArguments {
  readonly to?: string;
  readonly from?: string;
  readonly form?: string;
  /** The id of a model's card, to leave all others out. */
  readonly model?: string;
}

/** Arguments of *Translate Selection* and *Summarize Selection*. */
export interface RewriteArguments extends TaskArguments {
  readonly output?: Output;
}

/** Arguments of *Show Attention*. */
export interface AttentionArguments extends TaskArguments {
  /** The id of the run to show, from the result of the command that made it. */
  readonly run?: string;
  /** The index of the passage of that run, from 0. */
  readonly passage?: number;
  /** A document in which a run's texts stand, such as a preview. */
  readonly document?: vscode.Uri;
}

/** The line of the setting *attentive.modelFolders* that a chosen folder replaces. */
export function replacedFolderOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('replace' in value)) return undefined;
  return typeof value.replace === 'string' ? value.replace : undefined;
}

/** The arguments of a command. What a menu passes (a URI, a selection) is ignored. */
export function argumentsOf(value: unknown): RewriteArguments {
  if (typeof value !== 'object' || value === null || value instanceof vscode.Uri) return {};
  const given = value as Readonly<Record<string, unknown>>;
  const known: Record<string, string> = {};
  for (const key of ['to', 'from', 'form', 'model']) {
    if (typeof given[key] === 'string') known[key] = given[key];
  }
  return { ...known, ...(isOutput(given['output']) ? { output: given['output'] } : {}) };
}

/** The arguments of *Show Attention*. A menu passes a URI, which is used only if it is that of a preview. */
export function attentionArgumentsOf(value: unknown, previewScheme: string): AttentionArguments {
  if (value instanceof vscode.Uri) return value.scheme === previewScheme ? { document: value } : {};
  const { output: _, ...task } = argumentsOf(value);
  if (typeof value !== 'object' || value === null) return task;
  const { run, passage, document } = value as Readonly<Record<string, unknown>>;
  return {
    ...task,
    ...(typeof run === 'string' ? { run } : {}),
    ...(typeof passage === 'number' ? { passage } : {}),
    ...(typeof document === 'string' ? { document: vscode.Uri.parse(document) } : {}),
  };
}
