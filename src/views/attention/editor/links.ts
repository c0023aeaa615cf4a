// Links: finds the texts of a run in open documents, and follows them when documents are edited, closed and opened again.
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../base/lifecycle';
import {
  type FinishedRun,
  type TextLocation,
  inText,
  inPassage,
  piecesOf,
  type Side,
  type PassageRange,
} from '../../../tasks/run/finishedRun';
import { passageAt } from '../../../tasks/explain';
import { TrackedPieces } from '../../../text/tracking/trackedPieces';

/** A range of an open document. */
export interface DocumentRange {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
}

/** A range of a passage of the run. */
export interface RunRange extends PassageRange {
  readonly passage: number;
}

/** Whether the source can be found in its document, or why not. `replaced`: the result has replaced it there. */
export type LinkState = 'linked' | 'closed' | 'edited' | 'replaced';

export class RunLinks implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changes = this.store.add(new vscode.EventEmitter<void>());
  private readonly texts: Record<Side, LinkedText | undefined>;
  private lastState: string;
  /** Fires when the state of the links, or the document of the results, has changed. */
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly run: FinishedRun,
    results: TextLocation | undefined,
  ) {
    this.texts = { source: new LinkedText(run, 'source', run.location), target: undefined };
    this.setResults(results);
    this.lastState = this.state();
    const { workspace } = vscode;
    this.store.add(workspace.onDidChangeTextDocument(event => this.update(text => text.edited(event))));
    this.store.add(workspace.onDidOpenTextDocument(document => this.update(text => text.opened(document))));
    this.store.add(workspace.onDidCloseTextDocument(document => this.update(text => text.closed(document))));
  }

  get linkState(): LinkState {
    const { source, target } = this.texts;
    if (source === undefined || source.isClosed) return 'closed';
    if (source.tracked.foundCount > 0) return 'linked';
    return target?.uri === source.uri && target.tracked.foundCount > 0 ? 'replaced' : 'edited';
  }

  /** Where the results are at present, for restoring the links later. */
  get results(): TextLocation | undefined {
    const { target } = this.texts;
    return target && { ...target.location, starts: target.tracked.starts() };
  }

  /** Where the sources are at present. */
  get location(): TextLocation {
    const { source } = this.texts;
    return source === undefined ? this.run.location : { uri: source.uri, starts: source.tracked.starts() };
  }

  /** Links the results with the document that they were inserted into. */
  setResults(location: TextLocation | undefined): void {
    this.update(() => (this.texts.target = location && new LinkedText(this.run, 'target', location)));
  }

  /** The document range of a range of a passage; undefined if the text was edited there, or its document is not open. */
  documentRangeOf({ passage, ...range }: RunRange): DocumentRange | undefined {
    const { trace } = this.run;
    const linked = this.texts[range.side];
    const within = inText(trace.passages[passage], range);
    const place = within && linked?.tracked.rangeOf({ text: trace.passages[passage].text, ...within });
    if (place === undefined || linked?.document === undefined) return undefined;
    const { document } = linked;
    return { document, range: new vscode.Range(document.positionAt(place.start), document.positionAt(place.end)) };
  }

  /** The range of the run at a selection; undefined if no text of the run is there. */
  runRangeAt(document: vscode.TextDocument, selection: vscode.Range): RunRange | undefined {
    const range = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
    for (const side of ['source', 'target'] as const) {
      const text = this.texts[side];
      const found = text?.document === document ? text.tracked.textAt(range) : undefined;
      const passage = found === undefined ? -1 : passageAt(this.run.trace, side, found.text, found.start);
      if (found === undefined || passage < 0) continue;
      const place = inPassage(this.run.trace.passages[passage], { ...found, side });
      if (place !== undefined) return { passage, ...place };
    }
    return undefined;
  }

  /** The open documents in which texts of the run are found. */
  documents(): readonly vscode.TextDocument[] {
    return Object.values(this.texts).flatMap(text =>
      text?.document !== undefined && text.tracked.foundCount > 0 ? [text.document] : [],
    );
  }

  dispose(): void {
    this.store.dispose();
  }

  /** Applies a change to each text that is linked, and fires the event if the state has changed. */
  private update(change: (text: LinkedText) => unknown): void {
    const before = this.texts.target;
    for (const text of Object.values(this.texts)) if (text !== undefined) change(text);
    const now = this.state();
    if (now === this.lastState && this.texts.target === before) return;
    this.lastState = now;
    this.changes.fire();
  }

  /** The state whose changes fire the event. */
  private state(): string {
    return `${this.linkState} ${this.texts.target !== undefined && this.texts.target.tracked.foundCount > 0}`;
  }
}

/** The sources or the results of a run, tracked in their document. */
class LinkedText {
  readonly tracked: TrackedPieces;
  /** Undefined while the document is not open. */
  document: vscode.TextDocument | undefined;

  constructor(
    run: FinishedRun,
    side: Side,
    readonly location: TextLocation,
  ) {
    this.tracked = new TrackedPieces(piecesOf(run.trace, side, location.rejected), location.starts);
    for (const document of vscode.workspace.textDocuments) this.opened(document);
  }

  get uri(): string {
    return this.location.uri;
  }

  get isClosed(): boolean {
    return this.document === undefined;
  }

  opened(document: vscode.TextDocument): void {
    if (document.uri.toString() !== this.uri) return;
    this.document = document;
    this.tracked.locate(document.getText());
  }

  closed(document: vscode.TextDocument): void {
    if (document.uri.toString() !== this.uri) return;
    this.document = undefined;
    this.tracked.clear();
  }

  edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document !== this.document || contentChanges.length === 0) return;
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => {
      return { offset: rangeOffset, removed: rangeLength, inserted: text.length };
    });
    this.tracked.applyChanges(changes, () => document.getText());
  }
}
