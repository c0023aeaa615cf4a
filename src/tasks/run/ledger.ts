// Ledger: what of a run's segments is finished, told as it comes, and put together in the end with the proof that nothing
// is missing.
import type { GenerateStats } from '../../engine/api/contract';
import type { SegmentOutcome } from './textPart';
import {
  composed,
  distinctLength,
  noteOutcome,
  type Notes,
  proveWhole,
  type RewriteEvent,
  type RewriteResult,
  type Segment,
  type SegmentPlace,
} from './rewrite';
import { shiftSpans, type RunTrace, type RunPassage, type Passage } from './trace';

/** What a task makes of its texts before the model runs. */
export interface Layout {
  /** What goes through the model, in the order of the texts. */
  readonly places: readonly SegmentPlace[];
  /** What stands at each place, on one line. */
  readonly sources: readonly string[];
  readonly notes: Notes;
}

/** What became of a segment. */
export interface SettledSegment {
  readonly result: string;
  readonly written: string;
  readonly outcome: SegmentOutcome;
  readonly score: number;
  /** Of the text at the place and of `written`. */
  readonly passages: readonly Passage[];
}

/** What a trace says of the run, beside its texts and passages. */
export type RunSettings = Pick<RunTrace, 'model' | 'input' | 'settings' | 'newTokenBound'>;

export class Ledger {
  private readonly segments: (Segment | undefined)[];
  private readonly passages: (readonly Passage[])[];
  private readonly inOrder: InOrder;
  private done = 0;

  constructor(
    private readonly texts: readonly string[],
    private readonly layout: Layout,
  ) {
    this.segments = layout.places.map(() => undefined);
    this.passages = layout.places.map(() => []);
    this.inOrder = new InOrder(texts, layout.places);
  }

  /** The beginning: the plan, and what is kept before the first segment. */
  *plan(): Generator<RewriteEvent, void, void> {
    const { places, sources } = this.layout;
    yield { kind: 'plan', places, total: places.length, characters: distinctLength(sources) };
    yield* this.inOrder.advance(this.segments);
  }

  *partial(segment: number, text: string): Generator<RewriteEvent, void, void> {
    if (this.layout.places.length === 1) yield { kind: 'partial', segment, text };
  }

  *progress(stats: GenerateStats): Generator<RewriteEvent, void, void> {
    yield { kind: 'progress', done: this.done, total: this.layout.places.length, stats };
  }

  /** A segment is finished. */
  *settle(at: number, { passages, ...settled }: SettledSegment): Generator<RewriteEvent, void, void> {
    const { places, sources, notes } = this.layout;
    const { written, outcome, score } = settled;
    this.segments[at] = { ...places[at], source: sources[at], ...settled };
    this.passages[at] = passages;
    this.done++;
    noteOutcome(notes, outcome);
    yield { kind: 'segment', segment: at, written, outcome, score };
    yield* this.inOrder.advance(this.segments);
  }

  /**
   * The whole result.
   *
   * @throws AttentiveError `internal` if any of it is missing
   */
  result({ model, input, settings, newTokenBound }: RunSettings, stats: GenerateStats): RewriteResult {
    const { segments, texts: sources } = this;
    const written = segments.map(segment => segment?.written);
    const texts = composed(sources, this.layout.places, written);
    proveWhole(sources, segments, texts);
    const passages = placed(segments, this.passages);
    const trace: RunTrace = { model, sources, results: texts, passages, input, settings, newTokenBound };
    return { texts, segments, trace, notes: this.layout.notes, stats };
  }
}

/** The passages of each segment as those of the text that it stands in. */
function placed(segments: readonly Segment[], passages: readonly (readonly Passage[])[]): RunPassage[] {
  /** By how much each result is longer than its source, up to the segment. */
  const growth: number[] = [];
  return segments.flatMap(({ text, start, end, written }, segment) => {
    const before = growth[text] ?? 0;
    growth[text] = before + written.length - (end - start);
    return shiftSpans(passages[segment], start, start + before).map(passage => ({ ...passage, text, segment }));
  });
}

/** Tells results from the front as far as their segments are finished. */
class InOrder {
  private text = 0;
  /** How far the current text was told, in its source. */
  private at = 0;
  private next = 0;

  constructor(
    private readonly sources: readonly string[],
    private readonly places: readonly SegmentPlace[],
  ) {}

  *advance(segments: readonly (Segment | undefined)[]): Generator<RewriteEvent, void, void> {
    for (; this.text < this.sources.length; this.text++) {
      const source = this.sources[this.text];
      let added = '';
      let isOpen = false;
      for (; !isOpen && this.places[this.next]?.text === this.text; this.next += isOpen ? 0 : 1) {
        const { start, end } = this.places[this.next];
        const written = segments[this.next]?.written;
        isOpen = written === undefined;
        added += source.slice(this.at, start) + (written ?? '');
        this.at = isOpen ? start : end;
      }
      if (!isOpen) added += source.slice(this.at);
      if (added !== '') yield { kind: 'append', index: this.text, text: added };
      if (isOpen) return;
      this.at = 0;
    }
  }
}
