// Preview entry: an open preview with its request and its drawn text.
import type * as vscode from 'vscode';
import type { Choice, ProposedSegment } from '../../tasks/run/proposal';

/** The text of a preview as it is now. */
export interface Drawing {
  readonly text: string;
  /** The proposed segments, with offsets into the text. */
  readonly segments: readonly ProposedSegment[];
}

export interface PreviewRequest {
  readonly original: vscode.TextDocument;
  readonly title: string;
  draw(): Drawing;
  /** Sets the user's choice for a segment; undefined removes it. */
  choose(segment: number, choice: Choice | undefined): void;
}

export type Decision = 'accept' | 'discard';

export interface PreviewEntry {
  readonly uri: vscode.Uri;
  readonly request: PreviewRequest;
  readonly title: string;
  readonly decide: (decision: Decision) => void;
  drawing: Drawing;
  /** The run has ended. */
  finished: boolean;
}

/** Whether a document holds a text. The editor replaces lone surrogates. */
export function isSameText(document: string, text: string): boolean {
  return document === text || (document.length === text.length && document.toWellFormed() === text.toWellFormed());
}
