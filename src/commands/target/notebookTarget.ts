// Notebook target: cells of a notebook that a command translates. Their texts stand in one read-only document, beside which a
// preview shows the results; the results are written into the cells.
import * as vscode from 'vscode';
import { AttentiveError } from '../../base/errors';
import type { Format } from '../../formats/api/contract';
import { formatOfLanguage } from '../../formats/documentFormat';
import type { FormattedDocument } from '../../tasks/run/formattedTexts';
import { joinedCells, withLineFeeds } from './notebookText';
import { readOnlyReason } from './readOnly';
import { type CurrentRange, Target } from './target';
import type { Obstacle } from './writing';

/** Opens a text as a read-only document, without showing it. */
export type OpenText = (text: {
  readonly name: string;
  readonly text: string;
  readonly languageId: string;
}) => Promise<vscode.TextDocument>;

/** A cell whose language has a parser, with its text when the command began. */
interface ParsedCell {
  readonly cell: vscode.NotebookCell;
  readonly text: string;
  readonly format: Format;
}

/** The new text of a cell; `index` counts the texts of the target. */
interface CellResult {
  readonly index: number;
  readonly text: string;
}

export class NotebookTarget extends Target {
  /**
   * @param document holds the texts of the cells
   * @param left how many cells with letters were left out: their language has no parser, or their text is not well-formed
   */
  constructor(
    document: vscode.TextDocument,
    selections: readonly vscode.Selection[],
    private readonly notebook: vscode.NotebookDocument,
    private readonly cells: readonly ParsedCell[],
    private readonly left: number,
  ) {
    super(document, selections);
    const documents = new Set(cells.map(({ cell }) => cell.document));
    this.listeners.push(
      vscode.workspace.onDidChangeTextDocument(event => {
        if (documents.has(event.document) && event.contentChanges.length > 0) this.changes.fire();
      }),
    );
  }

  override get name(): string {
    return nameOf(this.notebook);
  }

  override get scope(): vscode.TextDocument {
    return this.cells[0].cell.document;
  }

  override get notes(): readonly string[] {
    if (this.left === 0) return [];
    return [
      vscode.l10n.t(
        'Cells left as they were because their languages have no grammar here, or their text is broken: {0}.',
        this.left,
      ),
    ];
  }

  override get documents(): readonly FormattedDocument[] {
    return this.cells.map(({ format, text }) => ({ format, text, ranges: [{ start: 0, end: text.length }] }));
  }

  /** The range of each cell in the joined document; `lost` if the cell was edited or removed. */
  override current(): readonly CurrentRange[] {
    return this.places.map((place, at) => {
      const { cell, text } = this.cells[at];
      return cell.index >= 0 && !cell.document.isClosed && cell.document.getText() === text ? place : 'lost';
    });
  }

  /**
   * Writes new texts of cells in one undo step. Outputs and metadata of the cells stay.
   *
   * The cells are replaced, because the editor has an undo stack for the text of each cell (`notebook.undoRedoPerCell`): an edit
   * of several texts could not be undone at once. The stack of the notebook has one step for all replaced cells.
   */
  async write(results: readonly CellResult[]): Promise<'written' | Obstacle> {
    if (this.notebook.isClosed) return 'closed';
    if (this.current().includes('lost')) return 'edited';
    if ((await readOnlyReason(this.scope)) !== undefined) return 'readOnly';
    const places = results.map(({ index, text }) => ({ at: this.cells[index].cell.index, text }));
    const edits = results.map(({ index, text }) => replacement(this.cells[index].cell, text));
    const edit = new vscode.WorkspaceEdit();
    edit.set(this.notebook.uri, edits);
    if (!(await vscode.workspace.applyEdit(edit))) return 'refused';
    const isWritten = places.every(({ at, text }) => {
      return withLineFeeds(this.notebook.cellAt(at).document.getText()) === withLineFeeds(text);
    });
    return isWritten ? 'written' : 'readOnly';
  }

  /** Shows the notebook, so that the user sees the edit. */
  async show(column: vscode.ViewColumn | undefined): Promise<void> {
    if (this.notebook.isClosed) return;
    const shown = vscode.window.visibleNotebookEditors.find(({ notebook }) => notebook === this.notebook);
    const viewColumn = shown?.viewColumn ?? column;
    await vscode.window.showNotebookDocument(this.notebook, viewColumn === undefined ? {} : { viewColumn });
  }
}

/**
 * The Markdown and the comments of cells.
 *
 * @throws AttentiveError `nothing-to-do` if no cell has words in a language with a parser
 */
export async function notebookTarget(
  notebook: vscode.NotebookDocument,
  cells: readonly vscode.NotebookCell[],
  open: OpenText,
): Promise<NotebookTarget> {
  const withLetters = cells.filter(({ document }) => /\p{L}/u.test(document.getText()));
  const parsed = withLetters.flatMap((cell): ParsedCell[] => {
    const text = cell.document.getText();
    // A cell has no front matter: that of a notebook is its metadata.
    const format = formatOfLanguage(cell.document.languageId, { frontMatterKeys: [] });
    // The editor replaces lone surrogates in the joined document, so that it would hold another text.
    return format === undefined || !text.isWellFormed() ? [] : [{ cell, text, format }];
  });
  if (parsed.length === 0) throw new AttentiveError('nothing-to-do', 'no cell has prose', { why: 'cells' });
  const { text, ranges } = joinedCells(parsed.map(({ cell, text }) => ({ heading: headingOf(cell), text })));
  const document = await open({ name: `${nameOf(notebook)}.cells`, text, languageId: 'plaintext' });
  if (document.getText() !== text) throw new Error('the editor has changed the texts of the cells');
  const selections = ranges.map(
    ({ start, end }) => new vscode.Selection(document.positionAt(start), document.positionAt(end)),
  );
  return new NotebookTarget(document, selections, notebook, parsed, withLetters.length - parsed.length);
}

/**
 * The cells that are selected in the active notebook; undefined if no notebook is active. They are also undefined while a
 * text editor is active that shows another document, or that shows a cell of which text is selected or which is the only
 * selected cell: a command is then meant for that editor.
 */
export function selectedCells(): readonly vscode.NotebookCell[] | undefined {
  const { activeNotebookEditor: notebook, activeTextEditor: editor } = vscode.window;
  if (notebook === undefined) return undefined;
  const cells = notebook.selections.flatMap(range => notebook.notebook.getCells(range));
  if (editor === undefined) return cells;
  const isOther = !notebook.notebook.getCells().some(({ document }) => document === editor.document);
  const isInCell = cells.length < 2 || editor.selections.some(({ isEmpty }) => !isEmpty);
  return isOther || isInCell ? undefined : cells;
}

/** An edit that replaces a cell by one with another text and the same kind, language, outputs and metadata. */
function replacement(
  { index, kind, document, outputs, metadata, executionSummary }: vscode.NotebookCell,
  text: string,
) {
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const cell = new vscode.NotebookCellData(kind, withLineFeeds(text).replaceAll('\n', eol), document.languageId);
  cell.outputs = [...outputs];
  cell.metadata = metadata;
  if (executionSummary !== undefined) cell.executionSummary = executionSummary;
  return vscode.NotebookEdit.replaceCells(new vscode.NotebookRange(index, index + 1), [cell]);
}

function headingOf(cell: vscode.NotebookCell): string {
  return vscode.l10n.t('Cell {0} [{1}]', cell.index + 1, cell.document.languageId);
}

function nameOf({ uri }: vscode.NotebookDocument): string {
  return uri.path.split('/').at(-1) ?? '';
}
