// Command arguments: what whoever runs a command (a key binding, a menu, another extension) may say, read with care.
import * as vscode from 'vscode';
import { isOutput, type Output } from '../settingKeys';
import type { AttentionArguments } from './showAttention';
import type { TaskRequest } from './models/taskChoice';

/** What a command's caller (a key binding, another extension) may say so that nothing is asked. */
export interface RewriteArguments extends TaskRequest {
  readonly output?: Output;
}

/** The line of the setting whose place a chosen folder takes. */
export function replacedFolderOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('replace' in value)) return undefined;
  return typeof value.replace === 'string' ? value.replace : undefined;
}

/** What a menu passes (a URI, a selection) is not meant for the command; an object of our own fields is. */
export function argumentsOf(value: unknown): RewriteArguments {
  if (typeof value !== 'object' || value === null || value instanceof vscode.Uri) return {};
  const given = value as Readonly<Record<string, unknown>>;
  const known: Record<string, string> = {};
  for (const key of ['to', 'from', 'form', 'model']) {
    if (typeof given[key] === 'string') known[key] = given[key];
  }
  return { ...known, ...(isOutput(given['output']) ? { output: given['output'] } : {}) };
}

/** The button of a preview passes its document; of another one, what is selected says more. */
export function attentionArgumentsOf(value: unknown, previewScheme: string): AttentionArguments {
  if (value instanceof vscode.Uri) return value.scheme === previewScheme ? { document: value } : {};
  const { output: _, ...wanted } = argumentsOf(value);
  if (typeof value !== 'object' || value === null) return wanted;
  const { run, window, document } = value as Readonly<Record<string, unknown>>;
  return {
    ...wanted,
    ...(typeof run === 'string' ? { run } : {}),
    ...(typeof window === 'number' ? { window } : {}),
    ...(typeof document === 'string' ? { document: vscode.Uri.parse(document) } : {}),
  };
}
