// Proposal: the text that a run proposes for each segment, as far as the run has come, and the user's choices.
import type { Range } from '../../text/range';
import type { SegmentOutcome } from '../rows/textPart';
import { probabilityOf } from './report';
import { composed, type RewriteEvent, type SegmentPlace } from './rewrite';
import type { Warning } from './warnings';

export type Choice = 'accepted' | 'rejected';

/** A segment as it is proposed now. `start` and `end` are offsets into the proposed text. */
export interface ProposedSegment extends Range {
  readonly segment: number;
  /** Index of the text that it stands in. */
  readonly text: number;
  readonly source: string;
  /** The model's text for the segment, whether the user accepted it or not; the source if there is none yet. */
  readonly written: string;
  /** `open`: the segment is not finished. */
  readonly outcome: SegmentOutcome | 'open';
  /** How sure the model was, 0 to 1; none if it was not run or is not finished. */
  readonly probability?: number;
  /** What may be wrong with the model's text. */
  readonly warnings: readonly Warning[];
  readonly choice?: Choice;
}

/** The texts that are proposed now, and where each segment stands in them. */
export interface Composition {
  /** One for each source of the run. */
  readonly texts: readonly string[];
  readonly segments: readonly ProposedSegment[];
}

interface Answer {
  readonly written: string;
  readonly outcome: SegmentOutcome | 'open';
  readonly probability?: number;
  readonly warnings?: readonly Warning[];
}

export class Proposal {
  private places: readonly SegmentPlace[] = [];
  private answers: (Answer | undefined)[] = [];
  private readonly choices = new Map<number, Choice>();

  constructor(readonly sources: readonly string[]) {}

  take(event: RewriteEvent): void {
    if (event.kind === 'plan') {
      this.places = event.places;
      this.answers = event.places.map(() => undefined);
    }
    if (event.kind === 'partial') this.answers[event.segment] = { written: event.text, outcome: 'open' };
    if (event.kind === 'segment') {
      const { written, outcome, score, segment, warnings } = event;
      const probability = probabilityOf({ outcome, score, isSource: written === this.sourceOf(this.places[segment]) });
      this.answers[segment] = { written, outcome, warnings, ...(probability === undefined ? {} : { probability }) };
    }
  }

  /** Sets the user's choice for a segment; undefined removes it. */
  choose(segment: number, choice: Choice | undefined): void {
    if (choice === undefined) this.choices.delete(segment);
    else this.choices.set(segment, choice);
  }

  get total(): number {
    return this.places.length;
  }

  /** How many segments are finished. */
  get done(): number {
    return this.answers.filter(answer => answer !== undefined && answer.outcome !== 'open').length;
  }

  /** Drops the texts of unfinished segments, because the run has stopped. */
  stop(): void {
    this.answers = this.answers.map(answer => (answer?.outcome === 'open' ? undefined : answer));
  }

  /** The sources with the model's text in place of each segment that has one and is not rejected. */
  compose(): Composition {
    const written = this.answers.map((answer, at) =>
      this.choices.get(at) === 'rejected' ? undefined : answer?.written,
    );
    /** How many UTF-16 units each text has more than its source, up to the segment. */
    const growth: number[] = this.sources.map(() => 0);
    const segments = this.places.map((place, segment): ProposedSegment => {
      const { text, start, end } = place;
      const source = this.sourceOf(place);
      const from = start + growth[text];
      const length = (written[segment] ?? source).length;
      growth[text] += length - (end - start);
      const { written: answer = source, outcome = 'open', warnings = [], ...more } = this.answers[segment] ?? {};
      const choice = this.choices.get(segment);
      const about = { segment, text, source, written: answer, outcome, warnings, ...more };
      return { ...about, start: from, end: from + length, ...(choice === undefined ? {} : { choice }) };
    });
    return { texts: composed(this.sources, this.places, written), segments };
  }

  private sourceOf({ text, start, end }: SegmentPlace): string {
    return this.sources[text].slice(start, end);
  }
}

/** Whether the user should check a segment: its outcome is not `done`, or it has a warning. */
export function needsCheck({ outcome, warnings, choice }: ProposedSegment): boolean {
  if (outcome === 'open' || choice !== undefined) return false;
  return outcome !== 'done' || warnings.length > 0;
}

/** Whether the proposed text of a segment differs from its source. */
export function isChanged({ source, written }: ProposedSegment): boolean {
  return source !== written;
}

/**
 * Whether the result of a text holds any text of the model that was not rejected. Otherwise the result is the source, which
 * is neither inserted nor copied.
 */
export function hasNewText({ segments }: Composition, text: number): boolean {
  return segments.some(segment => {
    if (segment.text !== text || segment.choice === 'rejected') return false;
    return isChanged(segment) || segment.outcome === 'done' || segment.outcome === 'cut';
  });
}
