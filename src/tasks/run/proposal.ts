// Proposal: what a run would write in place of each segment, as far as it is finished, and what the user wants of that.
import type { Range } from '../../text/range';
import type { SegmentOutcome } from './textPart';
import { probabilityOf } from './report';
import { composed, type RewriteEvent, type SegmentPlace } from './rewrite';

/**
 * Below this mean probability of its tokens a segment is one that people should look at. With the built-in model the short
 * sentences that it gets wrong (an invented noun, a wrong verb) lie below, and most that it gets right above.
 */
export const UNSURE_BELOW = 0.6;

export type Choice = 'accepted' | 'rejected';

/** A segment as it is proposed now. `start` and `end` are offsets into the text that it would stand in. */
export interface Proposed extends Range {
  readonly segment: number;
  /** Which of the texts. */
  readonly text: number;
  readonly source: string;
  /** What the model would have there, whether it is wanted or not. */
  readonly written: string;
  /** `open`: not finished. */
  readonly outcome: SegmentOutcome | 'open';
  /** How sure the model was, 0 to 1; none if it was not run or is not finished. */
  readonly probability?: number;
  readonly choice?: Choice;
}

export interface Composition {
  /** One for each source. */
  readonly texts: readonly string[];
  readonly segments: readonly Proposed[];
}

interface Answer {
  readonly written: string;
  readonly outcome: SegmentOutcome | 'open';
  readonly probability?: number;
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
      const { written, outcome, score, segment } = event;
      const probability = probabilityOf({ outcome, score, isSource: written === this.sourceOf(this.places[segment]) });
      this.answers[segment] = { written, outcome, ...(probability === undefined ? {} : { probability }) };
    }
  }

  /** What the user wants of a segment; undefined takes a choice back. */
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

  /** Forgets what is half done, because nothing will finish it. */
  stop(): void {
    this.answers = this.answers.map(answer => (answer?.outcome === 'open' ? undefined : answer));
  }

  compose(): Composition {
    const written = this.answers.map((answer, at) =>
      this.choices.get(at) === 'rejected' ? undefined : answer?.written,
    );
    /** By how much each text is longer than its source, up to the segment. */
    const growth: number[] = this.sources.map(() => 0);
    const segments = this.places.map((place, segment): Proposed => {
      const { text, start, end } = place;
      const source = this.sourceOf(place);
      const from = start + growth[text];
      const length = (written[segment] ?? source).length;
      growth[text] += length - (end - start);
      const { written: wanted = source, outcome = 'open', ...more } = this.answers[segment] ?? {};
      const choice = this.choices.get(segment);
      const about = { segment, text, source, written: wanted, outcome, ...more };
      return { ...about, start: from, end: from + length, ...(choice === undefined ? {} : { choice }) };
    });
    return { texts: composed(this.sources, this.places, written), segments };
  }

  private sourceOf({ text, start, end }: SegmentPlace): string {
    return this.sources[text].slice(start, end);
  }
}

/** Whether people should look at a segment: something went wrong with it, or the model was not sure. */
export function needsALook({ outcome, probability, choice }: Proposed): boolean {
  if (outcome === 'open' || choice !== undefined) return false;
  return outcome !== 'done' || (probability !== undefined && probability < UNSURE_BELOW);
}

/** Whether a segment would stand in the result otherwise than in its source. */
export function isChanged({ source, written }: Proposed): boolean {
  return source !== written;
}

/**
 * Whether the model made anything of a text that is still wanted. A text without it has nothing to be put above or below
 * it, or into the clipboard: that would be the source once more.
 */
export function isMade({ segments }: Composition, text: number): boolean {
  return segments.some(segment => {
    if (segment.text !== text || segment.choice === 'rejected') return false;
    return isChanged(segment) || segment.outcome === 'done' || segment.outcome === 'cut';
  });
}
