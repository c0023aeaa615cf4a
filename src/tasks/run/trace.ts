// Trace: what of a finished run is needed to explain it later: what the model read and wrote at once, and where that
// stands in the run's texts. It is plain data.
import type { GenerateRequest, GenerationOverrides } from '../../engine/api/contract';
import type { TaskInput } from '../../models/card';
import { shiftSpans, type Span, composeSpans } from '../../text/inline/spans';

/** What the model read and wrote at once. */
export interface Passage {
  /** As it went to the engine, without what the task puts before it. */
  readonly source: string;
  /** With all that was put around it, special tokens included. */
  readonly sourceIds: readonly number[];
  /** As it came from the engine. */
  readonly target: string;
  /** The start token and EOS included. */
  readonly targetIds: readonly number[];
  /** The model did not come to an end. */
  readonly cut: boolean;
  /** It is the second try of a text to which the model found no end. */
  readonly isRetry: boolean;
  /**
   * 0 if it read the text. One of a later round read what those of the round before wrote (the headlines of the parts of a
   * long text): each of these stands for the whole part that it was made of.
   */
  readonly round: number;
  /** Where the source stands in the text that was worked on. */
  readonly read: readonly Span[];
  /** Where the target stands in the result; nowhere if only later passages read it, or if it says nothing. */
  readonly written: readonly Span[];
}

/** A passage of a run: its spans are those of the run's texts. */
export interface RunPassage extends Passage {
  /** Which of the run's texts it belongs to, source and result. */
  readonly text: number;
  /** Which of the run's segments it is, or is a part of. */
  readonly segment: number;
}

export interface RunTrace {
  /** The name under which the engine held the model. */
  readonly model: string;
  /** As they were given, and as they were given back: one for one. */
  readonly sources: readonly string[];
  readonly results: readonly string[];
  /** In the order of the texts, and of the rounds within each segment. */
  readonly passages: readonly RunPassage[];
  readonly input: TaskInput;
  readonly settings: GenerationOverrides;
  readonly newTokenBound: Required<GenerateRequest>['newTokenBound'];
}

/** Passages of a text and its result as those of texts that these stand in, or that were made of them. */
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

/** Passages of a text and its result before which something was put. */
export function shiftPassages<W extends Passage>(passages: readonly W[], text: number, result: number): W[] {
  return passages.map(passage => {
    return { ...passage, read: shiftSpans(passage.read, 0, text), written: shiftSpans(passage.written, 0, result) };
  });
}

/** Passages that read what other passages wrote, after these: as passages of the text that those read. */
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
