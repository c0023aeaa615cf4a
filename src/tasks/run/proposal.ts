// Proposal: what a run would write in place of each stretch, as far as it is finished, and what the user wants of that.
import type { Range } from '../../text/range';
import type { RowOutcome } from './textPart';
import { probabilityOf } from './report';
import { composed, type RewriteEvent, type StretchPlace } from './rewrite';

/**
 * Below this mean probability of its tokens a stretch is one that people should look at. With the built-in model the short
 * sentences that it gets wrong (an invented noun, a wrong verb) lie below, and most that it gets right above.
 */
export const UNSURE_BELOW = 0.6;

export type Choice = 'accepted' | 'rejected';

/** A stretch as it is proposed now. `start` and `end` are offsets into the text that it would stand in. */
export interface Proposed extends Range {
  readonly stretch: number;
  /** Which of the texts. */
  readonly text: number;
  readonly source: string;
  /** What the model would have there, whether it is wanted or not. */
  readonly written: string;
  /** `open`: not finished. */
  readonly outcome: RowOutcome | 'open';
  /** How sure the model was, 0 to 1; none if it was not run or is not finished. */
  readonly probability?: number;
  readonly choice?: Choice;
}

export interface Composition {
  /** One for each source. */
  readonly texts: readonly string[];
  readonly stretches: readonly Proposed[];
}

interface Answer {
  readonly written: string;
  readonly outcome: RowOutcome | 'open';
  readonly probability?: number;
}

export class Proposal {
  private places: readonly StretchPlace[] = [];
  private answers: (Answer | undefined)[] = [];
  private readonly choices = new Map<number, Choice>();

  constructor(readonly sources: readonly string[]) {}

  take(event: RewriteEvent): void {
    if (event.kind === 'plan') {
      this.places = event.places;
      this.answers = event.places.map(() => undefined);
    }
    if (event.kind === 'partial') this.answers[event.stretch] = { written: event.text, outcome: 'open' };
    if (event.kind === 'stretch') {
      const { written, outcome, score, stretch } = event;
      const probability = probabilityOf({ outcome, score, isSource: written === this.sourceOf(this.places[stretch]) });
      this.answers[stretch] = { written, outcome, ...(probability === undefined ? {} : { probability }) };
    }
  }

  /** What the user wants of a stretch; undefined takes a choice back. */
  choose(stretch: number, choice: Choice | undefined): void {
    if (choice === undefined) this.choices.delete(stretch);
    else this.choices.set(stretch, choice);
  }

  get total(): number {
    return this.places.length;
  }

  /** How many stretches are finished. */
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
    /** By how much each text is longer than its source, up to the stretch. */
    const growth: number[] = this.sources.map(() => 0);
    const stretches = this.places.map((place, stretch): Proposed => {
      const { text, start, end } = place;
      const source = this.sourceOf(place);
      const from = start + growth[text];
      const length = (written[stretch] ?? source).length;
      growth[text] += length - (end - start);
      const { written: wanted = source, outcome = 'open', ...more } = this.answers[stretch] ?? {};
      const choice = this.choices.get(stretch);
      const about = { stretch, text, source, written: wanted, outcome, ...more };
      return { ...about, start: from, end: from + length, ...(choice === undefined ? {} : { choice }) };
    });
    return { texts: composed(this.sources, this.places, written), stretches };
  }

  private sourceOf({ text, start, end }: StretchPlace): string {
    return this.sources[text].slice(start, end);
  }
}

/** Whether people should look at a stretch: something went wrong with it, or the model was not sure. */
export function needsALook({ outcome, probability, choice }: Proposed): boolean {
  if (outcome === 'open' || choice !== undefined) return false;
  return outcome !== 'done' || (probability !== undefined && probability < UNSURE_BELOW);
}

/** Whether a stretch would stand in the result otherwise than in its source. */
export function isChanged({ source, written }: Proposed): boolean {
  return source !== written;
}

/**
 * Whether the model made anything of a text that is still wanted. A text without it has nothing to be put above or below
 * it, or into the clipboard: that would be the source once more.
 */
export function isMade({ stretches }: Composition, text: number): boolean {
  return stretches.some(stretch => {
    if (stretch.text !== text || stretch.choice === 'rejected') return false;
    return isChanged(stretch) || stretch.outcome === 'done' || stretch.outcome === 'cut';
  });
}
