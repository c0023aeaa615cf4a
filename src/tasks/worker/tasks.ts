// Tasks: runs tasks in their worker, which starts when a task first needs it, and serves each of them the engine that it uses.
import { channelOf } from '../../base/channel';
import type { Disposable } from '../../base/lifecycle';
import { serve } from '../../base/rpc';
import { type StartedWorker, type WorkerHandle, WorkerOnDemand } from '../../base/workerOnDemand';
import { type Engine, engineContract } from '../../engine/api/contract';
import { Formats } from '../../formats/formats';
import type { FormattedDocument } from '../run/formattedTexts';
import type { RewriteEvent, RewriteResult } from '../run/rewrite';
import type { SummarizeRequest } from '../summarize';
import type { TranslateRequest } from '../translate';
import { type CharactersRequest, tasksContract } from './contract';

export interface TasksHost {
  /** Starts the worker. */
  start(): Promise<WorkerHandle>;
  /** A file of dist/grammars. */
  grammarFile(name: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** A translation whose texts are ranges of documents, in the order of the texts. */
export type DocumentsRequest = Omit<TranslateRequest, 'formatted'> & {
  /** The texts are plain if it is left out. */
  readonly documents?: readonly FormattedDocument[];
};

type Worker = StartedWorker<typeof tasksContract>;

export class Tasks implements Disposable {
  /** The parsers of formats, in the same worker. */
  readonly formats: Formats;
  private readonly worker: WorkerOnDemand<typeof tasksContract>;
  private lastChannel = 0;

  constructor(host: TasksHost) {
    this.worker = new WorkerOnDemand({ contract: tasksContract, name: 'tasks', start: () => host.start() });
    this.formats = new Formats({
      use: work => this.worker.use(work),
      grammarFile: name => host.grammarFile(name),
    });
  }

  /** @throws AttentiveError as `translate` does; `closed` with data.worker if the worker ends */
  translate({ engine, signal, ...request }: DocumentsRequest): AsyncGenerator<RewriteEvent, RewriteResult, void> {
    const { formats } = this;
    return this.run(engine, async function* (worker, channel) {
      for (const { format } of request.documents ?? []) await formats.giveGrammar(worker, format);
      return yield* worker.client.translate({ ...request, engine: channel }, signal);
    });
  }

  /** @throws AttentiveError as `summarize` does; `closed` with data.worker if the worker ends */
  summarize({ engine, signal, ...request }: SummarizeRequest): AsyncGenerator<RewriteEvent, RewriteResult, void> {
    return this.run(engine, (worker, channel) => worker.client.summarize({ ...request, engine: channel }, signal));
  }

  /** How many UTF-16 units of some texts go through the model: `charactersOf`. */
  characters(request: CharactersRequest, signal: AbortSignal): Promise<number> {
    return this.worker.use(({ client }) => client.characters(request, signal));
  }

  /** The language of a text: `guessLanguage`. */
  language(text: string, signal: AbortSignal): Promise<string | undefined> {
    return this.worker.use(({ client }) => client.language(text, signal));
  }

  /** Stops the worker. The next call starts another. */
  dispose(): void {
    this.worker.dispose();
  }

  private async *run(
    engine: Engine,
    task: (worker: Worker, channel: string) => AsyncGenerator<RewriteEvent, RewriteResult, void>,
  ): AsyncGenerator<RewriteEvent, RewriteResult, void> {
    const lease = await this.worker.lease();
    const channel = `engine ${++this.lastChannel}`;
    // A run that is cancelled after its engine has failed, but before the worker has reported that, ends with the engine's error.
    let failure: unknown;
    const watched: Engine = {
      ...engine,
      async *generate(request, signal) {
        try {
          return yield* engine.generate(request, signal);
        } catch (error) {
          failure ??= error;
          throw error;
        }
      },
    };
    const served = serve(channelOf(lease.worker.port, channel), engineContract, watched);
    try {
      return yield* task(lease.worker, channel);
    } catch (error) {
      throw failure ?? lease.errorOf(error);
    } finally {
      served.dispose();
      lease.dispose();
    }
  }
}
