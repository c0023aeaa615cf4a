// Preview text: the text of a document with the results of a run: each finished segment in place of its source, above
// it or below it.
import * as vscode from 'vscode';
import type { TextLocation } from '../../tasks/run/finishedRun';
import { hasNewText, type Proposal, type ProposedSegment } from '../../tasks/run/proposal';
import type { Range } from '../../text/range';
import { insertion } from '../../text/lines/insertion';
import { isProse } from './sourceFile';
import type { Target } from '../target/target';
import type { Edit } from '../target/writing';

/** Where results are written, relative to their sources. */
export type Placement = 'replace' | 'insertAbove' | 'insertBelow';

/** The text of the document after the edits. */
export interface DrawnText {
  readonly edits: readonly Edit[];
  /** The whole text after the edits. */
  readonly text: string;
  /** The range of each result in `text`; undefined for one that is not written. */
  readonly results: readonly (Range | undefined)[];
  /** The segments of the results in `text`, with offsets into it. */
  readonly segments: readonly ProposedSegment[];
}

/** The edit that writes the result of one source text. */
interface PlacedEdit {
  /** The index of the source text. */
  readonly text: number;
  readonly edit: Edit;
  /** The range of the result in the edit's text. */
  readonly start: number;
  readonly end: number;
  /** How many UTF-16 units at the beginning of the result the edit leaves out. */
  readonly dropped: number;
}

export class PreviewText {
  constructor(
    private readonly target: Target,
    private readonly proposal: Proposal,
    private readonly placement: Placement,
    /** Whether results are separated from the text by empty lines, as a summary is. */
    private readonly isApart: boolean,
  ) {}

  /** The text of the document as it is now, with the results. A source that was edited meanwhile gets no result. */
  draw(): DrawnText {
    const { document } = this.target;
    const source = document.getText();
    const composition = this.proposal.compose();
    const results = composition.texts.map((): Range | undefined => undefined);
    const segments: ProposedSegment[] = [];
    let text = '';
    let from = 0;
    const placedEdits = this.placedEdits(
      source,
      composition.texts,
      index => this.placement === 'replace' || hasNewText(composition, index),
    );
    for (const { edit, start, end, dropped, text: index } of placedEdits) {
      text += source.slice(from, edit.start);
      const at = text.length + start;
      results[index] = { start: at, end: text.length + end };
      // Converts an offset in the result to one in the drawn text, within the range of the result.
      const inside = (offset: number): number => Math.min(Math.max(at, at + offset - dropped), text.length + end);
      for (const segment of composition.segments) {
        if (segment.text !== index) continue;
        segments.push({ ...segment, start: inside(segment.start), end: inside(segment.end) });
      }
      text += edit.text;
      from = edit.end;
    }
    return { edits: placedEdits.map(({ edit }) => edit), text: text + source.slice(from), results, segments };
  }

  /** The location of the results in a document that holds the drawn text. */
  location(uri: vscode.Uri, { results, segments }: DrawnText): TextLocation {
    const shown = new Set(segments.filter(({ choice }) => choice !== 'rejected').map(({ segment }) => segment));
    const { texts, segments: all } = this.proposal.compose();
    const rejected = all.map(({ segment }) => segment).filter(segment => !shown.has(segment));
    const starts = texts.map((_, index) => results[index]?.start ?? this.target.starts()[index]);
    return { uri: uri.toString(), starts, ...(rejected.length === 0 ? {} : { rejected }) };
  }

  private placedEdits(source: string, results: readonly string[], isShown: (text: number) => boolean): PlacedEdit[] {
    const { document } = this.target;
    const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const style = { eol, isProse: isProse(document.languageId), isApart: this.isApart };
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
