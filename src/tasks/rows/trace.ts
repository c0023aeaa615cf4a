// Trace: the data of a finished run from which it can be explained later: what the model read and wrote in each passage, and
// which ranges of the run's texts these are. It is plain data, so that it can be posted between threads.
import type { GenerateRequest, GenerationOverrides } from '../../engine/api/contract';
import type { TaskInput } from '../../models/card';
import { shiftSpans, type Span, composeSpans } from '../../text/inline/spans';

/** A part of a run's text that the model read at once, and what it wrote for it. */
export interface Passage {
  /** The text as it was given to the engine, without the prefix of the task. */
  readonly source: string;
  /** The ids of the whole input, with prefix and special tokens. */
  readonly sourceIds: readonly number[];
  /** The text that the engine gave. */
  readonly target: string;
  /** The ids of the target, with the start token and EOS. */
  readonly targetIds: readonly number[];
  /** The model was stopped before EOS. */
  readonly cut: boolean;
  /** It is the second run of a text whose first output did not end or repeated itself in a loop. */
  readonly isRetry: boolean;
  /**
   * 0 if the model read the text itself. A passage of a later round read what passages of the round before wrote: the
   * headlines of the parts of a long text, each of which stands for the whole part that it was made from.
   */
  readonly round: number;
  /** The alignment of `source` with the text that it was taken from: a row's text or, in the end, a source of the run. */
  readonly read: readonly Span[];
  /** The alignment of `target` with that text's result; none if only later passages read the target, or it was not used. */
  readonly written: readonly Span[];
}

/** A passage of a run: `read` leads to a source of the run, and `written` to a result. */
export interface RunPassage extends Passage {
  /** Index of that source and of that result in the run. */
  readonly text: number;
  /** Index of the run's segment that the passage is, or is a part of. */
  readonly segment: number;
}

export interface RunTrace {
  /** The id under which the engine held the model. */
  readonly model: string;
  /** The texts of the request, and a result for each of them. */
  readonly sources: readonly string[];
  readonly results: readonly string[];
  /** In the order of the texts, and of the rounds within each segment. */
  readonly passages: readonly RunPassage[];
  readonly input: TaskInput;
  readonly settings: GenerationOverrides;
  readonly newTokenBound: Required<GenerateRequest>['newTokenBound'];
}

/**
 * The passages with spans to other texts: to the text from which theirs was made, and to the text that was made of their
 * result. If `text` or `result` is left out, `read` or `written` stays as it is.
 *
 * @param text the alignment of the text that was run with the text from which it was made, such as the sentence in which
 *   placeholders were put
 * @param result the spans from the result to the text that was made of it, such as the result without placeholders
 */
export function mapPassages<W extends Passage>(
  passages: readonly W[],
  { text, result }: { readonly text?: readonly Span[]; readonly result?: readonly Span[] },
): W[] {
  return passages.map(passage => ({
    ...passage,
    ...(text === undefined ? {} : { read: composeSpans(passage.read, text) }),
    ...(result === undefined ? {} : { written: composeSpans(passage.written, result) }),
  }));
}

/** Passages after `text` UTF-16 units were put in front of the text that was run, and `result` in front of its result. */
export function shiftPassages<W extends Passage>(passages: readonly W[], text: number, result: number): W[] {
  return passages.map(passage => {
    return { ...passage, read: shiftSpans(passage.read, 0, text), written: shiftSpans(passage.written, 0, result) };
  });
}

/**
 * The passages of two rounds in one list. The later ones read what the earlier ones wrote, and get spans to the text that
 * the earlier ones read.
 */
export function chainPassages(earlier: readonly Passage[], later: readonly Passage[]): Passage[] {
  const written = earlier.flatMap((passage): Span[] => {
    const [from, to] = [passage.read[0], passage.read.at(-1)];
    const [start, end] = [passage.written[0], passage.written.at(-1)];
    if (from === undefined || to === undefined || start === undefined || end === undefined) return [];
    return [{ start: start.from, end: end.to, from: from.from, to: to.to, whole: true }];
  });
  const round = 1 + Math.max(...earlier.map(passage => passage.round));
  const withoutResult = earlier.map(passage => ({ ...passage, written: [] }));
  return [...withoutResult, ...mapPassages(later, { text: written }).map(passage => ({ ...passage, round }))];
}
