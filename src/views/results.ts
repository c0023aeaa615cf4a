// Results: opens results in read-only documents, which the editor does not ask to save.
import * as vscode from 'vscode';
import { DisposableStore } from '../base/lifecycle';

const SCHEME = 'attentive-result';
/** How many texts without a tab are stored. Some are needed, because a tab that is moved is closed and opened again. */
const MOST_WITHOUT_TAB = 4;

/** A result to open. `name` is shown on the tab. */
export interface Result {
  readonly name: string;
  readonly text: string;
  readonly languageId: string;
}

/** Holds the texts of the opened results and provides them to the editor. */
export class Results implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly texts = new Map<string, string>();
  private count = 0;

  constructor() {
    this.store.add(vscode.workspace.registerTextDocumentContentProvider(SCHEME, this));
    this.store.add(vscode.window.tabGroups.onDidChangeTabs(({ closed }) => closed.length > 0 && this.forget()));
  }

  /** Opens a result beside the active editor, which keeps the focus. */
  async open(result: Result): Promise<vscode.Uri> {
    const document = await this.document(result);
    const viewColumn = vscode.ViewColumn.Beside;
    await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true, preview: false });
    return document.uri;
  }

  /** A document with a text, which is not shown yet. */
  async document({ name, text, languageId }: Result): Promise<vscode.TextDocument> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: String(++this.count) });
    this.texts.set(uri.toString(), text);
    const document = await vscode.workspace.openTextDocument(uri);
    // The result gets a language of the extension's own, so that the language servers of the source's language leave it alone.
    // Markdown is colored as Markdown; any other text is not colored.
    const language = languageId === 'markdown' ? 'attentive-preview-markdown' : 'attentive-preview';
    return vscode.languages.setTextDocumentLanguage(document, language);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  dispose(): void {
    this.store.dispose();
  }

  /** Drops the texts of closed tabs, except for the newest few: the editor asks for a text again when its tab is moved. */
  private forget(): void {
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    const shown = new Set(tabs.map(shownText));
    const closed = [...this.texts.keys()].filter(key => !shown.has(key));
    // The last ones are the newest.
    for (const key of closed.slice(0, -MOST_WITHOUT_TAB)) this.texts.delete(key);
  }
}

/** The URI of the text that a tab shows, in a diff that of its left side. */
function shownText({ input }: vscode.Tab): string | undefined {
  if (input instanceof vscode.TabInputText) return input.uri.toString();
  return input instanceof vscode.TabInputTextDiff ? input.original.toString() : undefined;
}
