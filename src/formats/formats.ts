// Formats: asks the parsers in their worker, and gives the worker each grammar before the first request that needs it.
import type { StartedWorker } from '../base/workerOnDemand';
import type { TextStructure } from '../text/textStructure';
import type { EditsRequest, Format, formatsContract, StructureRequest } from './api/contract';

/** A worker that serves the contract of the parsers. */
export type FormatsWorker = Pick<StartedWorker<typeof formatsContract>, 'client'>;

export interface FormatsHost {
  /** Calls `work` with the worker. */
  use<T>(work: (worker: FormatsWorker) => Promise<T>): Promise<T>;
  /** A file of dist/grammars. */
  grammarFile(name: string): Promise<Uint8Array<ArrayBuffer>>;
}

export class Formats {
  /** For each worker the grammar files that it has, or is being given. */
  private readonly files = new WeakMap<FormatsWorker, Map<string, Promise<void>>>();

  constructor(private readonly host: FormatsHost) {}

  /** @throws AttentiveError `closed` with data.worker if the worker ends; `cancelled`; what reading a grammar throws */
  structure(request: StructureRequest, signal: AbortSignal): Promise<readonly TextStructure[]> {
    return this.ask(request, worker => worker.client.structure(request, signal));
  }

  /** @throws AttentiveError as `structure` */
  fits(request: EditsRequest, signal: AbortSignal): Promise<readonly boolean[]> {
    return this.ask(request, worker => worker.client.fits(request, signal));
  }

  /** @throws AttentiveError as `structure` */
  isSame(request: EditsRequest, signal: AbortSignal): Promise<boolean> {
    return this.ask(request, worker => worker.client.isSame(request, signal));
  }

  /**
   * Gives a worker the library of regular expressions and the grammar of a format, if the format has a grammar. Each file is sent
   * only once.
   *
   * @throws what reading a grammar throws
   */
  async giveGrammar(worker: FormatsWorker, format: Format): Promise<void> {
    if (format.kind !== 'code') return;
    const { grammar } = format;
    const files = this.files.get(worker) ?? new Map<string, Promise<void>>();
    this.files.set(worker, files);
    const once = (name: string, give: () => Promise<void>): Promise<void> => {
      const known = files.get(name);
      if (known !== undefined) return known;
      const giving = give().catch((error: unknown) => {
        files.delete(name);
        throw error;
      });
      files.set(name, giving);
      return giving;
    };
    const { client } = worker;
    await once('onig', async () => client.prepare({ onig: await this.host.grammarFile('onig.wasm') }));
    await once(grammar, async () => {
      const json = new TextDecoder().decode(await this.host.grammarFile(`${grammar}.json`));
      await client.takeGrammar({ scope: grammar, json });
    });
  }

  private ask<T>({ format }: StructureRequest | EditsRequest, work: (worker: FormatsWorker) => Promise<T>): Promise<T> {
    return this.host.use(async worker => {
      await this.giveGrammar(worker, format);
      return work(worker);
    });
  }
}
