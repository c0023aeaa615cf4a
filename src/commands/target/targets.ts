// Targets: what each command runs on: the selection, comments or strings of a source file, or a notebook.
import * as vscode from 'vscode';
import { AttentiveError } from '../../base/errors';
import type { CodePart } from '../../formats/api/contract';
import { type FormatParsers, parseDocuments } from '../../tasks/run/formattedTexts';
import { nameOfLanguage } from './languageNames';
import { notebookTarget, type OpenText, selectedCells } from './notebookTarget';
import { Target } from './target';

/** Finds what a command runs on; undefined if nothing of its kind is open. The signal is that of the command. */
export type FindTarget = (host: TargetHost, signal: AbortSignal) => Promise<Target | undefined>;

export interface TargetHost {
  readonly formats: FormatParsers;
  readonly openText: OpenText;
}

/** The selected text, or the whole document if nothing is selected. */
export async function editorTarget(): Promise<Target | undefined> {
  const editor = vscode.window.activeTextEditor;
  return editor === undefined ? undefined : new Target(editor.document, editor.selections);
}

/**
 * The selected cells of a notebook, or the selected text.
 *
 * @throws AttentiveError `nothing-to-do` if the cells have no prose
 */
export async function selectionTarget({ openText }: TargetHost): Promise<Target | undefined> {
  const cells = selectedCells();
  const { activeNotebookEditor } = vscode.window;
  if (cells === undefined || activeNotebookEditor === undefined) return editorTarget();
  return notebookTarget(activeNotebookEditor.notebook, cells, openText);
}

/**
 * All cells of the active notebook.
 *
 * @throws AttentiveError `nothing-to-do` if the cells have no prose
 */
export async function wholeNotebook({ openText }: TargetHost): Promise<Target | undefined> {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  return notebook === undefined ? undefined : notebookTarget(notebook, notebook.getCells(), openText);
}

/** The parts of source code that a command translates. */
export type Wanted = 'comments' | 'strings';

const PARTS: Readonly<Record<Wanted, readonly CodePart[]>> = { comments: ['comment', 'doc'], strings: ['string'] };

/**
 * The comments or the strings of the selection, or of the whole document. They are looked for at once, so that the user is
 * asked no question if there are none.
 */
export function partsTarget(wanted: Wanted): FindTarget {
  return async ({ formats }, signal) => {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) return undefined;
    const { document, selections } = editor;
    const target = new Target(document, selections, PARTS[wanted]);
    try {
      const { documents } = target;
      if (documents === undefined) {
        const language = nameOfLanguage(document.languageId);
        throw new AttentiveError('nothing-to-do', `no grammar of ${language}`, { why: 'grammar', language });
      }
      const { structures } = await parseDocuments(formats, documents, signal);
      if (structures.every(({ flows, kept }) => flows.length === 0 && kept.length === 0)) {
        throw new AttentiveError('nothing-to-do', `no ${wanted} were found`, { why: wanted });
      }
      return target;
    } catch (error) {
      target.dispose();
      throw error;
    }
  };
}
