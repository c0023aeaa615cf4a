// Preview entry: a preview while it stands on the screen, and what it was asked to show.
import type * as vscode from 'vscode';
import type { Choice, ProposedSegment } from '../../tasks/run/proposal';

/** The document as it would become now. */
export interface Drawing {
  readonly text: string;
  /** At offsets of the text. */
  readonly segments: readonly ProposedSegment[];
}

export interface PreviewRequest {
  readonly original: vscode.TextDocument;
  readonly title: string;
  draw(): Drawing;
  /** The user wants a segment, or not; undefined takes a choice back. */
  choose(segment: number, choice: Choice | undefined): void;
}

export type Decision = 'accept' | 'discard';

export interface PreviewEntry {
  readonly uri: vscode.Uri;
  readonly request: PreviewRequest;
  readonly title: string;
  readonly decide: (decision: Decision) => void;
  drawing: Drawing;
  /** Nothing more will come. */
  finished: boolean;
}

/** Whether a document has a text: half a character is another one there. */
export function isSameText(document: string, text: string): boolean {
  return document === text || (document.length === text.length && document.toWellFormed() === text.toWellFormed());
}
