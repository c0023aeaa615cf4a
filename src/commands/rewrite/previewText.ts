// Shown: the document as it would become: each finished segment in place of its source or beside it, all else as it is.
import * as vscode from 'vscode';
import type { TextLocation } from '../../tasks/run/finishedRun';
import { isMade, type Proposal, type Proposed } from '../../tasks/run/proposal';
import type { Range } from '../../text/range';
import { insertion } from '../../text/lines/insertion';
import { PROSE } from './sourceFile';
import type { Target } from './target';

/** Where results go in the document of their sources. */
export type Placement = 'replace' | 'insertAbove' | 'insertBelow';

/** A change of the document, at offsets of its text before all changes. Edits are ascending and do not overlap. */
export interface Edit extends Range {
  readonly text: string;
}

/** What the document would become. */
export interface DrawnText {
  readonly edits: readonly Edit[];
  /** The whole text after the edits. */
  readonly text: string;
  /** Where each result stands in it; none for one that stands nowhere. */
  readonly results: readonly (Range | undefined)[];
  /** What is proposed, at offsets of `text`; none of what stands nowhere. */
  readonly segments: readonly Proposed[];
}

/** An edit for one text, before it is known where in the new document it ends up. */
interface PlacedEdit {
  readonly text: number;
  readonly edit: Edit;
  /** Where in the edit's text the result begins and ends, and how much of its beginning is not there. */
  readonly start: number;
  readonly end: number;
  readonly dropped: number;
}

export class PreviewText {
  constructor(
    private readonly target: Target,
    private readonly proposal: Proposal,
    private readonly placement: Placement,
    /** Set off by empty lines from the text, as a summary is. */
    private readonly isApart: boolean,
  ) {}

  /** As it would be now. A text that was edited meanwhile stays as it is. */
  draw(): DrawnText {
    const { document } = this.target;
    const source = document.getText();
    const composition = this.proposal.compose();
    const results = composition.texts.map((): Range | undefined => undefined);
    const segments: Proposed[] = [];
    let text = '';
    let from = 0;
    const pieces = this.pieces(
      source,
      composition.texts,
      index => this.placement === 'replace' || isMade(composition, index),
    );
    for (const { edit, start, end, dropped, ...piece } of pieces) {
      text += source.slice(from, edit.start);
      const at = text.length + start;
      results[piece.text] = { start: at, end: text.length + end };
      const inside = (offset: number): number => Math.min(Math.max(at, at + offset - dropped), text.length + end);
      for (const segment of composition.segments) {
        if (segment.text !== piece.text) continue;
        segments.push({ ...segment, start: inside(segment.start), end: inside(segment.end) });
      }
      text += edit.text;
      from = edit.end;
    }
    return { edits: pieces.map(({ edit }) => edit), text: text + source.slice(from), results, segments };
  }

  /** Where the results stand in a document with what was drawn. */
  location(uri: vscode.Uri, { results, segments }: DrawnText): TextLocation {
    const shown = new Set(segments.filter(({ choice }) => choice !== 'rejected').map(({ segment }) => segment));
    const { texts, segments: all } = this.proposal.compose();
    const without = all.map(({ segment }) => segment).filter(segment => !shown.has(segment));
    const starts = texts.map((_, index) => results[index]?.start ?? this.target.starts()[index]);
    return { uri: uri.toString(), starts, ...(without.length === 0 ? {} : { without }) };
  }

  private pieces(source: string, results: readonly string[], isShown: (text: number) => boolean): PlacedEdit[] {
    const { document } = this.target;
    const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const style = { eol, isProse: PROSE.has(document.languageId), isApart: this.isApart };
    return this.target.current().flatMap((place, text): PlacedEdit[] => {
      if (place === 'lost' || !isShown(text)) return [];
      const result = results[text].replace(/\r\n|\r|\n/g, eol);
      if (this.placement === 'replace') {
        return [{ text, edit: { ...place, text: result }, start: 0, end: result.length, dropped: 0 }];
      }
      const where = this.placement === 'insertAbove' ? 'above' : 'below';
      const { offset, text: inserted, ...at } = insertion(source, place, result, where, style);
      return [{ text, edit: { start: offset, end: offset, text: inserted }, ...at }];
    });
  }
}
