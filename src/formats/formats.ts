// Formats: starts the worker of the parsers when one is first needed, gives it the grammars that it needs, and stops it after
// some time without requests.
import { AttentiveError } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import { connect, type Port } from '../base/rpc';
import { type EditsRequest, type FormatsClient, formatsContract, type StructureRequest } from './api/contract';
import type { TextStructure } from '../text/textStructure';

export interface FormatsHost {
  /** Starts the worker. */
  start(): Promise<{ readonly port: Port } & Disposable>;
  /** A file of dist/grammars. */
  grammarFile(name: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** How long an unused worker is kept, in milliseconds. */
const IDLE_MS = 300_000;

interface Running {
  readonly client: FormatsClient;
  /** The grammar files that the worker has, or is being given. */
  readonly files: Map<string, Promise<void>>;
  dispose(): void;
}

export class Formats implements Disposable {
  private running: Promise<Running> | undefined;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private calls = 0;

  constructor(private readonly host: FormatsHost) {}

  /** @throws AttentiveError `closed` with data.worker if the worker ends; `cancelled`; what reading a grammar throws */
  structure(request: StructureRequest, signal: AbortSignal): Promise<readonly TextStructure[]> {
    return this.use(request, client => client.structure(request, signal));
  }

  /** @throws AttentiveError as `structure` */
  fits(request: EditsRequest, signal: AbortSignal): Promise<readonly boolean[]> {
    return this.use(request, client => client.fits(request, signal));
  }

  /** @throws AttentiveError as `structure` */
  isSame(request: EditsRequest, signal: AbortSignal): Promise<boolean> {
    return this.use(request, client => client.isSame(request, signal));
  }

  dispose(): void {
    clearTimeout(this.idle);
    const { running } = this;
    this.running = undefined;
    void running?.then(one => one.dispose()).catch(() => undefined);
  }

  private async use<T>({ format }: StructureRequest | EditsRequest, work: (client: FormatsClient) => Promise<T>) {
    this.calls++;
    clearTimeout(this.idle);
    try {
      const running = await (this.running ??= this.begin());
      if (format.kind === 'code') await this.giveGrammar(running, format.grammar);
      return await work(running.client);
    } catch (error) {
      throw withWorker(error);
    } finally {
      this.calls--;
      if (this.calls === 0 && this.running !== undefined) this.idle = setTimeout(() => this.dispose(), IDLE_MS);
    }
  }

  private begin(): Promise<Running> {
    const begun: Promise<Running> = this.host.start().then(worker => {
      const client = connect(worker.port, formatsContract);
      // The port of a stopped worker closes after `dispose`, when another worker may run already: `forget` compares the two.
      worker.port.onClose(() => this.forget(begun));
      return {
        client,
        files: new Map<string, Promise<void>>(),
        dispose: () => {
          client.dispose();
          worker.dispose();
        },
      };
    });
    begun.catch(() => this.forget(begun));
    return begun;
  }

  /** Stops the worker that `begun` started, unless another one has taken its place. The next call starts a new worker. */
  private forget(begun: Promise<Running>): void {
    if (this.running === begun) this.dispose();
  }

  /** Gives the worker its library of regular expressions and the grammar file of a language. Each file is sent only once. */
  private async giveGrammar({ client, files }: Running, grammar: string): Promise<void> {
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
    await once('onig', async () => client.prepare({ onig: await this.host.grammarFile('onig.wasm') }));
    await once(grammar, async () => {
      const json = new TextDecoder().decode(await this.host.grammarFile(`${grammar}.json`));
      await client.takeGrammar({ scope: grammar, json });
    });
  }
}

/** The error with the name of the worker, if a worker has ended: users are told which one it was. */
function withWorker(error: unknown): unknown {
  if (!(error instanceof AttentiveError) || error.code !== 'closed') return error;
  return new AttentiveError('closed', error.message, { ...error.data, worker: 'parsers' }, { cause: error });
}
