// Report: what a finished run did, kept as plain data so that people can judge it later.
import type { RewriteResult, Segment } from './rewrite';
import type { RunTrace } from './trace';

/** What of a run stands in the report as it is. Words are already those of the reader's language. */
export interface RunFacts {
  /** The task: "Translate: English to German". */
  readonly title: string;
  /** The name of the document, without its path. */
  readonly document: string;
  /** The languages of sources and results, BCP 47 tags. */
  readonly languages: { readonly source: string; readonly result: string };
  readonly model: { readonly name: string; readonly quality: string; readonly license: string };
  /** How many alternatives the search followed at once. */
  readonly numBeams: number;
  /** From the first segment to the last, loading the model not counted. */
  readonly seconds: number;
  /** When the run was finished, in milliseconds since 1970. */
  readonly finishedAt: number;
  /** What was left as it was or cut, in sentences. */
  readonly notes: readonly string[];
}

/** A finished run as people judge it. */
export interface ReportedRun extends RunFacts {
  readonly sourceTokens: number;
  /** Tokens that the decoder was run for, those of dropped alternatives included. */
  readonly newTokens: number;
  /** In the order of the document. */
  readonly segments: readonly ReportedSegment[];
}

/** The same, with all that is needed to explain it. */
export interface RunReport extends ReportedRun {
  readonly trace: RunTrace;
}

export interface ReportedSegment {
  readonly source: string;
  readonly result: string;
  readonly outcome: Segment['outcome'];
  /** Geometric mean of the probabilities that the model gave its own tokens, 0 to 1; none if the model was not run. */
  readonly probability?: number;
}

export function reportOf(facts: RunFacts, result: RewriteResult): RunReport {
  return {
    ...facts,
    sourceTokens: result.stats.sourceTokens,
    newTokens: result.stats.newTokens,
    segments: result.segments.map(reported),
    trace: result.trace,
  };
}

function reported({ source, result, outcome, score }: Segment): ReportedSegment {
  const segment = { source, result, outcome };
  const probability = probabilityOf({ outcome, score, isSource: result === source });
  return probability === undefined ? segment : { ...segment, probability };
}

/** How sure the model was of a segment, 0 to 1; none where it was not run. */
export function probabilityOf(of: {
  readonly outcome: Segment['outcome'];
  readonly score: number;
  /** Whether the result is the source as it was. */
  readonly isSource: boolean;
}): number | undefined {
  // What was left whole never met the model, and a broken score must not be shown as a number.
  if ((isKept(of.outcome) && of.isSource) || Number.isNaN(of.score)) return undefined;
  return Math.min(1, Math.exp(of.score));
}

/** Whether a segment, or some part of it, stands in the result as it was. */
function isKept(outcome: Segment['outcome']): boolean {
  return outcome === 'tooLong' || outcome === 'empty' || outcome === 'broken';
}
