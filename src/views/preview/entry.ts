// Preview entry: the state of an open preview: its request, the text that was drawn last, and whether its run has ended.
import type * as vscode from 'vscode';
import type { Choice, ProposedSegment } from '../../tasks/run/proposal';

/** The text of a preview at one time. */
export interface Drawing {
  readonly text: string;
  /** The proposed segments, with offsets into the text. */
  readonly segments: readonly ProposedSegment[];
}

/** What a preview shows, and what receives the user's choices. */
export interface PreviewRequest {
  readonly original: vscode.TextDocument;
  readonly title: string;
  draw(): Drawing;
  /** Sets the user's choice for a segment; undefined removes it. */
  choose(segment: number, choice: Choice | undefined): void;
}

/** The user's decision on a whole preview. */
export type Decision = 'accept' | 'discard';

export interface PreviewEntry {
  readonly uri: vscode.Uri;
  readonly request: PreviewRequest;
  /** The title of the request, with a number if another open preview has the same. */
  readonly title: string;
  readonly decide: (decision: Decision) => void;
  drawing: Drawing;
  /** Whether the run has ended. */
  finished: boolean;
}

/** Whether the text of a document is the given one. The editor may have replaced lone surrogates in it. */
export function isSameText(document: string, text: string): boolean {
  return document === text || (document.length === text.length && document.toWellFormed() === text.toWellFormed());
}
