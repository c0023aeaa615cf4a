// Notebook serializer: reads and writes Jupyter notebooks in hosts whose build lacks VS Code's own serializer for the web.
import * as vscode from 'vscode';

const TYPE = 'jupyter-notebook';

interface Cell {
  readonly cell_type: 'markdown' | 'code' | 'raw';
  readonly metadata: { readonly vscode?: { readonly languageId: string } };
  readonly source: readonly string[];
  readonly outputs?: readonly { readonly text: readonly string[] }[];
}

/** Registers the serializer, unless the host can open notebooks already. */
export async function ensureNotebooks(): Promise<vscode.Disposable | undefined> {
  try {
    await vscode.workspace.openNotebookDocument(TYPE, new vscode.NotebookData([]));
    return undefined;
  } catch {
    return vscode.workspace.registerNotebookSerializer(TYPE, { deserializeNotebook, serializeNotebook });
  }
}

function deserializeNotebook(content: Uint8Array): vscode.NotebookData {
  const { cells } = JSON.parse(new TextDecoder().decode(content)) as { readonly cells: readonly Cell[] };
  return new vscode.NotebookData(cells.map(cellOf));
}

function cellOf({ cell_type: type, metadata, source, outputs = [] }: Cell): vscode.NotebookCellData {
  const kind = type === 'markdown' ? vscode.NotebookCellKind.Markup : vscode.NotebookCellKind.Code;
  const language = type === 'code' ? (metadata.vscode?.languageId ?? 'python') : type;
  const data = new vscode.NotebookCellData(kind, source.join(''), language);
  data.metadata = metadata;
  data.outputs = outputs.map(({ text }) => {
    return new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.text(text.join(''))]);
  });
  return data;
}

function serializeNotebook({ cells }: vscode.NotebookData): Uint8Array {
  const written = cells.map(({ kind, value, languageId, metadata = {} }) => ({
    cell_type: kind === vscode.NotebookCellKind.Markup ? 'markdown' : languageId === 'raw' ? 'raw' : 'code',
    metadata,
    source: [value],
  }));
  return new TextEncoder().encode(JSON.stringify({ cells: written }));
}
