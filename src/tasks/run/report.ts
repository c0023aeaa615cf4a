// Report: what the Run view shows of a finished run. It is plain data, so that it can be posted to a page.
import type { FinishedRun, RunFacts } from './finishedRun';
import type { RewriteResult, Segment } from './rewrite';
import type { Warning } from './warnings';

/** A finished run as the Run view shows it. */
export interface RunReport extends RunFacts {
  /** The id of the run. */
  readonly run: string;
  /** How many beams the search followed. */
  readonly numBeams: number;
  /** A sentence that says why so many, in the user's language; undefined if the user set the number. */
  readonly whyBeams?: string | undefined;
  /** From the first segment to the last, loading the model not counted. */
  readonly seconds: number;
  /** When the run was finished, in milliseconds since 1970. */
  readonly finishedAt: number;
  /** Sentences about segments that were kept or cut. */
  readonly notes: readonly string[];
  readonly sourceTokens: number;
  /** Tokens that the decoder was run for, those of dropped beams included. */
  readonly newTokens: number;
  /** In the order of the document. */
  readonly segments: readonly ReportedSegment[];
}

export interface ReportedSegment {
  readonly source: string;
  readonly result: string;
  readonly outcome: Segment['outcome'];
  readonly warnings: readonly Warning[];
  /** Geometric mean of the probabilities that the model gave its own tokens, 0 to 1; none if the model was not run. */
  readonly probability?: number;
  /** Index of its first passage in the run's trace; none if the model was not run. */
  readonly passage?: number;
}

/**
 * @param more.seconds how long the run took, loading the model not counted
 * @param more.notes sentences about segments that were kept or cut
 * @param more.whyBeams why the search followed so many beams
 */
export function reportOf(
  { id, facts, finishedAt }: FinishedRun,
  { trace, stats, segments }: RewriteResult,
  more: Pick<RunReport, 'seconds' | 'notes' | 'whyBeams'>,
): RunReport {
  const { sourceTokens, newTokens } = stats;
  const firstPassages = new Map<number, number>();
  for (const [passage, { segment }] of trace.passages.entries()) {
    if (!firstPassages.has(segment)) firstPassages.set(segment, passage);
  }
  return {
    ...facts,
    ...more,
    run: id,
    numBeams: trace.settings.numBeams ?? 1,
    finishedAt,
    sourceTokens,
    newTokens,
    segments: segments.map((segment, at) => reported(segment, firstPassages.get(at))),
  };
}

function reported({ source, result, outcome, score, warnings }: Segment, passage: number | undefined): ReportedSegment {
  const probability = probabilityOf({ outcome, score, isSource: result === source });
  return {
    source,
    result,
    outcome,
    warnings,
    ...(probability === undefined ? {} : { probability }),
    ...(passage === undefined ? {} : { passage }),
  };
}

/** The mean probability of a segment's tokens, 0 to 1; undefined if the model was not run. */
export function probabilityOf(of: {
  readonly outcome: Segment['outcome'];
  readonly score: number;
  /** Whether the result is the source as it was. */
  readonly isSource: boolean;
}): number | undefined {
  // A segment that was kept as a whole has no score, and a score that is not a number must not be shown.
  if ((isKept(of.outcome) && of.isSource) || Number.isNaN(of.score)) return undefined;
  return Math.min(1, Math.exp(of.score));
}

/** Whether a segment, or some part of it, stands in the result as it was. */
function isKept(outcome: Segment['outcome']): boolean {
  return outcome === 'tooLong' || outcome === 'empty' || outcome === 'broken';
}
