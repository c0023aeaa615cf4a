// Attention runs: the last few runs, kept so that their attention can be shown, each with its links to the editor.
import * as vscode from 'vscode';
import { type Disposable, toDisposable } from '../../base/lifecycle';
import type { FinishedRun, TextLocation } from '../../tasks/run/finishedRun';
import { RunLinks, type RunRange } from './editor/links';
import type { SavedRun } from './savedRun';

/** A run that can be shown. */
export interface ShowableRun {
  readonly run: FinishedRun;
  readonly links: RunLinks;
}

/** A place in a run that is remembered. */
export interface RunAtSelection {
  readonly run: string;
  readonly place: RunRange;
}

interface Entry extends ShowableRun {
  /** Panels that show it. */
  users: number;
}

/** Beside those that panels show. */
const MOST_RUNS = 8;

export class AttentionRuns implements Disposable {
  /** In the order in which they came here, which is not always that in which they were made. */
  private readonly entries = new Map<string, Entry>();
  private readonly changes = new vscode.EventEmitter<void>();
  /** A run came, or the texts of one were put somewhere, edited or found again. */
  readonly onDidChange = this.changes.event;

  take(run: FinishedRun): void {
    this.insert({ run, results: undefined, isPinned: false });
    this.forget();
  }

  /** The results of a run were put into a document. */
  settle(id: string, results: TextLocation | undefined): void {
    this.entries.get(id)?.links.setResults(results);
  }

  /** Keeps a run as long as somebody shows it; undefined if it is not known any more. */
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

  /** Takes back a run that a panel saved in an earlier session; it may be older than all that are here. */
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

  /** The newest run that read or wrote all that is selected, or what is at the caret. */
  at(document: vscode.TextDocument, selection: vscode.Range): RunAtSelection | undefined {
    const words = document.getText(selection).trim();
    for (const [id, { run, links }] of this.newestFirst()) {
      const place = links.at(document, selection);
      const { sources, results } = run.trace;
      if (place !== undefined && [...sources, ...results].some(text => text.includes(words))) return { run: id, place };
    }
    return undefined;
  }

  /** The newest run with texts in a document, such as a preview. */
  in(uri: string): string | undefined {
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

  /** By when they were made: a tab of an earlier session may bring its run back at any time. */
  private newestFirst(): [string, Entry][] {
    return [...this.entries].reverse().sort(([, a], [, b]) => b.run.finishedAt - a.run.finishedAt);
  }

  private insert({ run, results }: SavedRun): void {
    const links = new RunLinks(run, results);
    // It ends with the links.
    links.onDidChange(() => this.changes.fire());
    this.entries.set(run.id, { run, links, users: 0 });
    this.changes.fire();
  }

  private forget(): void {
    const idle = this.newestFirst().filter(([, { users }]) => users === 0);
    for (const [id, { links }] of idle.slice(MOST_RUNS)) {
      this.entries.delete(id);
      links.dispose();
    }
  }
}
