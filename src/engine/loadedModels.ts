// Loaded models: a registry of models by name. On each model one request runs at a time. A model that is replaced or removed
// is released when the request that runs on it has ended.
import { AttentiveError } from '../base/errors';
import { Mutex } from '../base/mutex';

/** A model that holds memory of the runtime, which must be released. */
export interface Releasable {
  release(): Promise<void>;
}

interface Entry<Model> {
  readonly model: Model;
  readonly mutex: Mutex;
}

/** The loaded models by name, each with the lock that lets one request run at a time. */
export class LoadedModels<Model extends Releasable> {
  private readonly entries = new Map<string, Entry<Model>>();

  /** Registers a model. The previous model of that name is released and returned. */
  async put(name: string, model: Model): Promise<Model | undefined> {
    const replaced = this.entries.get(name);
    this.entries.set(name, { model, mutex: new Mutex() });
    return release(replaced);
  }

  /** Removes a model, releases it and returns it; undefined if there is none of that name. */
  async remove(name: string): Promise<Model | undefined> {
    const removed = this.entries.get(name);
    this.entries.delete(name);
    return release(removed);
  }

  /**
   * Runs a request on a model when no other request runs on it.
   *
   * @throws AttentiveError `model-not-loaded` (data.model), `cancelled`; what the request throws
   */
  async runWith<Result>(
    name: string,
    signal: AbortSignal,
    request: (model: Model) => Promise<Result>,
  ): Promise<Result> {
    const { model, unlock } = await this.locked(name, signal);
    try {
      return await request(model);
    } finally {
      unlock();
    }
  }

  /** As `runWith`, for a request that yields items. */
  async *streamWith<Item, Result>(
    name: string,
    signal: AbortSignal,
    request: (model: Model) => AsyncGenerator<Item, Result, void>,
  ): AsyncGenerator<Item, Result, void> {
    const { model, unlock } = await this.locked(name, signal);
    try {
      return yield* request(model);
    } finally {
      unlock();
    }
  }

  /** Locks a model: waits until no request runs on it. */
  private async locked(
    name: string,
    signal: AbortSignal,
  ): Promise<{ readonly model: Model; readonly unlock: () => void }> {
    for (;;) {
      const entry = this.entries.get(name);
      if (entry === undefined) throw new AttentiveError('model-not-loaded', `${name} is not loaded`, { model: name });
      const unlock = await entry.mutex.lock(signal);
      // The model may have been replaced or removed while this request waited for the lock.
      if (entry === this.entries.get(name)) return { model: entry.model, unlock };
      unlock();
    }
  }
}

/** Releases a model that is no longer registered, when the request that runs on it has ended. */
async function release<Model extends Releasable>(entry: Entry<Model> | undefined): Promise<Model | undefined> {
  if (entry === undefined) return undefined;
  await entry.mutex.run(() => entry.model.release());
  return entry.model;
}
