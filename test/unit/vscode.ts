// Vscode: the stand-in for the module `vscode` in test/unit, which runs without an editor (scripts/test.mjs replaces
// the module). Documents, edits, positions, events and settings behave as in VS Code. What VS Code would show is
// recorded in `stage`, and a test puts the user's answers there.
import { type Selection, Uri, type WorkspaceEdit } from './vscode/values';
import { TextDocument } from './vscode/document';
import { type ContentProvider, Stage } from './vscode/stage';
import { defaultSetting } from './vscode/settings';

// eslint-disable-next-line no-restricted-syntax -- the module `vscode` exports them all
export * from './vscode/values';
// eslint-disable-next-line no-restricted-syntax -- as above
export * from './vscode/notebook';
export { TextDocument };

/** The state of the stand-in: what a test sets up, and what VS Code would have shown. Each test file has its own. */
export const stage = new Stage();

interface ShowOptions {
  readonly selection?: Selection;
}

/** A registration that does nothing: the event never fires, the provider is never asked. */
const none = (): { dispose(): void } => ({ dispose: () => undefined });

export const env = {
  language: 'en',
  appName: 'Visual Studio Code',
  uiKind: 1,
  get remoteName() {
    return stage.remoteName;
  },
  clipboard: {
    writeText: async (text: string) => void (stage.clipboard = text),
    readText: async () => stage.clipboard,
  },
  openExternal: async (uri: Uri) => {
    stage.openedAddresses.push(uri.toString());
    return true;
  },
};

export const l10n = {
  /** The translations of the editor's language; undefined in English. */
  bundle: undefined as Readonly<Record<string, string>> | undefined,
  t: (message: string, ...args: readonly (string | number)[]) =>
    message.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)] ?? '')),
};

export const commands = {
  registerCommand(id: string, handler: (...args: never[]) => unknown) {
    stage.handlers.set(id, handler);
    return { dispose: () => stage.handlers.delete(id) };
  },
  async executeCommand(id: string, ...args: unknown[]): Promise<unknown> {
    stage.calls.push({ id, args });
    if (id === 'setContext') stage.contexts.set(String(args[0]), args[1]);
    return stage.handlers.get(id)?.(...(args as never[]));
  },
};

export const workspace = {
  get textDocuments() {
    return stage.documents.filter(({ isClosed }) => !isClosed);
  },
  get notebookDocuments() {
    return stage.notebooks;
  },
  get workspaceFolders() {
    return stage.folders.map((uri, index) => ({ uri, index, name: uri.path.split('/').at(-1) ?? '' }));
  },
  isTrusted: true,
  onDidChangeTextDocument: stage.changed.event,
  onDidOpenTextDocument: stage.openedDocument.event,
  onDidCloseTextDocument: stage.closedDocument.event,
  onDidSaveTextDocument: none,
  onDidChangeConfiguration: stage.changedSettings.event,
  onDidChangeWorkspaceFolders: none,
  registerTextDocumentContentProvider(scheme: string, provider: ContentProvider) {
    stage.providers.set(scheme, provider);
    return { dispose: () => stage.providers.delete(scheme) };
  },
  registerFileSystemProvider: none,
  getConfiguration: (section: string) => ({
    get: (key: string) => stage.settings.get(`${section}.${key}`) ?? defaultSetting(`${section}.${key}`),
    inspect: (key: string) => ({ key: `${section}.${key}`, defaultValue: defaultSetting(`${section}.${key}`) }),
    update: async (key: string, value: unknown) => stage.set(`${section}.${key}`, value),
  }),
  async openTextDocument(target: Uri | { content?: string; language?: string }) {
    if (!(target instanceof Uri)) {
      const uri = Uri.from({ scheme: 'untitled', path: `Untitled-${stage.documents.length + 1}` });
      return stage.open(new TextDocument(uri, target.content ?? '', target.language ?? 'plaintext'));
    }
    const known = stage.documents.find(({ uri, isClosed }) => uri.toString() === target.toString() && !isClosed);
    if (known !== undefined) return known;
    const provided = stage.providers.get(target.scheme)?.provideTextDocumentContent(target);
    const text = provided ?? new TextDecoder().decode(await stage.files.read(target));
    return stage.open(new TextDocument(target, text));
  },
  async applyEdit(edit: WorkspaceEdit) {
    if (stage.refusesEdits) return false;
    for (const [uri, edits] of edit.entries()) {
      const notebook = stage.notebooks.find(each => each.uri.toString() === uri.toString());
      if (notebook !== undefined) {
        notebook.apply(edits);
        continue;
      }
      const document = stage.documents.find(each => each.uri.toString() === uri.toString() && !each.isClosed);
      if (document === undefined) return false;
      stage.edit(document, edits);
    }
    return true;
  },
  fs: {
    isWritableFileSystem: (scheme: string) => stage.files.isWritable(scheme),
    stat: (uri: Uri) => stage.files.stat(uri),
    readFile: (uri: Uri) => stage.files.read(uri),
    writeFile: (uri: Uri, bytes: Uint8Array) => stage.files.write(uri, bytes),
    rename: (from: Uri, to: Uri) => stage.files.rename(from, to),
    delete: (uri: Uri) => stage.files.delete(uri),
    readDirectory: (uri: Uri) => stage.files.list(uri),
    createDirectory: async () => undefined,
  },
  asRelativePath: (uri: Uri | string) => (typeof uri === 'string' ? uri : uri.path.replace(/^\//, '')),
};

export const window = {
  get activeTextEditor() {
    return stage.active;
  },
  get visibleTextEditors() {
    return stage.editors;
  },
  tabGroups: {
    get all() {
      return stage.groups;
    },
    get activeTabGroup() {
      return stage.groups.find(({ isActive }) => isActive) ?? stage.groups[0];
    },
    onDidChangeTabs: stage.changedTabs.event,
    onDidChangeTabGroups: none,
    close: async () => true,
  },
  onDidChangeActiveTextEditor: stage.changedActiveEditor.event,
  onDidChangeVisibleTextEditors: stage.changedVisibleEditors.event,
  onDidChangeTextEditorSelection: stage.changedSelection.event,
  onDidChangeActiveColorTheme: none,
  showInformationMessage: (message: string, ...rest: unknown[]) => stage.ask('information', message, rest),
  showWarningMessage: (message: string, ...rest: unknown[]) => stage.ask('warning', message, rest),
  showErrorMessage: (message: string, ...rest: unknown[]) => stage.ask('error', message, rest),
  setStatusBarMessage(message: string) {
    stage.messages.push({ kind: 'status', message, items: [] });
    return none();
  },
  showQuickPick: (items: readonly unknown[], options: { readonly title?: string } = {}) => stage.pick(items, options),
  showSaveDialog: async (options: object) => stage.pick([], options),
  showOpenDialog: async (options: object) => stage.pick([], options),
  createStatusBarItem: (id: string) => stage.createStatusItem(id),
  createOutputChannel: () => stage.log,
  createTextEditorDecorationType: (options: object) => ({ ...options, dispose: () => undefined }),
  createWebviewPanel: (type: string, title: string, column: unknown, options: object) =>
    stage.createPanel(type, title, column, options),
  registerWebviewPanelSerializer(type: string, serializer: unknown) {
    stage.serializers.set(type, serializer);
    return none();
  },
  withProgress: async <T>(options: object, work: (progress: object, token: object) => Promise<T>) =>
    stage.progress(options, work),
  async showTextDocument(target: TextDocument | Uri, options: ShowOptions = {}) {
    const document = target instanceof Uri ? await workspace.openTextDocument(target) : target;
    stage.calls.push({ id: 'window.showTextDocument', args: [document.uri.toString(), options] });
    return stage.show(document, ...(options.selection === undefined ? [] : [options.selection]));
  },
};

export const extensions = {
  get all() {
    return stage.extensions;
  },
};

export const languages = {
  registerCodeLensProvider: none,
  registerHoverProvider: none,
  async setTextDocumentLanguage(document: TextDocument, language: string) {
    document.languageId = language;
    return document;
  },
  getLanguages: async () => ['plaintext', 'markdown', 'typescript'],
};
