// Cells: what each column of the Run table says of one segment, before any of it is an element.
import type { RunWords } from '../../views/run/words';
import { percent, type Run, type Segment } from './rows';

export interface Cells {
  /** The language of the result: what was left as it was is still in that of the source. */
  readonly resultLanguage: string;
  /** What people should know of the result; undefined if it is simply done. */
  readonly note: string | undefined;
  readonly sureness: string;
  /** 0 to 1, for the bar; undefined if the model gave no number. */
  readonly share: number | undefined;
}

/** The words for a segment that was left as it was, as a whole or in part. */
interface KeptWords {
  readonly whole: keyof RunWords;
  readonly part: keyof RunWords;
  /** In place of how sure the model was: it was not run, or its answer was not used. */
  readonly instead: 'notRun' | 'notUsed';
}

/** Each outcome has its words here, or this does not compile. `done` needs none; one name is for all of a segment. */
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
  // What was left as it was in part alone has the probability of the rest.
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
