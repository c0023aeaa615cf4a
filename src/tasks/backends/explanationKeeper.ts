// Explanation keeper: the calls about the last explanation. If the engine that made it has failed, the explanation is made again by the
// engine that took its place, and keeps its number.
import { badRequest } from '../../base/errors';
import type { Engine, Explained, ExplainRequest } from '../../engine/api/contract';

/** Does work on the engine that has a model; on another engine once more if the first one fails. */
export type WithModel = <T>(model: string, work: (engine: Engine) => Promise<T>, signal?: AbortSignal) => Promise<T>;

type Methods = Pick<Engine, 'explain' | 'attention' | 'steps' | 'logits' | 'stacks' | 'internals'>;

/** The last explanation: its number for callers, and the engine that has it under a number of its own. */
interface Kept {
  readonly number: number;
  readonly request: ExplainRequest;
  readonly engine: Engine;
  readonly inner: number;
}

export class ExplanationKeeper {
  readonly methods: Methods = {
    explain: (request, signal) => this.explain(request, signal),
    attention: (request, signal) => this.withPart(request, signal, (engine, inner) => engine.attention(inner, signal)),
    steps: (request, signal) => this.withPart(request, signal, (engine, inner) => engine.steps(inner, signal)),
    logits: (request, signal) => this.withPart(request, signal, (engine, inner) => engine.logits(inner, signal)),
    stacks: (request, signal) => this.withPart(request, signal, (engine, inner) => engine.stacks(inner, signal)),
    internals: (request, signal) => this.withPart(request, signal, (engine, inner) => engine.internals(inner, signal)),
  };
  private kept: Kept | undefined;
  private count = 0;

  constructor(private readonly withModel: WithModel) {}

  private explain(request: ExplainRequest, signal?: AbortSignal): Promise<Explained> {
    const number = ++this.count;
    this.kept = undefined;
    return this.withModel(
      request.model,
      async engine => {
        const explained = await engine.explain(request, signal);
        // Another explanation may have been asked for meanwhile.
        if (number === this.count) this.kept = { number, request, engine, inner: explained.explanation };
        return { ...explained, explanation: number };
      },
      signal,
    );
  }

  /** Calls the engine that has the explanation, with that engine's number of it. */
  private async withPart<Request extends { readonly explanation: number }, T>(
    request: Request,
    signal: AbortSignal | undefined,
    take: (engine: Engine, request: Request) => Promise<T>,
  ): Promise<T> {
    const { explanation: number } = request;
    const model = this.keptOf(number).request.model;
    return this.withModel(
      model,
      async engine => {
        const kept = this.keptOf(number);
        if (kept.engine === engine) return take(engine, { ...request, explanation: kept.inner });
        const { explanation } = await engine.explain(kept.request, signal);
        this.kept = { ...kept, engine, inner: explanation };
        return take(engine, { ...request, explanation });
      },
      signal,
    );
  }

  /** @throws AttentiveError `bad-request` if another explanation was made since, as the engine does */
  private keptOf(number: number): Kept {
    if (this.kept?.number !== number) throw badRequest('explanation', `${number} is not kept any more`);
    return this.kept;
  }
}
