// Ledger: collects the finished segments of a run, yields an event for each, and composes the result, with a check that
// nothing is missing.
import type { GenerateStats } from '../../engine/api/contract';
import type { SegmentEdit } from './formattedTexts';
import type { SegmentOutcome } from '../rows/textPart';
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
import { shiftPassages, type RunTrace, type RunPassage, type Passage } from '../rows/trace';
import type { Warning } from './warnings';

/** The segments of a task's texts, before the model runs. */
export interface Layout {
  /** Where each segment that goes through the model stands, in the order of the texts. */
  readonly places: readonly SegmentPlace[];
  /** The text of each segment, on one line. */
  readonly sources: readonly string[];
  /** How many pieces of the texts are not given to the model, by reason. The ledger adds how many segments have each outcome. */
  readonly notes: Readonly<Notes>;
}

/** The result of a segment. */
export interface SettledSegment {
  /** The model's output: on one line, without markup. */
  readonly result: string;
  /** The output with the markup of its source, on one line; `result` if left out. */
  readonly marked?: string;
  /** The text that goes into the document: `marked`, on the lines of its source. */
  readonly written: string;
  readonly outcome: SegmentOutcome;
  readonly score: number;
  readonly warnings: readonly Warning[];
  /** The passages of the segment; their spans lead to the segment's text and to `written`. */
  readonly passages: readonly Passage[];
}

/** The fields of a trace other than its texts and passages. */
export type RunSettings = Pick<RunTrace, 'model' | 'input' | 'settings' | 'newTokenBound'>;

export class Ledger {
  private readonly segments: (Segment | undefined)[];
  private readonly marked: string[];
  private readonly passages: (readonly Passage[])[];
  private readonly output: OrderedOutput;
  private done = 0;

  constructor(
    private readonly texts: readonly string[],
    private readonly layout: Layout,
  ) {
    this.segments = layout.places.map(() => undefined);
    this.marked = layout.places.map(() => '');
    this.passages = layout.places.map(() => []);
    this.output = new OrderedOutput(texts, layout.places);
  }

  /** Yields the first events: the plan, and the kept text before the first segment. */
  *plan(): Generator<RewriteEvent, void, void> {
    const { places, sources } = this.layout;
    yield { kind: 'plan', places, total: places.length, characters: distinctLength(sources) };
    yield* this.output.advance(this.segments);
  }

  /** Yields the unfinished text of a segment, if the run has no other segment. */
  *partial(segment: number, text: string): Generator<RewriteEvent, void, void> {
    if (this.layout.places.length === 1) yield { kind: 'partial', segment, text };
  }

  *progress(stats: GenerateStats): Generator<RewriteEvent, void, void> {
    yield { kind: 'progress', done: this.done, total: this.layout.places.length, stats };
  }

  /** Stores the result of the segment with the index `at`, in place of an earlier result, and yields the events about it. */
  *settle(at: number, { passages, marked, ...settled }: SettledSegment): Generator<RewriteEvent, void, void> {
    const { places, sources } = this.layout;
    const { written, outcome, score, warnings } = settled;
    if (this.segments[at] === undefined) this.done++;
    this.segments[at] = { ...places[at], source: sources[at], ...settled };
    this.marked[at] = marked ?? settled.result;
    this.passages[at] = passages;
    yield { kind: 'segment', segment: at, written, outcome, score, warnings };
    yield* this.output.advance(this.segments);
  }

  /** The replacements of the finished segments that differ from their sources. */
  edits(): SegmentEdit[] {
    return this.segments.flatMap((segment, at) => {
      if (segment === undefined) return [];
      const { text, start, end, written } = segment;
      if (written === this.texts[text].slice(start, end)) return [];
      return [{ segment: at, text, start, end, replacement: written }];
    });
  }

  /**
   * The result of the run.
   *
   * @throws AttentiveError `internal` if a segment has no result, or kept text is missing
   */
  result({ model, input, settings, newTokenBound }: RunSettings, stats: GenerateStats): RewriteResult {
    const { segments, texts: sources } = this;
    const written = segments.map(segment => segment?.written);
    const texts = composed(sources, this.layout.places, written);
    proveWhole(sources, segments, texts, this.marked);
    const notes = { ...this.layout.notes };
    for (const { outcome } of segments) noteOutcome(notes, outcome);
    const passages = runPassages(segments, this.passages);
    const trace: RunTrace = { model, sources, results: texts, passages, input, settings, newTokenBound };
    return { texts, segments, trace, notes, stats };
  }
}

/** The passages of all segments, with spans that are ranges of the run's texts. */
function runPassages(segments: readonly Segment[], passages: readonly (readonly Passage[])[]): RunPassage[] {
  /** How many UTF-16 units each result has more than its source, up to the segment. */
  const growth: number[] = [];
  return segments.flatMap(({ text, start, end, written }, segment) => {
    const before = growth[text] ?? 0;
    growth[text] = before + written.length - (end - start);
    return shiftPassages(passages[segment], start, start + before).map(passage => ({ ...passage, text, segment }));
  });
}

/** Yields the text of the results from beginning to end, up to the first segment that is not finished. */
class OrderedOutput {
  /** Index of the current source. */
  private text = 0;
  /** The offset in the current source up to which its text, or the results in its place, were yielded. */
  private at = 0;
  /** Index of the next segment. */
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
