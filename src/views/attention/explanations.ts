// Explanations: fetches the parts of a passage's explanation from the engine. The engine keeps only one explanation.
// Therefore requests run one after another, and a passage is explained again if the engine has dropped its explanation.
import type { HeadNumbers } from '../../attention/decoding/arithmetic';
import { type HistoryBeam, stepsOf } from '../../attention/decoding/history';
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
import type { PassageContent } from './protocol';

/** One passage of a run. */
export interface PassageReference {
  readonly run: FinishedRun;
  readonly passage: number;
}

/**
 * Loads the model of this name and gives a lease on it.
 *
 * @throws AttentiveError `bad-request` if the model is not installed any more; whatever loading throws
 */
export type LeaseModel = (model: string, signal: AbortSignal) => Promise<ModelLease>;

export interface ModelLease extends Lease {
  /** The layer and heads that align best, if the model's card names them. */
  readonly alignment?: MeasuredAligner;
}

/** An explained passage, and the engine that keeps its explanation. */
interface EngineExplanation {
  readonly engine: Engine;
  readonly passage: ExplainedPassage;
  readonly aligner: Aligner;
}

/** The explanation that was requested last, which the engine should still have. */
interface Current {
  readonly engine: Engine;
  readonly run: string;
  /** The number of the passage in its run. */
  readonly passage: number;
  readonly explainedPassage: ExplainedPassage;
}

export class ExplanationClient {
  private current: Current | undefined;
  private readonly mutex = new Mutex();

  constructor(private readonly leaseModel: LeaseModel) {}

  passage(reference: PassageReference, signal: AbortSignal): Promise<PassageContent> {
    return this.withExplanation(reference, signal, async ({ passage: { explained, source, target }, aligner }) => ({
      source: visibleText(source),
      target: visibleText(target),
      attention: explained.attention,
      vocabularySize: explained.vocabularySize,
      aligner,
    }));
  }

  /** The weights of one layer. They have no padding, because a passage is explained as a batch of one row. */
  attention(
    reference: PassageReference,
    { kind, layer }: LayerOf,
    signal: AbortSignal,
  ): Promise<Float32Array<ArrayBuffer>> {
    return this.withExplanation(reference, signal, ({ engine, passage: { explained } }) =>
      engine.attention({ explanation: explained.explanation, row: 0, kind, layer }, signal),
    ); // [head, target, source]
  }

  /** The words of a passage's source that its target omits, with offsets into the source. Runs further passes of the model. */
  omissions(reference: PassageReference, signal: AbortSignal): Promise<readonly AttentionToken[]> {
    return this.withExplanation(reference, signal, async ({ engine, passage: { explained }, aligner }) => {
      // The engine drops this explanation when it explains the source without some of its words.
      this.current = undefined;
      return omittedWords(engine, { model: reference.run.trace.model, explained, aligner }, signal);
    });
  }

  steps(reference: PassageReference, alternatives: number, signal: AbortSignal): Promise<readonly ExplainedStep[]> {
    return this.withExplanation(reference, signal, async ({ engine, passage: { explained } }) => {
      const { explanation } = explained;
      const steps = await engine.steps({ explanation, row: 0, alternatives }, signal);
      return steps.map(step => ({
        ...step,
        chosen: visible(step.chosen),
        alternatives: step.alternatives.map(visible),
      }));
    });
  }

  logits(reference: PassageReference, step: number, signal: AbortSignal): Promise<Float32Array<ArrayBuffer>> {
    return this.withExplanation(reference, signal, ({ engine, passage: { explained } }) =>
      engine.logits({ explanation: explained.explanation, row: 0, step }, signal),
    );
  }

  /** Queries, keys and scores of one layer. The pass is run again, with these tensors as outputs. */
  head(reference: PassageReference, of: LayerOf, signal: AbortSignal): Promise<HeadNumbers> {
    return this.withExplanation(reference, signal, ({ engine, passage }) => passageHeads(engine, passage, of, signal));
  }

  /** The beams that the search kept after each step. The search is run again. */
  history({ run, passage }: PassageReference, signal: AbortSignal): Promise<readonly (readonly HistoryBeam[])[]> {
    return this.mutex.run(async () => {
      const lease = await this.leaseModel(run.trace.model, signal);
      try {
        const { history } = await passageHistory(lease.engine, run.trace, passage, signal);
        return stepsOf(history).map(beams => beams.map(visible));
      } finally {
        lease.dispose();
      }
    }, signal);
  }

  /**
   * Calls `take` with the explanation of a passage. If the worker has ended or the engine has dropped the explanation, the
   * passage is explained again and `take` is called once more.
   */
  private withExplanation<T>(
    reference: PassageReference,
    signal: AbortSignal,
    take: (subject: EngineExplanation) => Promise<T>,
  ): Promise<T> {
    return this.mutex.run(async () => {
      try {
        return await this.attempt(reference, signal, take);
      } catch (error) {
        const { code, data } = asAttentive(error);
        const isLost = code === 'closed' || (code === 'bad-request' && data['name'] === 'explanation');
        if (!isLost || signal.aborted) throw error;
        this.current = undefined;
        return await this.attempt(reference, signal, take);
      }
    }, signal);
  }

  private async attempt<T>(
    reference: PassageReference,
    signal: AbortSignal,
    take: (subject: EngineExplanation) => Promise<T>,
  ): Promise<T> {
    const lease = await this.leaseModel(reference.run.trace.model, signal);
    try {
      const { engine, alignment } = lease;
      const passage = await this.explainedPassage(engine, reference, signal);
      const aligner = alignerOf(alignment, passage.explained.attention.cross);
      return await take({ engine, passage, aligner });
    } finally {
      lease.dispose();
    }
  }

  private async explainedPassage(
    engine: Engine,
    { run, passage }: PassageReference,
    signal: AbortSignal,
  ): Promise<ExplainedPassage> {
    const { current } = this;
    // After a restart the engine is another object, which does not have the current explanation.
    if (current?.engine === engine && current.run === run.id && current.passage === passage)
      return current.explainedPassage;
    this.current = undefined;
    const explainedPassage = await explainPassage(engine, run.trace, passage, signal);
    this.current = { engine, run: run.id, passage, explainedPassage };
    return explainedPassage;
  }
}

function visibleText({ text, ids, tokens }: TokenizedText): TokenizedText {
  return { text: withVisiblePlaceholders(text), ids, tokens: tokens.map(visible) };
}

/** A token or beam in whose text placeholders are replaced by signs that fonts can draw. */
function visible<T extends { readonly text: string }>(token: T): T {
  return { ...token, text: withVisiblePlaceholders(token.text) };
}
