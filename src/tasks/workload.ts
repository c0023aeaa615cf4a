// Workload: how many characters of some texts go through the model.
import type { ModelTask } from '../models/card';
import { readSentence } from '../text/inline/sentence';
import { segment } from '../text/segment';
import { distinctLength } from './run/rewrite';

/** The number of UTF-16 units that go through the model, counted as in the `plan` event of a run on plain texts. */
export function charactersOf(texts: readonly string[], task: ModelTask): number {
  const segments =
    task.kind === 'translate'
      ? texts.flatMap(text =>
          segment(text, { language: task.from, symbolsInside: task.placeholders !== undefined }).flatMap(piece =>
            piece.kind === 'prose' ? [readSentence(piece).text] : [],
          ),
        )
      : texts.map(text => text.replace(/\s+/g, ' ').trim());
  return distinctLength(segments);
}
