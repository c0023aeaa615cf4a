// Stage: the state of the stand-in for VS Code. A test sets up documents, settings and the user's answers in it, and
// reads from it what VS Code would have shown.
import type { ContentChange, TextDocument } from './document';
import type { Notebook } from './notebook';
import { Files } from './files';
import { CancellationTokenSource, EventEmitter, type Range, Selection, TextEdit, Uri } from './values';

/** A message or a question that was shown to the user. */
export interface ShownMessage {
  readonly kind: 'information' | 'warning' | 'error' | 'status' | 'pick';
  readonly message: string;
  /** The buttons of a message, or the items of a list. */
  readonly items: readonly unknown[];
  readonly options?: object;
}

/**
 * The user's answer to a message. A text chooses the item with this label, undefined dismisses the message, and a
 * function returns the answer.
 */
export type Answer = string | ((shown: ShownMessage) => unknown) | undefined;

export interface Editor {
  readonly document: TextDocument;
  selections: readonly Selection[];
  selection: Selection;
  viewColumn: number;
  /** The ranges or options that were set for each decoration type. */
  readonly decorations: Map<object, readonly unknown[]>;
  /** Applies an edit and returns true. If the document is in `readOnlyDocuments`, nothing is applied, as in VS Code. */
  edit(fill: (builder: EditBuilder) => void): Promise<boolean>;
  setDecorations(type: object, places: readonly unknown[]): void;
  revealRange(range: Range): void;
}

interface EditBuilder {
  replace(range: Range, text: string): void;
}

/** A provider of documents with a URI scheme of its own. */
export interface ContentProvider {
  provideTextDocumentContent(uri: Uri): string | undefined;
}

export interface TabGroup {
  readonly viewColumn: number;
  readonly isActive: boolean;
  readonly tabs: readonly { readonly label: string; readonly input: unknown; readonly group?: unknown }[];
  readonly activeTab?: { readonly label: string; readonly input: unknown };
}

export class Stage {
  readonly settings = new Map<string, unknown>();
  readonly files = new Files();
  readonly messages: ShownMessage[] = [];
  /** The user's answers to the next messages, in order. A message without an answer is dismissed. */
  readonly answers: Answer[] = [];
  /** The commands that were executed, and calls such as `log.show`, which tests check; in order. */
  readonly calls: { readonly id: string; readonly args: readonly unknown[] }[] = [];
  /** The context keys that were set. */
  readonly contexts = new Map<string, unknown>();
  /** The handlers of registered commands, by the ids of the commands. */
  readonly handlers = new Map<string, (...args: never[]) => unknown>();
  readonly serializers = new Map<string, unknown>();
  readonly providers = new Map<string, ContentProvider>();
  /** Documents whose editors the user has made read-only for the session. */
  readonly readOnlyDocuments = new Set<TextDocument>();
  /** The URIs that were opened outside of the editor. */
  readonly openedAddresses: string[] = [];
  /** The status bar items, by their ids. */
  readonly statusItems = new Map<string, Record<string, unknown>>();
  readonly panels: Record<string, unknown>[] = [];
  /** What was reported to progress notifications. */
  readonly reports: { readonly message?: string; readonly increment?: number }[] = [];
  /** The lines of the log, as `level: message`. */
  readonly logged: string[] = [];
  readonly documents: TextDocument[] = [];
  /** The folders of the workspace. */
  readonly folders: Uri[] = [];
  /** The installed extensions with their manifests. */
  readonly extensions: { readonly packageJSON: unknown }[] = [];
  clipboard = '';
  /** The value of `vscode.env.remoteName`. */
  remoteName: string | undefined;
  readonly notebooks: Notebook[] = [];
  /** Whether `workspace.applyEdit` fails. */
  refusesEdits = false;
  active: Editor | undefined;
  editors: readonly Editor[] = [];
  groups: readonly TabGroup[] = [{ viewColumn: 1, isActive: true, tabs: [] }];
  /** Cancels the token of progress notifications. */
  readonly cancelling = new CancellationTokenSource();

  readonly changed = new EventEmitter<{
    readonly document: TextDocument;
    readonly contentChanges: readonly ContentChange[];
  }>();
  readonly openedDocument = new EventEmitter<TextDocument>();
  readonly closedDocument = new EventEmitter<TextDocument>();
  readonly changedSettings = new EventEmitter<{ affectsConfiguration(name: string): boolean }>();
  readonly changedTabs = new EventEmitter<object>();
  readonly changedActiveEditor = new EventEmitter<Editor | undefined>();
  readonly changedVisibleEditors = new EventEmitter<readonly Editor[]>();
  readonly changedSelection = new EventEmitter<object>();

  readonly log = {
    ...Object.fromEntries(
      ['trace', 'debug', 'info', 'warn', 'error'].map(level => [
        level,
        (message: unknown) => void this.logged.push(`${level}: ${String(message)}`),
      ]),
    ),
    show: () => void this.calls.push({ id: 'log.show', args: [] }),
    dispose: () => undefined,
  };

  /** A URI that no document has yet. */
  uri(name = 'text.txt'): Uri {
    return Uri.file(`/${this.documents.length + 1}/${name}`);
  }

  open(document: TextDocument): TextDocument {
    this.documents.push(document);
    this.openedDocument.fire(document);
    return document;
  }

  close(document: TextDocument): void {
    document.isClosed = true;
    this.closedDocument.fire(document);
  }

  /** Edits a document as a user or an extension would. */
  edit(document: TextDocument, edits: readonly TextEdit[]): void {
    const contentChanges = document.apply(edits);
    this.changed.fire({ document, contentChanges });
  }

  /** Shows a document in the active editor with these selections. */
  show(document: TextDocument, ...selections: readonly Selection[]): Editor {
    this.active = this.editor(document, selections.length === 0 ? [new Selection(0, 0, 0, 0)] : selections);
    this.editors = [this.active, ...this.editors.filter(editor => editor.document !== document)];
    this.changedActiveEditor.fire(this.active);
    return this.active;
  }

  private editor(document: TextDocument, selections: readonly Selection[]): Editor {
    const decorations = new Map<object, readonly unknown[]>();
    return {
      document,
      selections,
      // The first selection, as in VS Code.
      get selection() {
        return this.selections[0];
      },
      set selection(selection) {
        this.selections = [selection];
      },
      viewColumn: 1,
      decorations,
      edit: async fill => {
        const edits: TextEdit[] = [];
        fill({ replace: (range, text) => edits.push(TextEdit.replace(range, text)) });
        if (!this.readOnlyDocuments.has(document)) this.edit(document, edits);
        return true;
      },
      setDecorations: (type, places) => void decorations.set(type, places),
      revealRange: range => void this.calls.push({ id: 'editor.revealRange', args: [range] }),
    };
  }

  /** Sets the value of a setting. */
  set(name: string, value: unknown): void {
    this.settings.set(name, value);
    this.changedSettings.fire({
      affectsConfiguration: asked => name === asked || name.startsWith(`${asked}.`),
    });
  }

  /**
   * Shows a message and returns the user's answer.
   *
   * @param rest options, which are told from a button by their lack of a title, if there are any; then the buttons
   */
  async ask(kind: ShownMessage['kind'], message: string, rest: readonly unknown[]): Promise<unknown> {
    const [first] = rest;
    const hasOptions = typeof first === 'object' && first !== null && !('title' in first);
    const items = hasOptions ? rest.slice(1) : rest;
    return this.record({ kind, message, items, ...(hasOptions ? { options: first } : {}) });
  }

  async pick(items: readonly unknown[], options: object): Promise<unknown> {
    const message = 'title' in options ? String(options.title) : '';
    return this.record({ kind: 'pick', message, items, options });
  }

  createStatusItem(id: string): Record<string, unknown> {
    const item = { id, isShown: false, show: () => (item.isShown = true), hide: () => (item.isShown = false) };
    const whole = Object.assign(item, { dispose: () => this.statusItems.delete(id) });
    this.statusItems.set(id, whole);
    return whole;
  }

  createPanel(viewType: string, title: string, viewColumn: unknown, options: object): Record<string, unknown> {
    const [messages, states, ends] = [
      new EventEmitter<unknown>(),
      new EventEmitter<object>(),
      new EventEmitter<void>(),
    ];
    const panel: Record<string, unknown> = {
      viewType,
      title,
      viewColumn,
      options,
      active: true,
      visible: true,
      webview: {
        html: '',
        options: {},
        cspSource: 'none',
        asWebviewUri: (uri: Uri) => uri,
        onDidReceiveMessage: messages.event,
        postMessage: async () => true,
      },
      onDidChangeViewState: states.event,
      onDidDispose: ends.event,
      reveal: (column: unknown) => {
        if (column !== undefined) panel['viewColumn'] = column;
        this.calls.push({ id: 'panel.reveal', args: [viewType, column] });
      },
      dispose: () => {
        if (panel['isDisposed'] === true) return;
        panel['isDisposed'] = true;
        ends.fire();
      },
    };
    this.panels.push(panel);
    return panel;
  }

  progress<T>(_options: object, work: (progress: object, token: object) => Promise<T>): Promise<T> {
    return work({ report: (report: object) => this.reports.push(report) }, this.cancelling.token);
  }

  /** Records a message and returns the user's answer to it. */
  private record(shown: ShownMessage): unknown {
    this.messages.push(shown);
    const answer = this.answers.shift();
    if (typeof answer !== 'string') return answer?.(shown);
    const chosen = shown.items.find(item => labelOf(item) === answer);
    if (chosen === undefined) throw new Error(`“${shown.message}” has no item “${answer}”`);
    return chosen;
  }
}

function labelOf(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item;
  return 'label' in item ? item.label : 'title' in item ? item.title : undefined;
}
