// Cells: the contents of a row of the Run table, as data.
import type { RunWords } from '../../views/run/words';
import { fillTemplate } from '../dom/template';
import { percent, type Run, type Segment } from './rows';

export interface Cells {
  /** The language of the result: that of the source for a segment that was kept. */
  readonly resultLanguage: string;
  /** Notes about the outcome, if it is not `done`, and the warnings. */
  readonly notes: readonly string[];
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
  const { probability, warnings } = segment;
  const note = NOTES[segment.outcome];
  const isKept = typeof note === 'object';
  // A segment that was kept in part has the probability of its other parts.
  const isUntouched = isKept && probability === undefined;
  const name = isKept ? (isUntouched ? note.whole : note.part) : note;
  const unknown = isUntouched ? words[note.instead] : '–';
  return {
    resultLanguage: isUntouched ? languages.source : languages.result,
    notes: [...(name === undefined ? [] : [words[name]]), ...warnings.map(warning => sentenceOf(warning, words))],
    sureness: probability === undefined ? unknown : percent(probability, language),
    share: probability,
  };
}

function sentenceOf(warning: Segment['warnings'][number], words: RunWords): string {
  switch (warning.kind) {
    case 'numbers':
      return fillTemplate(words.numbers, warning.numbers.join(' · '));
    case 'repetition':
      return fillTemplate(words.repetition, warning.phrase);
    case 'untranslated':
    case 'short':
      return words[warning.kind];
  }
}
