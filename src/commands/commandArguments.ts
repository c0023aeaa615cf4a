// Command arguments: what the caller of a command (a key binding, a menu, another extension) may pass, and the
// functions that read it.
import * as vscode from 'vscode';
import { isOutput, type Output } from '../settingKeys';

/** The task that the caller of a command names, so that the user is not asked for it. */
export interface TaskArguments {
  /** The target language: a BCP 47 tag or the name of a language. */
  readonly to?: string;
  /** The source language, in the same form. */
  readonly from?: string;
  /** The form of the summary, such as `headline`. */
  readonly form?: string;
  /** The id of a model's card: only the tasks of this model are considered. */
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
  /** A document that holds the source or the result of a run, such as a preview. */
  readonly document?: vscode.Uri;
}

/**
 * The argument of *Add a Model Folder*: the entry of the setting *attentive.modelFolders* that the chosen folder is to
 * replace. Undefined if the folder is to be added.
 */
export function replacedFolderOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('replace' in value)) return undefined;
  return typeof value.replace === 'string' ? value.replace : undefined;
}

/**
 * The arguments of *Translate Selection* or *Summarize Selection*. A URI or a selection, which a menu passes, is
 * ignored.
 */
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
