// Notebook: notebooks with cells, and edits of them, as in VS Code.
import { TextDocument } from './document';
import { type TextEdit, Uri } from './values';

export enum NotebookCellKind {
  Markup = 1,
  Code = 2,
}

export class NotebookCellData {
  outputs: readonly unknown[] | undefined;
  metadata: object | undefined;
  executionSummary: object | undefined;

  constructor(
    readonly kind: NotebookCellKind,
    readonly value: string,
    readonly languageId: string,
  ) {}
}

export class NotebookRange {
  constructor(
    readonly start: number,
    readonly end: number,
  ) {}
}

export class NotebookEdit {
  private constructor(
    readonly range: NotebookRange,
    readonly newCells: readonly NotebookCellData[],
  ) {}

  static replaceCells(range: NotebookRange, newCells: readonly NotebookCellData[]): NotebookEdit {
    return new NotebookEdit(range, newCells);
  }
}

export interface Cell {
  index: number;
  readonly kind: NotebookCellKind;
  readonly document: TextDocument;
  readonly outputs: readonly unknown[];
  readonly metadata: object;
  readonly executionSummary: object | undefined;
}

export class Notebook {
  isClosed = false;
  private readonly cells: Cell[] = [];

  constructor(
    readonly uri: Uri,
    cells: readonly NotebookCellData[],
  ) {
    this.replace(new NotebookRange(0, 0), cells);
  }

  getCells(): readonly Cell[] {
    return this.cells;
  }

  cellAt(index: number): Cell {
    return this.cells[index];
  }

  apply(edits: readonly (NotebookEdit | TextEdit)[]): void {
    for (const edit of edits) if (edit instanceof NotebookEdit) this.replace(edit.range, edit.newCells);
  }

  replace({ start, end }: NotebookRange, newCells: readonly NotebookCellData[]): void {
    const made = newCells.map(({ kind, value, languageId, outputs = [], metadata = {}, executionSummary }): Cell => {
      const document = new TextDocument(
        Uri.from({ scheme: 'vscode-notebook-cell', path: this.uri.path }),
        value,
        languageId,
      );
      return { index: 0, kind, document, outputs, metadata, executionSummary };
    });
    for (const cell of this.cells.splice(start, end - start, ...made)) cell.index = -1;
    for (const [index, cell] of this.cells.entries()) cell.index = index;
  }
}
