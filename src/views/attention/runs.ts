// Runs: the last few finished runs, whose attention can be shown, each with its links to documents.
import * as vscode from 'vscode';
import { type Disposable, toDisposable } from '../../base/lifecycle';
import type { FinishedRun, TextLocation } from '../../tasks/run/finishedRun';
import { RunLinks, type RunRange } from './editor/links';
import type { SavedRun } from './savedRun';

/** A run and its links to documents. */
export interface ShowableRun {
  readonly run: FinishedRun;
  readonly links: RunLinks;
}

/** The run, and the range in it, that a selection in a document belongs to. */
export interface RunAtSelection {
  readonly run: string;
  readonly place: RunRange;
}

interface Entry extends ShowableRun {
  /** The number of holders, which keep the run from being dropped: panels that show it, or a check for omissions. */
  users: number;
}

/** How many runs are remembered in addition to those that are held. */
const MOST_RUNS = 8;

export class AttentionRuns implements Disposable {
  /** In the order of adding. A restored panel may add a run that finished earlier than those before it. */
  private readonly entries = new Map<string, Entry>();
  private readonly changes = new vscode.EventEmitter<void>();
  /** Fires when a run was added, or when the texts of a run were inserted, edited or found again. */
  readonly onDidChange = this.changes.event;

  add(run: FinishedRun): void {
    this.insert({ run, results: undefined, isPinned: false });
    this.forget();
  }

  /** Links the results of a run with the document that they were inserted into. */
  setResults(id: string, results: TextLocation | undefined): void {
    this.entries.get(id)?.links.setResults(results);
  }

  /** Holds a run until the returned object is disposed. Returns undefined if the run was dropped already. */
  hold(id: string): (ShowableRun & Disposable) | undefined {
    const entry = this.entries.get(id);
    if (entry === undefined) return undefined;
    entry.users++;
    const release = toDisposable(() => {
      entry.users--;
      this.forget();
    });
    return { run: entry.run, links: entry.links, dispose: () => release.dispose() };
  }

  /** Adds a run that a panel saved in an earlier session, and holds it. It may be older than all others. */
  restore(saved: SavedRun): (ShowableRun & Disposable) | undefined {
    if (!this.entries.has(saved.run.id)) this.insert(saved);
    return this.hold(saved.run.id);
  }

  has(id: string): boolean {
    return this.entries.has(id);
  }

  get newest(): string | undefined {
    return this.newestFirst()[0]?.[0];
  }

  /** The newest run whose source or result is at the selection or the caret, and contains the selected text. */
  runAtSelection(document: vscode.TextDocument, selection: vscode.Range): RunAtSelection | undefined {
    const words = document.getText(selection).trim();
    for (const [id, { run, links }] of this.newestFirst()) {
      const place = links.runRangeAt(document, selection);
      const { sources, results } = run.trace;
      if (place !== undefined && [...sources, ...results].some(text => text.includes(words))) return { run: id, place };
    }
    return undefined;
  }

  /** The newest run that has texts in a document, for example in a preview. */
  newestIn(uri: string): string | undefined {
    for (const [id, { links }] of this.newestFirst()) {
      if (links.documents().some(document => document.uri.toString() === uri)) return id;
    }
    return undefined;
  }

  dispose(): void {
    for (const { links } of this.entries.values()) links.dispose();
    this.entries.clear();
    this.changes.dispose();
  }

  /** Sorted by the time when the runs finished, because a restored tab may add an old run at any time. */
  private newestFirst(): [string, Entry][] {
    return [...this.entries].reverse().sort(([, a], [, b]) => b.run.finishedAt - a.run.finishedAt);
  }

  private insert({ run, results }: SavedRun): void {
    const links = new RunLinks(run, results);
    links.onDidChange(() => this.changes.fire());
    this.entries.set(run.id, { run, links, users: 0 });
    this.changes.fire();
  }

  /** Drops the oldest runs that are not held. */
  private forget(): void {
    const idle = this.newestFirst().filter(([, { users }]) => users === 0);
    for (const [id, { links }] of idle.slice(MOST_RUNS)) {
      this.entries.delete(id);
      links.dispose();
    }
  }
}
