// Engine room: one worker for the whole extension. It starts when first needed, is stopped when idle, and after a crash
// the next user gets a new one.
import { asAttentive, AttentiveError, cancelled, STOPPED, throwIfAborted } from '../base/errors';
import { type Disposable, toDisposable } from '../base/lifecycle';
import { consumed } from '../base/streams';
import type { Engine, LoadedModel, ModelFiles } from '../engine/api/contract';

export type EngineState =
  | { readonly kind: 'off' }
  | { readonly kind: 'loading'; readonly model: string; readonly done: number; readonly total: number }
  | { readonly kind: 'ready'; readonly model: string }
  | { readonly kind: 'running'; readonly model: string; readonly tokensPerSecond: number }
  | { readonly kind: 'failed'; readonly model: string; readonly error: AttentiveError };

/** A worker with an engine in it. Disposing it ends the worker. */
export interface RunningEngine extends Disposable {
  readonly engine: Engine;
  onClose(listener: (reason: string) => void): Disposable;
}

/** A model as the room needs it. */
export interface LoadableModel {
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly maxSourceTokens?: number;
  files(): Promise<ModelFiles>;
}

/** The right to use a loaded model. The room may stop the worker only when every lease was disposed. */
export interface Lease extends Disposable {
  readonly engine: Engine;
  /** The name under which the engine holds the model. */
  readonly model: string;
  /** Tells the room how fast the work goes, for its state. */
  report(tokensPerSecond: number): void;
}

export interface EnginePoolOptions {
  readonly start: () => Promise<RunningEngine>;
  /** How long an unused worker is kept, in milliseconds; asked each time it becomes unused. Infinity: for ever. */
  readonly idleMs: () => number;
  readonly onState: (state: EngineState) => void;
}

/** A worker and what was loaded into it. */
interface WorkerSession {
  readonly running: Promise<RunningEngine>;
  /** The model used last is the last. */
  readonly models: Map<string, Promise<LoadedModel>>;
  /** How many use each model, or wait for it. */
  readonly users: Map<string, number>;
  /** Called when the worker ends, so that nobody waits for it any more. */
  readonly waiting: Set<(error: AttentiveError) => void>;
  /** Why it ended, if it did. */
  ended: AttentiveError | undefined;
}

/**
 * So many models stay loaded, as people change between two of them (to translate and to summarize); those that were used
 * least recently are unloaded.
 */
const MOST_LOADED = 2;

/** Timers cannot wait longer: they would ring at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export class EnginePool implements Disposable {
  private session: WorkerSession | undefined;
  private leases = 0;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: EnginePoolOptions) {}

  /**
   * Waits until the model is loaded.
   *
   * @throws AttentiveError `cancelled`, `closed`, and what reading and loading the model throw
   */
  async lease(model: LoadableModel, signal: AbortSignal): Promise<Lease> {
    throwIfAborted(signal);
    this.leases++;
    clearTimeout(this.idle);
    const shift = (this.session ??= this.begin(model.name));
    count(shift.users, model.id, 1);
    try {
      const running = await abortable(untilEnd(shift, this.ready(shift, model)), signal);
      void unloadOthers(shift, running);
      return this.leaseOf(shift, running, model);
    } catch (error) {
      count(shift.users, model.id, -1);
      this.release();
      throw asAttentive(error);
    }
  }

  /** Ends the worker now. Who uses it gets an error `closed`; the next lease starts a new one. */
  restart(): void {
    const shift = this.session;
    this.session = undefined;
    clearTimeout(this.idle);
    if (shift !== undefined) end(shift, closed(STOPPED));
    void shift?.running.then(running => running.dispose()).catch(() => undefined);
    this.options.onState({ kind: 'off' });
  }

  dispose(): void {
    this.restart();
  }

  private leaseOf(shift: WorkerSession, running: RunningEngine, model: LoadableModel): Lease {
    // Beside others, it is for them to say what runs.
    if (this.leases === 1) this.setState(shift, { kind: 'ready', model: model.name });
    const release = toDisposable(() => {
      count(shift.users, model.id, -1);
      void unloadOthers(shift, running);
      this.release();
      if (this.leases === 0) this.setState(shift, { kind: 'ready', model: model.name });
    });
    return {
      engine: running.engine,
      model: model.id,
      report: tokensPerSecond => this.setState(shift, { kind: 'running', model: model.name, tokensPerSecond }),
      dispose: () => release.dispose(),
    };
  }

  private begin(model: string): WorkerSession {
    const shift: WorkerSession = {
      running: this.options.start(),
      models: new Map(),
      users: new Map(),
      waiting: new Set(),
      ended: undefined,
    };
    shift.running.then(
      running =>
        running.onClose(reason => {
          // Whoever stopped it disposes it too.
          if (this.session !== shift) return;
          this.lose(shift, '', closed(reason));
          running.dispose();
        }),
      (error: unknown) => this.lose(shift, model, asAttentive(error)),
    );
    return shift;
  }

  /** A worker did not start, or ended by itself. The next lease starts another. */
  private lose(shift: WorkerSession, model: string, error: AttentiveError): void {
    this.setState(shift, { kind: 'failed', model, error });
    if (this.session === shift) this.session = undefined;
    end(shift, error);
  }

  private async ready(shift: WorkerSession, model: LoadableModel): Promise<RunningEngine> {
    const running = await shift.running;
    // It may have been stopped before it had started.
    if (this.session === shift) await this.loaded(shift, running, model);
    return running;
  }

  /** Loads a model once for all who wait for it; a load that failed is tried again by the next. */
  private loaded(shift: WorkerSession, running: RunningEngine, model: LoadableModel): Promise<LoadedModel> {
    const known = shift.models.get(model.id);
    if (known !== undefined) {
      shift.models.delete(model.id);
      shift.models.set(model.id, known);
      return known;
    }
    const loading = this.load(shift, running, model);
    shift.models.set(model.id, loading);
    // Told here, because whoever wanted the model may have gone meanwhile.
    loading.then(
      () => this.setState(shift, { kind: 'ready', model: model.name }),
      (error: unknown) => {
        if (shift.models.get(model.id) === loading) shift.models.delete(model.id);
        this.setState(shift, { kind: 'failed', model: model.name, error: asAttentive(error) });
      },
    );
    return loading;
  }

  private async load(shift: WorkerSession, running: RunningEngine, model: LoadableModel): Promise<LoadedModel> {
    this.setState(shift, { kind: 'loading', model: model.name, done: 0, total: 1 });
    const files = await model.files();
    const limit = model.maxSourceTokens === undefined ? {} : { maxSourceTokens: model.maxSourceTokens };
    return consumed(running.engine.load({ model: model.id, files, ...limit }), ({ done, total }) =>
      this.setState(shift, { kind: 'loading', model: model.name, done, total }),
    );
  }

  /** What a worker that was stopped or replaced has to say is of no interest any more. */
  private setState(shift: WorkerSession, state: EngineState): void {
    if (this.session === shift) this.options.onState(state);
  }

  private release(): void {
    this.leases--;
    const idleMs = this.options.idleMs();
    if (this.leases > 0 || this.session === undefined || !Number.isFinite(idleMs)) return;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.restart(), Math.min(idleMs, LONGEST_WAIT_MS));
  }
}

function closed(reason: string): AttentiveError {
  return new AttentiveError('closed', `the engine's worker ended: ${reason}`, { reason });
}

function count(users: Map<string, number>, model: string, more: number): void {
  users.set(model, (users.get(model) ?? 0) + more);
}

/** Unloads models that nobody uses, those used least recently first, until few enough are left. */
async function unloadOthers(shift: WorkerSession, { engine }: RunningEngine): Promise<void> {
  for (const [model, loading] of [...shift.models]) {
    if (shift.models.size <= MOST_LOADED) return;
    if ((shift.users.get(model) ?? 0) > 0) continue;
    shift.models.delete(model);
    try {
      // Nothing is in the engine before it is loaded; and it may be wanted again by then, which is another load.
      await loading;
      if (!shift.models.has(model)) await engine.unload({ model });
    } catch {
      // A load that failed left nothing, and a worker that ended has nothing any more.
    }
  }
}

function end(shift: WorkerSession, error: AttentiveError): void {
  shift.ended ??= error;
  for (const reject of shift.waiting) reject(shift.ended);
  shift.waiting.clear();
}

/** The promise, or the reason as soon as the worker ends. Nothing is kept of who has stopped waiting. */
async function untilEnd<T>(shift: WorkerSession, promise: Promise<T>): Promise<T> {
  let reject: (error: AttentiveError) => void = () => undefined;
  const ended = new Promise<never>((_, fail) => (reject = fail));
  if (shift.ended === undefined) shift.waiting.add(reject);
  else reject(shift.ended);
  return Promise.race([promise, ended]).finally(() => shift.waiting.delete(reject));
}

/** The promise, or a `cancelled` as soon as the signal aborts; what the promise gives then is dropped. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelled());
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop));
}
