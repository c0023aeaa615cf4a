// Target: the selected texts of a document that a command runs on, tracked through edits.
import * as vscode from 'vscode';
import type { Range } from '../../text/range';
import { rangeAfter } from '../../text/tracking/trackedRange';
import type { CodePart, Format } from '../../formats/api/contract';
import { formatOfLanguage } from '../../formats/documentFormat';
import { setting } from '../../settings';
import type { FormattedDocument } from '../../tasks/run/formattedTexts';

/** The current range of a selected text; `lost` if the text was edited, so that nothing may be written there. */
export type CurrentRange = Range | 'lost';

export class Target implements vscode.Disposable {
  /** The whole document when the command began. */
  readonly documentText: string;
  /** The selected texts when the command began, in the order of the document. */
  readonly texts: readonly string[];
  /** The offset of each text when the command began. */
  readonly origins: readonly number[];
  /** Whether the target is the whole document, because nothing was selected. */
  readonly isWhole: boolean;
  protected readonly changes = new vscode.EventEmitter<void>();
  /** Fires after the document was edited. */
  readonly onDidChange = this.changes.event;
  protected places: readonly CurrentRange[];
  protected readonly listeners: vscode.Disposable[] = [this.changes];

  /** @param parts what of source code is translated; comments, docstrings and the texts of pages if left out */
  constructor(
    readonly document: vscode.TextDocument,
    selections: readonly vscode.Selection[],
    private readonly parts?: readonly CodePart[],
  ) {
    const chosen = selections.filter(selection => !selection.isEmpty);
    this.isWhole = chosen.length === 0;
    const ranges = this.isWhole ? [wholeOf(document)] : [...chosen].sort((a, b) => a.start.compareTo(b.start));
    this.documentText = document.getText();
    this.texts = ranges.map(range => document.getText(range));
    this.places = ranges.map(range => ({ start: document.offsetAt(range.start), end: document.offsetAt(range.end) }));
    this.origins = ranges.map(range => document.offsetAt(range.start));
    this.listeners.push(
      vscode.workspace.onDidChangeTextDocument(event => {
        if (event.document !== document || event.contentChanges.length === 0) return;
        this.move(event.contentChanges);
        this.changes.fire();
      }),
    );
  }

  /** The name of the file that the texts are from, without its path. */
  get name(): string {
    return this.document.uri.path.split('/').at(-1) ?? '';
  }

  /** The document whose settings apply. */
  get scope(): vscode.TextDocument {
    return this.document;
  }

  /** What the user should know of texts that are no part of the target, as sentences. */
  get notes(): readonly string[] {
    return [];
  }

  /** The format of the document; undefined if it has no parser. */
  get format(): Format | undefined {
    const frontMatterKeys = setting('translate.frontMatterKeys', this.document);
    const parts = this.parts === undefined ? {} : { parts: this.parts };
    return formatOfLanguage(this.document.languageId, { frontMatterKeys, ...parts });
  }

  /** The documents whose ranges are the texts, in the order of the texts; undefined if they have no parser. */
  get documents(): readonly FormattedDocument[] | undefined {
    const { format, documentText: text, origins, texts } = this;
    if (format === undefined) return undefined;
    return [{ format, text, ranges: origins.map((start, at) => ({ start, end: start + texts[at].length })) }];
  }

  /**
   * The current range of each text. It is `lost` unless the range still holds exactly that text, so that a result is
   * never written over anything else.
   */
  current(): readonly CurrentRange[] {
    if (this.document.isClosed) return this.places.map(() => 'lost');
    return this.places.map((place, index) => {
      if (place === 'lost') return place;
      return this.document.getText(this.rangeOf(place)) === this.texts[index] ? place : 'lost';
    });
  }

  /** The current offset of each text; for a text that is lost, its offset when the command began. */
  starts(): readonly number[] {
    return this.places.map((place, index) => (place === 'lost' ? this.origins[index] : place.start));
  }

  rangeOf(place: Range): vscode.Range {
    return new vscode.Range(this.document.positionAt(place.start), this.document.positionAt(place.end));
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
  }

  private move(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const moved = changes.map(change => ({
      offset: change.rangeOffset,
      removed: change.rangeLength,
      inserted: change.text.length,
    }));
    this.places = this.places.map(place => (place === 'lost' ? place : (rangeAfter(place, moved) ?? 'lost')));
  }
}

function wholeOf(document: vscode.TextDocument): vscode.Range {
  return new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
}
