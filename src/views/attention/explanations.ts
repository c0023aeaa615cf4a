// Explaining: the pieces of a run's attention, each when it is asked for. The engine keeps one explanation alone, so that
// one piece is fetched after the other, and a passage is explained anew when the engine has lost it.
import type { HeadNumbers } from '../../attention/decoding/arithmetic';
import { stepsOf } from '../../attention/decoding/history';
import { type Aligner, alignerOf, type MeasuredAligner } from '../../attention/analysis/align';
import type { AttentionToken } from '../../attention/record/record';
import { withVisiblePlaceholders } from '../../attention/picture/visible';
import { asAttentive } from '../../base/errors';
import { Mutex } from '../../base/mutex';
import type { Engine, ExplainedStep, TokenizedText } from '../../engine/api/contract';
import type { Lease } from '../../tasks/enginePool';
import { type ExplainedPassage, explainPassage, type LayerOf, passageHeads, passageHistory } from '../../tasks/explain';
import type { FinishedRun } from '../../tasks/run/finishedRun';
import { omittedWords } from '../../tasks/omissions';
import type { PageHistory, ShownText, PassageContent } from './protocol';

/** One passage of a run. */
export interface At {
  readonly run: FinishedRun;
  readonly passage: number;
}

/**
 * Gives the right to use the model of this name, loaded.
 *
 * @throws AttentiveError `bad-request` if it is not installed any more; what loading throws
 */
export type LeaseModel = (model: string, signal: AbortSignal) => Promise<ModelLease>;

export interface ModelLease extends Lease {
  /** Where the model aligns best, if its card says so. */
  readonly alignment?: MeasuredAligner;
}

/** What a piece is fetched of. */
interface Subject {
  readonly engine: Engine;
  readonly explained: ExplainedPassage;
  readonly aligner: Aligner;
}

/** The last explanation that the engine was asked for. */
interface Current {
  readonly engine: Engine;
  readonly run: string;
  readonly passage: number;
  readonly explained: ExplainedPassage;
}

export class ExplanationClient {
  private current: Current | undefined;
  private readonly mutex = new Mutex();

  constructor(private readonly leaseModel: LeaseModel) {}

  passage(at: At, signal: AbortSignal): Promise<PassageContent> {
    return this.get(at, signal, async ({ explained: { explained, source, target }, aligner }) => ({
      source: shownText(source),
      target: shownText(target),
      attention: explained.attention,
      vocabularySize: explained.vocabularySize,
      aligner,
    }));
  }

  /** The weights of one layer, as the engine has them: a passage is one row and so has no padding. */
  attention(at: At, { kind, layer }: LayerOf, signal: AbortSignal): Promise<Float32Array<ArrayBuffer>> {
    return this.get(at, signal, ({ engine, explained: { explained } }) =>
      engine.attention({ explanation: explained.explanation, row: 0, kind, layer }, signal),
    ); // [head, target, source]
  }

  /** The words of a passage's source that its target says nothing of, in the passage's text. It takes some more passes. */
  omissions(at: At, signal: AbortSignal): Promise<readonly AttentionToken[]> {
    return this.get(at, signal, async ({ engine, explained: { explained }, aligner }) => {
      // The engine goes on to explanations without this word or that.
      this.current = undefined;
      return omittedWords(engine, { model: at.run.trace.model, explained, aligner }, signal);
    });
  }

  steps(at: At, alternatives: number, signal: AbortSignal): Promise<readonly ExplainedStep[]> {
    return this.get(at, signal, async ({ engine, explained: { explained } }) => {
      const { explanation } = explained;
      const steps = await engine.steps({ explanation, row: 0, alternatives }, signal);
      return steps.map(step => ({
        ...step,
        chosen: seen(step.chosen),
        alternatives: step.alternatives.map(seen),
      }));
    });
  }

  logits(at: At, step: number, signal: AbortSignal): Promise<Float32Array<ArrayBuffer>> {
    return this.get(at, signal, ({ engine, explained: { explained } }) =>
      engine.logits({ explanation: explained.explanation, row: 0, step }, signal),
    );
  }

  /** How the weights of one layer came about. The pass is run again for it, with these parts coming out. */
  head(at: At, of: LayerOf, signal: AbortSignal): Promise<HeadNumbers> {
    return this.get(at, signal, ({ engine, explained }) => passageHeads(engine, explained, of, signal));
  }

  /** The search is run again for it. */
  history({ run, passage }: At, signal: AbortSignal): Promise<PageHistory> {
    return this.mutex.run(async () => {
      const lease = await this.leaseModel(run.trace.model, signal);
      try {
        const { history } = await passageHistory(lease.engine, run.trace, passage, signal);
        const steps = stepsOf(history).map(beams => beams.map(({ sum, ...beam }) => ({ ...seen(beam), score: sum })));
        return { steps };
      } finally {
        lease.dispose();
      }
    }, signal);
  }

  /** What `take` fetches of the passage's explanation. If the engine ended or went on meanwhile, it is tried once more. */
  private get<T>(at: At, signal: AbortSignal, take: (subject: Subject) => Promise<T>): Promise<T> {
    return this.mutex.run(async () => {
      try {
        return await this.tried(at, signal, take);
      } catch (error) {
        const { code, data } = asAttentive(error);
        const isLost = code === 'closed' || (code === 'bad-request' && data['name'] === 'explanation');
        if (!isLost || signal.aborted) throw error;
        this.current = undefined;
        return await this.tried(at, signal, take);
      }
    }, signal);
  }

  private async tried<T>(at: At, signal: AbortSignal, take: (subject: Subject) => Promise<T>): Promise<T> {
    const lease = await this.leaseModel(at.run.trace.model, signal);
    try {
      const { engine, alignment } = lease;
      const explained = await this.explained(engine, at, signal);
      const aligner = alignerOf(alignment, explained.explained.attention.cross);
      return await take({ engine, explained, aligner });
    } finally {
      lease.dispose();
    }
  }

  private async explained(engine: Engine, { run, passage }: At, signal: AbortSignal): Promise<ExplainedPassage> {
    const { current } = this;
    // Another worker has another engine, which knows nothing of this explanation.
    if (current?.engine === engine && current.run === run.id && current.passage === passage) return current.explained;
    this.current = undefined;
    const explained = await explainPassage(engine, run.trace, passage, signal);
    this.current = { engine, run: run.id, passage, explained };
    return explained;
  }
}

function shownText({ text, ids, tokens }: TokenizedText): ShownText {
  return { text: withVisiblePlaceholders(text), ids, tokens: tokens.map(seen) };
}

/** A token as it can be seen. */
function seen<T extends { readonly text: string }>(token: T): T {
  return { ...token, text: withVisiblePlaceholders(token.text) };
}
