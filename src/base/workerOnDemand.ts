// Worker on demand: a worker that is started when it is first needed, and stopped after some time without use.
import { AttentiveError } from './errors';
import { type Disposable, toDisposable } from './lifecycle';
import { type Client, connect, type Contract, type Port } from './rpc';

export interface WorkerHandle extends Disposable {
  readonly port: Port;
}

/** A worker that was started. */
export interface StartedWorker<C extends Contract> extends Disposable {
  readonly client: Client<C>;
  readonly port: Port;
}

/** The right to use a worker. The worker is not stopped for being unused before the lease is disposed. */
export interface WorkerLease<C extends Contract> extends Disposable {
  readonly worker: StartedWorker<C>;
  /** The error of a call; with `data.worker` if the call failed because the worker has ended. */
  errorOf(error: unknown): unknown;
}

export interface WorkerOptions<C extends Contract> {
  readonly contract: C;
  /** What `data.worker` is in errors: users are told which worker has ended. */
  readonly name: string;
  start(): Promise<WorkerHandle>;
}

/** How long an unused worker is kept, in milliseconds. */
const IDLE_MS = 300_000;

export class WorkerOnDemand<C extends Contract> implements Disposable {
  private started: Promise<StartedWorker<C>> | undefined;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private leases = 0;
  /** The workers that have ended, by themselves or because they were stopped. */
  private readonly ended = new WeakSet<StartedWorker<C>>();

  constructor(private readonly options: WorkerOptions<C>) {}

  /**
   * Calls `work` with the worker.
   *
   * @throws AttentiveError `closed` with data.worker if the worker does not start or ends; what `work` throws
   */
  async use<T>(work: (worker: StartedWorker<C>) => Promise<T>): Promise<T> {
    const lease = await this.lease();
    try {
      return await work(lease.worker);
    } catch (error) {
      throw lease.errorOf(error);
    } finally {
      lease.dispose();
    }
  }

  /** @throws AttentiveError `closed` with data.worker if the worker does not start */
  async lease(): Promise<WorkerLease<C>> {
    this.leases++;
    clearTimeout(this.idle);
    const release = toDisposable(() => this.release());
    try {
      const worker = await (this.started ??= this.start());
      return {
        worker,
        errorOf: error => (this.ended.has(worker) ? this.named(error) : error),
        dispose: () => release.dispose(),
      };
    } catch (error) {
      release.dispose();
      throw this.named(error);
    }
  }

  dispose(): void {
    clearTimeout(this.idle);
    const { started } = this;
    this.started = undefined;
    void started?.then(worker => worker.dispose()).catch(() => undefined);
  }

  private release(): void {
    this.leases--;
    if (this.leases === 0 && this.started !== undefined) this.idle = setTimeout(() => this.dispose(), IDLE_MS);
  }

  private start(): Promise<StartedWorker<C>> {
    const started = this.options.start().then((handle): StartedWorker<C> => {
      const { port } = handle;
      const client = connect(port, this.options.contract);
      const worker: StartedWorker<C> = {
        client,
        port,
        dispose: () => {
          this.ended.add(worker);
          client.dispose();
          handle.dispose();
        },
      };
      // The port of a stopped worker closes after `dispose`, when another worker may run already: `forget` compares the two.
      port.onClose(() => {
        this.ended.add(worker);
        this.forget(started);
      });
      return worker;
    });
    started.catch(() => this.forget(started));
    return started;
  }

  /** Drops a worker that has ended, unless another one has taken its place. The next call starts a new worker. */
  private forget(started: Promise<StartedWorker<C>>): void {
    if (this.started === started) this.dispose();
  }

  private named(error: unknown): unknown {
    if (!(error instanceof AttentiveError) || error.code !== 'closed') return error;
    return new AttentiveError('closed', error.message, { ...error.data, worker: this.options.name }, { cause: error });
  }
}
