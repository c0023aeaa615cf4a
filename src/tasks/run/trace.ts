// Trace: the data of a finished run from which it can be explained later: what the model read and wrote in each passage, and
// which ranges of the run's texts that is. It is plain data.
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
  /** It is the second run of a text whose first output did not end. */
  readonly isRetry: boolean;
  /**
   * 0 if the model read the text itself. A passage of a later round read what those of the round before wrote (the headlines
   * of the parts of a long text), each of which stands for the whole part that it was made from.
   */
  readonly round: number;
  /** From the source to the text that was run. */
  readonly read: readonly Span[];
  /** From the target to the result; empty if only later passages read the target, or if it was not used. */
  readonly written: readonly Span[];
}

/** A passage of a run: its spans lead to the run's texts. */
export interface RunPassage extends Passage {
  /** Which of the run's texts it belongs to, source and result. */
  readonly text: number;
  /** Which of the run's segments it is, or is a part of. */
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
 * Passages with their spans led one step further: `text` aligns the text that they read with the one it was made from, and
 * `result` aligns their result with the text that was made of it. Without one of the two, those spans stay as they are.
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

/** Passages after texts were put in front of the text and of its result: `text` and `result` are their lengths. */
export function shiftPassages<W extends Passage>(passages: readonly W[], text: number, result: number): W[] {
  return passages.map(passage => {
    return { ...passage, read: shiftSpans(passage.read, 0, text), written: shiftSpans(passage.written, 0, result) };
  });
}

/**
 * The passages of two rounds: those of the second read what the first wrote, and get spans to the text that the first
 * read.
 */
export function chainPassages(others: readonly Passage[], passages: readonly Passage[]): Passage[] {
  const written = others.flatMap((other): Span[] => {
    const [from, to] = [other.read[0], other.read.at(-1)];
    const [start, end] = [other.written[0], other.written.at(-1)];
    if (from === undefined || to === undefined || start === undefined || end === undefined) return [];
    return [{ start: start.from, end: end.to, from: from.from, to: to.to, whole: true }];
  });
  const round = 1 + Math.max(...others.map(other => other.round));
  const unseen = others.map(other => ({ ...other, written: [] }));
  return [...unseen, ...mapPassages(passages, { text: written }).map(passage => ({ ...passage, round }))];
}
