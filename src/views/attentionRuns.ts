// Attention runs: the last few runs, kept so that their attention can be shown, each with its links to the editor.
import * as vscode from 'vscode';
import { type Disposable, toDisposable } from '../base/lifecycle';
import type { FinishedRun, Home } from '../tasks/finished';
import { RunLinks, type RunPlace } from './attentionLinks';
import type { Kept } from './attentionKept';

/** A run that can be shown. */
export interface ShowableRun {
  readonly run: FinishedRun;
  readonly links: RunLinks;
}

/** A place in a run that is remembered. */
export interface FoundRun {
  readonly run: string;
  readonly place: RunPlace;
}

interface Entry extends ShowableRun {
  /** Panels that show it. */
  users: number;
}

/** Beside those that panels show. */
const MOST_RUNS = 8;

export class AttentionRuns implements Disposable {
  /** The newest last. */
  private readonly entries = new Map<string, Entry>();
  private readonly changes = new vscode.EventEmitter<void>();
  /** A run came, or the texts of one were put somewhere, edited or found again. */
  readonly onDidChange = this.changes.event;

  take(run: FinishedRun): void {
    this.remember({ run, results: undefined });
  }

  /** The results of a run were put into a document. */
  settle(id: string, results: Home | undefined): void {
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

  /** A run of an earlier session, as a panel kept it. */
  restore(kept: Kept): void {
    if (!this.entries.has(kept.run.id)) this.remember(kept);
  }

  has(id: string): boolean {
    return this.entries.has(id);
  }

  get newest(): string | undefined {
    return [...this.entries.keys()].at(-1);
  }

  /** The newest run that read or wrote all that is selected, or what is at the caret. */
  at(document: vscode.TextDocument, selection: vscode.Range): FoundRun | undefined {
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

  private newestFirst(): [string, Entry][] {
    return [...this.entries].reverse();
  }

  private remember({ run, results }: Kept): void {
    const links = new RunLinks(run, results);
    // It ends with the links.
    links.onDidChange(() => this.changes.fire());
    this.entries.set(run.id, { run, links, users: 0 });
    this.forget();
    this.changes.fire();
  }

  private forget(): void {
    const idle = [...this.entries].filter(([, { users }]) => users === 0);
    for (const [id, { links }] of idle.slice(0, Math.max(0, idle.length - MOST_RUNS))) {
      this.entries.delete(id);
      links.dispose();
    }
  }
}
