// Made: makes a document with selections, and the proposal of a run on them, for tests of previews and outputs.
import * as vscode from 'vscode';
import { type Placement, PreviewText } from '../../../../src/commands/rewrite/previewText';
import { Target } from '../../../../src/commands/target/target';
import { Proposal } from '../../../../src/tasks/run/proposal';
import type { SegmentPlace } from '../../../../src/tasks/run/rewrite';
import { stage, TextDocument } from '../../vscode';

export interface ProposalFixture {
  readonly document: TextDocument;
  readonly target: Target;
  readonly proposal: Proposal;
  /** With `isApart`, results are separated from the text around them by empty lines. */
  readonly previewText: (placement: Placement, isApart?: boolean) => PreviewText;
}

/**
 * A document in which each of the `selected` texts is selected. A selection with letters has one segment, one without
 * letters has none.
 */
export function proposalFixture(text: string, selected: readonly string[], language = 'plaintext'): ProposalFixture {
  const document = stage.open(new TextDocument(stage.uri(), text, language));
  const shown = document as unknown as vscode.TextDocument;
  const selections = selected.map(words => {
    const start = text.indexOf(words);
    return new vscode.Selection(shown.positionAt(start), shown.positionAt(start + words.length));
  });
  const target = new Target(shown, selections);
  const proposal = new Proposal(target.texts);
  const places = target.texts.flatMap((words, index): SegmentPlace[] =>
    /[a-z]/.test(words) ? [{ text: index, start: 0, end: words.length }] : [],
  );
  proposal.take({ kind: 'plan', places, total: places.length, characters: 0 });
  return {
    document,
    target,
    proposal,
    previewText: (placement, isApart = false) => new PreviewText(target, proposal, placement, isApart),
  };
}

/** Reports to the proposal that a segment was finished, with this result. */
export function finish(proposal: Proposal, segment: number, written: string): void {
  proposal.take({ kind: 'segment', segment, written, outcome: 'done', warnings: [], score: -0.1 });
}
