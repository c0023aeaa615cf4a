// Run: a finished translation of two sentences, for the tests of the Attention view.
import type { FinishedRun } from '../../../../src/tasks/run/finishedRun';
import type { RunPassage } from '../../../../src/tasks/rows/trace';
import type { Span } from '../../../../src/text/inline/spans';

export const SOURCE = '- I am\n  tired. Go!';
export const RESULT = '- Ich bin\n  müde. Los!';

function span(start: number, end: number, from: number): Span {
  return { start, end, from, to: from + end - start, whole: false };
}

function passageOf(
  [source, read]: [string, readonly Span[]],
  [target, written]: [string, readonly Span[]],
  more: Partial<RunPassage> = {},
): RunPassage {
  return {
    source,
    sourceIds: [5, 6, 1],
    target,
    targetIds: [0, 7, 8, 1],
    cut: false,
    isRetry: false,
    round: 0,
    read,
    written,
    text: 0,
    segment: 0,
    ...more,
  };
}

/** The first sentence stands on two lines of the document; the model read it on one line. */
export const PASSAGES: readonly RunPassage[] = [
  passageOf(['I am tired.', [span(0, 4, 2), span(5, 11, 9)]], ['Ich bin müde.', [span(0, 7, 2), span(8, 13, 12)]]),
  passageOf(['Go!', [span(0, 3, 16)]], ['Los!', [span(0, 4, 18)]], { segment: 1 }),
];

export function finishedRun(more: Partial<FinishedRun> = {}): FinishedRun {
  return {
    id: 'run 1',
    facts: {
      title: 'Translate: English to German',
      document: 'letter.md',
      languages: { source: 'en', result: 'de' },
      model: { name: 'Small', quality: 'draft', license: 'MIT' },
    },
    trace: {
      model: 'small folder',
      sources: [SOURCE],
      results: [RESULT],
      passages: PASSAGES,
      input: { prefix: '>>de<< ' },
      settings: { numBeams: 2 },
      newTokenBound: { perSourceToken: 2, extra: 12 },
    },
    finishedAt: 1_700_000_000_000,
    location: { uri: 'file:///letter.md', starts: [10] },
    ...more,
  };
}
