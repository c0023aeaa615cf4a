// Uncovered: words of a source that the model hardly looked at while it wrote, underlined where they stand.
import type { Disposable } from '../base/lifecycle';
import { asAttentive } from '../base/errors';
import { coverage, uncovered } from '../attention/coverage';
import type { AttentionRecord, AttentionToken } from '../attention/record';
import { mergeWords, wordsByOffsets } from '../attention/words';
import type { FinishedRun } from '../tasks/finished';
import type { AttentionMarks } from './attentionMarks';
import type { ShowableRun } from './attentionRuns';
import type { Explaining } from './explaining';

/**
 * A word counts as not covered if in no step of the result it got as much as this share of the cross-attention, the mean
 * of all layers and heads. With the built-in model this finds words that are missing in the result and passes over
 * articles and auxiliaries, which get a little more; it is a hint, no proof.
 */
export const LEAST_PEAK = 0.1;

/** Of a long run so many windows at most are looked through by themselves. */
const MOST_WINDOWS = 200;

/** From the first letter of a word to the last: what stands around it is no part of what was left out. */
const CORE = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su;

/**
 * The words of the source that no target word looked at.
 *
 * @param cross all layers and heads, its tokens with their offsets in the texts
 */
export function uncoveredWords(
  cross: AttentionRecord,
  texts: { readonly source: string; readonly target: string },
): readonly AttentionToken[] {
  const targets = wordsByOffsets(cross.targets, texts.target);
  const words = mergeWords(cross, targets, wordsByOffsets(cross.sources, texts.source));
  const found = uncovered(coverage(words), words.sources, LEAST_PEAK);
  return [...found].flatMap(at => {
    const word = words.sources[at];
    const core = CORE.exec(word.text);
    if (core === null) return [];
    const start = word.start + core.index;
    return [{ ...word, text: core[0], start, end: start + core[0].length }];
  });
}

/** A summary leaves words out because it is one. */
function isTranslation({ facts: { languages } }: FinishedRun): boolean {
  return languages.source !== languages.result;
}

export class Uncovered implements Disposable {
  /** Of each run the words of each window. */
  private readonly found = new Map<string, Map<number, readonly AttentionToken[]>>();
  private readonly ended = new AbortController();

  constructor(
    private readonly explaining: Explaining,
    private readonly marks: AttentionMarks,
  ) {}

  /** Looks through one window, once. What fails is left out: whoever asked for the window hears of it. */
  async look(showable: ShowableRun, window: number): Promise<void> {
    const { run, links } = showable;
    if (!isTranslation(run)) return;
    const windows = this.found.get(run.id) ?? new Map<number, readonly AttentionToken[]>();
    this.found.set(run.id, windows);
    if (windows.has(window)) return;
    windows.set(window, []);
    try {
      const { record, texts } = await this.explaining.cross({ run, window }, this.ended.signal);
      windows.set(window, uncoveredWords(record, texts));
    } catch (error) {
      // A worker that ended, or a wait that was given up: the next look may go through.
      if (['closed', 'cancelled'].includes(asAttentive(error).code)) windows.delete(window);
      return;
    }
    if (this.found.get(run.id) !== windows) return;
    this.marks.underline(run.id, () =>
      [...windows].flatMap(([at, words]) =>
        words.flatMap(({ start, end }) => links.find({ window: at, side: 'source', start, end }) ?? []),
      ),
    );
  }

  /** Looks through a whole run, from its beginning. */
  async lookThrough(showable: ShowableRun): Promise<void> {
    if (!isTranslation(showable.run)) return;
    const count = Math.min(MOST_WINDOWS, showable.run.trace.windows.length);
    for (let window = 0; window < count && !this.ended.signal.aborted; window++) {
      // Where the source is gone there is nothing to underline.
      if (showable.links.link !== 'linked') return;
      await this.look(showable, window);
    }
  }

  forget(run: string): void {
    this.found.delete(run);
    this.marks.underline(run, undefined);
  }

  dispose(): void {
    this.ended.abort();
  }
}
