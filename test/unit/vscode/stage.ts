// Stage: what a test puts before the stand-in of the editor (documents, settings, the user's answers), and a record of
// what the editor would have shown.
import type { ContentChange, TextDocument } from './document';
import { Files } from './files';
import { CancellationTokenSource, EventEmitter, type Range, Selection, TextEdit, Uri } from './values';

/** Something the user was told or asked. */
export interface ShownMessage {
  readonly kind: 'information' | 'warning' | 'error' | 'status' | 'pick';
  readonly message: string;
  /** The buttons of a message, or the rows of a list. */
  readonly items: readonly unknown[];
  readonly options?: object;
}

/** What the user does with a question: chooses the item with this label (or that is this text), or leaves it. */
export type Answer = string | ((said: ShownMessage) => unknown) | undefined;

export interface Editor {
  readonly document: TextDocument;
  selections: readonly Selection[];
  selection: Selection;
  viewColumn: number;
  /** What each decoration type marks in it. */
  readonly decorations: Map<object, readonly unknown[]>;
  /** False if the document was edited meanwhile, as the editor answers. A locked one does nothing and answers true. */
  edit(fill: (builder: EditBuilder) => void): Promise<boolean>;
  setDecorations(type: object, places: readonly unknown[]): void;
  revealRange(range: Range): void;
}

interface EditBuilder {
  replace(range: Range, text: string): void;
}

/** What opens documents of a scheme of its own. */
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
  /** In the order in which questions come; when none is left, the user leaves the question. */
  readonly answers: Answer[] = [];
  readonly calls: { readonly id: string; readonly args: readonly unknown[] }[] = [];
  readonly contexts = new Map<string, unknown>();
  readonly handlers = new Map<string, (...args: never[]) => unknown>();
  readonly serializers = new Map<string, unknown>();
  readonly providers = new Map<string, ContentProvider>();
  /** Documents whose editors are locked for the session. */
  readonly readOnlyDocuments = new Set<TextDocument>();
  readonly openedAddresses: string[] = [];
  readonly statusItems = new Map<string, Record<string, unknown>>();
  readonly panels: Record<string, unknown>[] = [];
  readonly reports: { readonly message?: string; readonly increment?: number }[] = [];
  readonly logged: string[] = [];
  readonly documents: TextDocument[] = [];
  readonly folders: Uri[] = [];
  /** What is installed, with its manifest. */
  readonly extensions: { readonly packageJSON: unknown }[] = [];
  clipboard = '';
  remoteName: string | undefined;
  refusesEdits = false;
  active: Editor | undefined;
  editors: readonly Editor[] = [];
  groups: readonly TabGroup[] = [{ viewColumn: 1, isActive: true, tabs: [] }];
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

  /** An address that no document has yet. */
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

  /** Puts a document in front, with this selected. */
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
      // The first of them, as the editor has it.
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

  set(name: string, value: unknown): void {
    this.settings.set(name, value);
    this.changedSettings.fire({
      affectsConfiguration: asked => name === asked || name.startsWith(`${asked}.`),
    });
  }

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

  private record(said: ShownMessage): unknown {
    this.messages.push(said);
    const answer = this.answers.shift();
    if (typeof answer !== 'string') return answer?.(said);
    const chosen = said.items.find(item => labelOf(item) === answer);
    if (chosen === undefined) throw new Error(`“${said.message}” has no item “${answer}”`);
    return chosen;
  }
}

function labelOf(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item;
  return 'label' in item ? item.label : 'title' in item ? item.title : undefined;
}
