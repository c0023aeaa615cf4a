// Cells: the contents of a row of the Run table, as data.
import type { RunWords } from '../../views/run/words';
import { percent, type Run, type Segment } from './rows';

export interface Cells {
  /** The language of the result: that of the source for a segment that was kept. */
  readonly resultLanguage: string;
  /** A note about the outcome; undefined for `done`. */
  readonly note: string | undefined;
  readonly sureness: string;
  /** 0 to 1, for the bar; undefined if the model gave no number. */
  readonly share: number | undefined;
}

/** The words for a segment that was kept, as a whole or in part. */
interface KeptWords {
  readonly whole: keyof RunWords;
  readonly part: keyof RunWords;
  /** Shown in place of the probability: the model was not run, or its output was not used. */
  readonly instead: 'notRun' | 'notUsed';
}

/** The words of each outcome; a new outcome does not compile without them. `done` has none. */
const NOTES: Readonly<Record<Segment['outcome'], KeptWords | keyof RunWords | undefined>> = {
  done: undefined,
  cut: 'cut',
  empty: { whole: 'empty', part: 'emptyInPart', instead: 'notUsed' },
  tooLong: { whole: 'tooLong', part: 'tooLongInPart', instead: 'notRun' },
  broken: { whole: 'broken', part: 'brokenInPart', instead: 'notUsed' },
};

export function cellsOf(
  segment: Segment,
  { languages }: Pick<Run, 'languages'>,
  words: RunWords,
  language: string,
): Cells {
  const { probability } = segment;
  const note = NOTES[segment.outcome];
  const isKept = typeof note === 'object';
  // A segment that was kept in part has the probability of its other parts.
  const isUntouched = isKept && probability === undefined;
  const name = isKept ? (isUntouched ? note.whole : note.part) : note;
  const unknown = isUntouched ? words[note.instead] : '–';
  return {
    resultLanguage: isUntouched ? languages.source : languages.result,
    note: name && words[name],
    sureness: probability === undefined ? unknown : percent(probability, language),
    share: probability,
  };
}
