// Source file: asks the user before a command runs on a whole file of source code because nothing is selected in it.
import * as vscode from 'vscode';
import { isMarkdown } from '../../formats/documentFormat';
import { scopeOfId } from '../../formats/languages';
import { nameOfLanguage } from '../target/languageNames';

/** The language ids, of the editor and of well-known extensions, whose files are prose; those of Markdown left out. */
const PROSE: ReadonlySet<string> = new Set([
  'asciidoc',
  'bibtex',
  'git-commit',
  'git-rebase',
  'latex',
  'org',
  'plaintext',
  'restructuredtext',
  'rst',
  'scminput',
  'tex',
  'textile',
  'typst',
  'wikitext',
]);

/** Whether files of a language are prose. */
export function isProse(languageId: string): boolean {
  return PROSE.has(languageId) || isMarkdown(languageId);
}

/**
 * Asks before a command runs on a whole file of source code in which it cannot tell comments from code: on any file to
 * summarize, and on a file to translate in a language without a grammar.
 *
 * @param isWhole whether the command runs on the whole document because nothing is selected
 * @returns whether the command should run; true without a question for prose and for selections
 */
export async function confirmSourceFile(
  document: vscode.TextDocument,
  isWhole: boolean,
  task: 'translate' | 'summarize' = 'translate',
): Promise<boolean> {
  const { languageId } = document;
  if (!isWhole || isProse(languageId)) return true;
  if (task === 'translate' && scopeOfId(languageId) !== undefined) return true;
  const language = nameOfLanguage(languageId);
  const message =
    task === 'translate'
      ? vscode.l10n.t('Translate the whole {0} file?', language)
      : vscode.l10n.t('Summarize the whole {0} file?', language);
  const detail = vscode.l10n.t(
    'Comments cannot be told from code here, so names and keywords would be changed too. To work on a part, select it first.',
  );
  const go = task === 'translate' ? vscode.l10n.t('Translate All of It') : vscode.l10n.t('Summarize All of It');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, go)) === go;
}
