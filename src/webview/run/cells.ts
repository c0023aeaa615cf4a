// Cells: what the cells of a row of the Run table contain, as data without elements.
import type { RunWords } from './words';
import { fillTemplate } from '../dom/template';
import { percent, type Run, type Segment } from './rows';

export interface Cells {
  /** The language of the result. For a segment that was kept it is the language of the source. */
  readonly resultLanguage: string;
  /** A sentence about the outcome, unless it is `done`, and one for each warning. */
  readonly notes: readonly string[];
  readonly sureness: string;
  /** The probability for the bar, 0 to 1; undefined if there is none. */
  readonly share: number | undefined;
}

/** The messages for an outcome because of which the source of a segment was kept, as a whole or in part. */
interface KeptWords {
  readonly whole: keyof RunWords;
  readonly part: keyof RunWords;
  /** Shown in place of the probability if the whole segment was kept. */
  readonly instead: 'notRun' | 'notUsed';
}

/** The messages of each outcome; `done` has none. By its type the table has an entry for every outcome. */
const NOTES: Readonly<Record<Segment['outcome'], KeptWords | keyof RunWords | undefined>> = {
  done: undefined,
  cut: 'cut',
  empty: { whole: 'empty', part: 'emptyInPart', instead: 'notUsed' },
  tooLong: { whole: 'tooLong', part: 'tooLongInPart', instead: 'notRun' },
  broken: { whole: 'broken', part: 'brokenInPart', instead: 'notUsed' },
};

/** @param language the language of the page, in whose form the probability is written */
export function cellsOf(
  segment: Segment,
  { languages }: Pick<Run, 'languages'>,
  words: RunWords,
  language: string,
): Cells {
  const { probability, warnings } = segment;
  const note = NOTES[segment.outcome];
  const isKept = typeof note === 'object';
  // A segment that was kept only in part has a probability, which is that of its other parts.
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
    case 'unsure':
      return words[warning.kind];
  }
}
