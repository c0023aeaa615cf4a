// Engine pool: leases of loaded models in one worker for the whole extension. The first lease starts the worker. A worker
// without leases is stopped after a time that the user sets; after a crash the next lease starts another.
import { asAttentive, AttentiveError, cancelled, STOPPED, throwIfAborted } from '../base/errors';
import { type Disposable, toDisposable } from '../base/lifecycle';
import type { Engine, LoadedModel } from '../engine/api/contract';
import type { LoadableModel, RunningEngine, RuntimeInUse } from './backends/backend';

export type { LoadableModel, RunningEngine } from './backends/backend';

export type EngineState =
  | { readonly kind: 'off' }
  | { readonly kind: 'loading'; readonly model: string; readonly done: number; readonly total: number }
  | { readonly kind: 'ready'; readonly model: string; readonly runtime?: RuntimeInUse }
  | {
      readonly kind: 'running';
      readonly model: string;
      readonly tokensPerSecond: number;
      readonly runtime?: RuntimeInUse;
    }
  | { readonly kind: 'failed'; readonly model: string; readonly error: AttentiveError };

/** The right to use a loaded model. The pool stops an idle worker only after every lease was disposed. */
export interface Lease extends Disposable {
  readonly engine: Engine;
  /** The name under which the engine holds the model. */
  readonly model: string;
  /** Reports the speed of the work, for the pool's state. */
  report(tokensPerSecond: number): void;
}

export interface EnginePoolOptions {
  readonly start: () => Promise<RunningEngine>;
  /** How long an unused worker is kept, in ms; read each time the worker becomes unused. Infinity: for ever. */
  readonly idleMs: () => number;
  readonly onState: (state: EngineState) => void;
}

/** A worker from its start to its end, with the models that were loaded into it. */
interface WorkerSession {
  readonly running: Promise<RunningEngine>;
  /** By id, in the order of their last use. */
  readonly models: Map<string, Promise<LoadedModel>>;
  /** How many leases each model has, those included that wait for it to load. */
  readonly users: Map<string, number>;
  /** Called when the worker ends, to reject the promises that wait for it. */
  readonly waiting: Set<(error: AttentiveError) => void>;
  /** Why the worker ended; undefined while it runs. */
  ended: AttentiveError | undefined;
}

/**
 * How many models stay loaded: two, because users alternate between translating and summarizing. The least recently used of
 * more is unloaded.
 */
const MOST_LOADED = 2;

/** The longest delay of a timer, in milliseconds: a longer one fires at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export class EnginePool implements Disposable {
  private session: WorkerSession | undefined;
  private leases = 0;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: EnginePoolOptions) {}

  /**
   * Starts the worker and loads the model, as far as that was not done yet, and gives a lease on the model.
   *
   * @throws AttentiveError `cancelled`, `closed`, and what reading and loading the model throw
   */
  async lease(model: LoadableModel, signal: AbortSignal): Promise<Lease> {
    throwIfAborted(signal);
    this.leases++;
    clearTimeout(this.idle);
    const session = (this.session ??= this.begin(model.name));
    count(session.users, model.id, 1);
    try {
      const running = await abortable(untilEnd(session, this.ready(session, model)), signal);
      void unloadOthers(session, running);
      return this.leaseOf(session, running, model);
    } catch (error) {
      count(session.users, model.id, -1);
      this.release();
      throw asAttentive(error);
    }
  }

  /** Ends the worker now. Its leases fail with an error `closed`; the next lease starts a new worker. */
  restart(): void {
    const session = this.session;
    this.session = undefined;
    clearTimeout(this.idle);
    if (session !== undefined) end(session, closed(STOPPED));
    void session?.running.then(running => running.dispose()).catch(() => undefined);
    this.options.onState({ kind: 'off' });
  }

  dispose(): void {
    this.restart();
  }

  private leaseOf(session: WorkerSession, running: RunningEngine, model: LoadableModel): Lease {
    // While there are other leases, the state stays the one that they reported.
    if (this.leases === 1) this.setState(session, ready(running, model));
    const release = toDisposable(() => {
      count(session.users, model.id, -1);
      void unloadOthers(session, running);
      this.release();
      if (this.leases === 0) this.setState(session, ready(running, model));
    });
    return {
      engine: running.engine,
      model: model.id,
      report: tokensPerSecond => this.setState(session, { ...ready(running, model), kind: 'running', tokensPerSecond }),
      dispose: () => release.dispose(),
    };
  }

  private begin(model: string): WorkerSession {
    const session: WorkerSession = {
      running: this.options.start(),
      models: new Map(),
      users: new Map(),
      waiting: new Set(),
      ended: undefined,
    };
    session.running.then(
      running =>
        running.onClose(reason => {
          // A worker that was stopped on purpose is disposed by `restart`.
          if (this.session !== session) return;
          this.lose(session, '', closed(reason));
          running.dispose();
        }),
      (error: unknown) => this.lose(session, model, asAttentive(error)),
    );
    return session;
  }

  /** Handles a worker that did not start or ended by itself. The next lease starts another. */
  private lose(session: WorkerSession, model: string, error: AttentiveError): void {
    this.setState(session, { kind: 'failed', model, error });
    if (this.session === session) this.session = undefined;
    end(session, error);
  }

  private async ready(session: WorkerSession, model: LoadableModel): Promise<RunningEngine> {
    const running = await session.running;
    // The worker may have been stopped before it had started.
    if (this.session === session) await this.loaded(session, running, model);
    return running;
  }

  /** Loads a model once for all leases that wait for it; the next lease tries again after a load that failed. */
  private loaded(session: WorkerSession, running: RunningEngine, model: LoadableModel): Promise<LoadedModel> {
    const known = session.models.get(model.id);
    if (known !== undefined) {
      session.models.delete(model.id);
      session.models.set(model.id, known);
      return known;
    }
    const loading = this.load(session, running, model);
    session.models.set(model.id, loading);
    // The state is set here, because the lease that asked for the model may have been cancelled meanwhile.
    loading.then(
      () => this.setState(session, ready(running, model)),
      (error: unknown) => {
        if (session.models.get(model.id) === loading) session.models.delete(model.id);
        this.setState(session, { kind: 'failed', model: model.name, error: asAttentive(error) });
      },
    );
    return loading;
  }

  private async load(session: WorkerSession, running: RunningEngine, model: LoadableModel): Promise<LoadedModel> {
    this.setState(session, { kind: 'loading', model: model.name, done: 0, total: 1 });
    return running.load(model, ({ done, total }) =>
      this.setState(session, { kind: 'loading', model: model.name, done, total }),
    );
  }

  /** Sets the state, unless it is that of a worker that was stopped or replaced. */
  private setState(session: WorkerSession, state: EngineState): void {
    if (this.session === session) this.options.onState(state);
  }

  private release(): void {
    this.leases--;
    const idleMs = this.options.idleMs();
    if (this.leases > 0 || this.session === undefined || !Number.isFinite(idleMs)) return;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.restart(), Math.min(idleMs, LONGEST_WAIT_MS));
  }
}

function ready(running: RunningEngine, { id, name }: LoadableModel): Extract<EngineState, { kind: 'ready' }> {
  const runtime = running.runtime(id);
  return { kind: 'ready', model: name, ...(runtime === undefined ? {} : { runtime }) };
}

function closed(reason: string): AttentiveError {
  return new AttentiveError('closed', `the engine's worker ended: ${reason}`, { reason });
}

function count(users: Map<string, number>, model: string, change: 1 | -1): void {
  users.set(model, (users.get(model) ?? 0) + change);
}

/** Unloads models without a lease, the least recently used first, until `MOST_LOADED` are left. */
async function unloadOthers(session: WorkerSession, { engine }: RunningEngine): Promise<void> {
  for (const [model, loading] of [...session.models]) {
    if (session.models.size <= MOST_LOADED) return;
    if ((session.users.get(model) ?? 0) > 0) continue;
    session.models.delete(model);
    try {
      // The engine can unload a model only after it was loaded; by then a new lease may have asked for it again.
      await loading;
      if (!session.models.has(model)) await engine.unload({ model });
    } catch {
      // After a load that failed, or in a worker that ended, there is nothing to unload.
    }
  }
}

function end(session: WorkerSession, error: AttentiveError): void {
  session.ended ??= error;
  for (const reject of session.waiting) reject(session.ended);
  session.waiting.clear();
}

/** The promise, rejected as soon as the worker ends. The listener is removed when the promise settles. */
async function untilEnd<T>(session: WorkerSession, promise: Promise<T>): Promise<T> {
  let reject: (error: AttentiveError) => void = () => undefined;
  const ended = new Promise<never>((_, fail) => (reject = fail));
  if (session.ended === undefined) session.waiting.add(reject);
  else reject(session.ended);
  return Promise.race([promise, ended]).finally(() => session.waiting.delete(reject));
}

/** The promise, rejected with `cancelled` as soon as the signal aborts; a later result of the promise is ignored. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelled());
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop));
}
