// Uncovered words: finds the words of a source that its translation may have left out, and underlines them in the document.
import { asAttentive } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { AttentionToken } from '../../attention/record/record';
import type { FinishedRun } from '../../tasks/run/finishedRun';
import type { EditorHighlights } from './editor/highlights';
import type { ShowableRun } from './runs';
import type { ExplanationClient } from './explanations';

/** The most passages of a run that `checkRun` checks. Each later passage is checked when the reader opens it. */
const MOST_PASSAGES = 200;

/** Whether a run is a translation. Summaries are not checked, because they leave words out on purpose. */
function isTranslation({ facts: { languages } }: FinishedRun): boolean {
  return languages.source !== languages.result;
}

export class UncoveredWords implements Disposable {
  /** For each run, by its id, the words that may have been left out, for each passage that was checked. */
  private readonly words = new Map<string, Map<number, readonly AttentionToken[]>>();
  private readonly ended = new AbortController();
  /** The run that `checkRun` is checking. */
  private checking: { readonly run: string; readonly controller: AbortController } | undefined;

  constructor(
    private readonly explanations: Pick<ExplanationClient, 'omissions'>,
    private readonly highlights: Pick<EditorHighlights, 'underline'>,
  ) {}

  /**
   * Checks one passage, if it was not checked before. A failure is ignored: the page's own request for the passage
   * reports it.
   */
  checkPassage(showable: ShowableRun, passage: number): Promise<void> {
    return this.check(showable, passage, this.ended.signal);
  }

  /** Checks a whole run, passage by passage. Stops checking the previous run. */
  async checkRun(showable: ShowableRun): Promise<void> {
    this.checking?.controller.abort();
    this.checking = undefined;
    if (!isTranslation(showable.run) || this.ended.signal.aborted) return;
    const controller = new AbortController();
    this.checking = { run: showable.run.id, controller };
    const count = Math.min(MOST_PASSAGES, showable.run.trace.passages.length);
    for (let passage = 0; passage < count && !controller.signal.aborted; passage++) {
      // Without a source document there is nothing to underline.
      if (showable.links.linkState !== 'linked') return;
      await this.check(showable, passage, controller.signal);
    }
  }

  forget(run: string): void {
    if (this.checking?.run === run) this.checking.controller.abort();
    this.words.delete(run);
    this.highlights.underline(run, undefined);
  }

  dispose(): void {
    this.ended.abort();
    this.checking?.controller.abort();
  }

  private async check({ run, links }: ShowableRun, passage: number, signal: AbortSignal): Promise<void> {
    if (!isTranslation(run) || signal.aborted) return;
    const passages = this.words.get(run.id) ?? new Map<number, readonly AttentionToken[]>();
    this.words.set(run.id, passages);
    if (passages.has(passage)) return;
    passages.set(passage, []);
    try {
      passages.set(passage, await this.explanations.omissions({ run, passage }, signal));
    } catch (error) {
      // If the worker ended or the check was cancelled, a later check may succeed: the passage counts as unchecked again.
      if (['closed', 'cancelled'].includes(asAttentive(error).code)) passages.delete(passage);
      return;
    }
    // The run may have been forgotten while the engine worked.
    if (this.words.get(run.id) !== passages) return;
    this.highlights.underline(run.id, () =>
      [...passages].flatMap(([at, words]) =>
        words.flatMap(({ start, end }) => links.documentRangeOf({ passage: at, side: 'source', start, end }) ?? []),
      ),
    );
  }
}
