// Engine room: one worker for the whole extension. It starts when first needed, is stopped when idle, and after a crash
// the next user gets a new one.
import { asAttentive, AttentiveError, cancelled, isCancelled } from '../base/errors';
import { type Disposable, toDisposable } from '../base/lifecycle';
import { consumed } from '../base/streams';
import type { Engine, LoadedModel, ModelFiles } from '../engine/api';

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

export interface RoomOptions {
  readonly start: () => Promise<RunningEngine>;
  /** How long an unused worker is kept, in milliseconds; asked each time it becomes unused. Infinity: for ever. */
  readonly idleMs: () => number;
  readonly onState: (state: EngineState) => void;
}

/** A worker and what was loaded into it. */
interface Shift {
  readonly running: Promise<RunningEngine>;
  readonly models: Map<string, Promise<LoadedModel>>;
}

export class EngineRoom implements Disposable {
  private shift: Shift | undefined;
  private leases = 0;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: RoomOptions) {}

  /**
   * Waits until the model is loaded.
   *
   * @throws AttentiveError `cancelled`, `closed`, and what reading and loading the model throw
   */
  async lease(model: LoadableModel, signal: AbortSignal): Promise<Lease> {
    this.leases++;
    clearTimeout(this.idle);
    try {
      const shift = (this.shift ??= this.begin());
      const running = await abortable(shift.running, signal);
      await abortable(this.loaded(shift, running, model), signal);
      return this.leaseOf(running, model);
    } catch (error) {
      const known = asAttentive(error);
      this.end();
      if (!isCancelled(known)) this.options.onState({ kind: 'failed', model: model.name, error: known });
      throw known;
    }
  }

  /** Ends the worker now. Who uses it gets an error `closed`; the next lease starts a new one. */
  restart(): void {
    const shift = this.shift;
    this.shift = undefined;
    clearTimeout(this.idle);
    void shift?.running.then(running => running.dispose()).catch(() => undefined);
    this.options.onState({ kind: 'off' });
  }

  dispose(): void {
    this.restart();
  }

  private leaseOf(running: RunningEngine, model: LoadableModel): Lease {
    this.options.onState({ kind: 'ready', model: model.name });
    const release = toDisposable(() => {
      this.end();
      if (this.shift !== undefined && this.leases === 0) this.options.onState({ kind: 'ready', model: model.name });
    });
    return {
      engine: running.engine,
      model: model.id,
      report: tokensPerSecond => this.options.onState({ kind: 'running', model: model.name, tokensPerSecond }),
      dispose: () => release.dispose(),
    };
  }

  private begin(): Shift {
    const shift: Shift = { running: this.options.start(), models: new Map() };
    shift.running.then(
      running =>
        running.onClose(reason => {
          if (this.shift !== shift) return;
          this.shift = undefined;
          const error = new AttentiveError('closed', `the engine's worker ended: ${reason}`, { reason });
          this.options.onState({ kind: 'failed', model: '', error });
          running.dispose();
        }),
      () => {
        if (this.shift === shift) this.shift = undefined;
      },
    );
    return shift;
  }

  /** Loads a model once for all who wait for it; a load that failed is tried again by the next. */
  private loaded(shift: Shift, running: RunningEngine, model: LoadableModel): Promise<LoadedModel> {
    const known = shift.models.get(model.id);
    if (known !== undefined) return known;
    const loading = this.load(running, model);
    shift.models.set(model.id, loading);
    loading.catch(() => shift.models.delete(model.id));
    return loading;
  }

  private async load(running: RunningEngine, model: LoadableModel): Promise<LoadedModel> {
    this.options.onState({ kind: 'loading', model: model.name, done: 0, total: 1 });
    const files = await model.files();
    const limit = model.maxSourceTokens === undefined ? {} : { maxSourceTokens: model.maxSourceTokens };
    return consumed(running.engine.load({ model: model.id, files, ...limit }), ({ done, total }) =>
      this.options.onState({ kind: 'loading', model: model.name, done, total }),
    );
  }

  private end(): void {
    this.leases--;
    const idleMs = this.options.idleMs();
    if (this.leases > 0 || this.shift === undefined || !Number.isFinite(idleMs)) return;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.restart(), idleMs);
  }
}

/** The promise, or a `cancelled` as soon as the signal aborts; what the promise gives then is dropped. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw cancelled();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelled());
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop));
}
