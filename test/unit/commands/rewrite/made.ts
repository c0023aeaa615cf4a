// Made: a document with selections and what a run proposes in their place, for the tests of where that goes.
import * as vscode from 'vscode';
import { type Placement, PreviewText } from '../../../../src/commands/rewrite/previewText';
import { Target } from '../../../../src/commands/rewrite/target';
import { Proposal } from '../../../../src/tasks/run/proposal';
import type { SegmentPlace } from '../../../../src/tasks/run/rewrite';
import { stage, TextDocument } from '../../vscode';

export interface Made {
  readonly document: TextDocument;
  readonly target: Target;
  readonly proposal: Proposal;
  readonly shown: (placement: Placement, isApart?: boolean) => PreviewText;
}

/** A document with these segments selected; each selection that is a sentence goes through the model. */
export function made(text: string, selected: readonly string[], language = 'plaintext'): Made {
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
    shown: (placement, isApart = false) => new PreviewText(target, proposal, placement, isApart),
  };
}

/** The model has finished a segment. */
export function finish(proposal: Proposal, segment: number, written: string): void {
  proposal.take({ kind: 'segment', segment, written, outcome: 'done', warnings: [], score: -0.1 });
}
