// Shelf: the loaded models by name. One work at a time runs on each, and a model is freed after the work on it.
import { AttentiveError } from '../base/errors';
import { Mutex } from '../base/mutex';

/** What can stand on a models. */
export interface Releasable {
  release(): Promise<void>;
}

interface Entry<Model> {
  readonly model: Model;
  readonly mutex: Mutex;
}

export class LoadedModels<Model extends Releasable> {
  private readonly places = new Map<string, Entry<Model>>();

  /** Puts a model there; the one that had the name is freed, and given back. */
  async put(name: string, model: Model): Promise<Model | undefined> {
    const replaced = this.places.get(name);
    this.places.set(name, { model, mutex: new Mutex() });
    return release(replaced);
  }

  /** Takes a model away and frees it; nothing if there is none. */
  async remove(name: string): Promise<Model | undefined> {
    const place = this.places.get(name);
    this.places.delete(name);
    return release(place);
  }

  /**
   * Works on a model when nobody else does.
   *
   * @throws AttentiveError `model-not-loaded` (data.model), `cancelled`
   */
  async *withModel<Item, Result>(
    name: string,
    signal: AbortSignal,
    work: (model: Model) => AsyncGenerator<Item, Result, void>,
  ): AsyncGenerator<Item, Result, void> {
    for (;;) {
      const place = this.places.get(name);
      if (place === undefined) throw new AttentiveError('model-not-loaded', `${name} is not loaded`, { model: name });
      const unlock = await place.mutex.lock(signal);
      try {
        // It may have been replaced or unloaded while this waited for its turn.
        if (place === this.places.get(name)) return yield* work(place.model);
      } finally {
        unlock();
      }
    }
  }
}

/** Frees a model that nobody can ask for any more, after the work that is under way on it. */
async function release<Model extends Releasable>(place: Entry<Model> | undefined): Promise<Model | undefined> {
  if (place === undefined) return undefined;
  await place.mutex.run(() => place.model.release());
  return place.model;
}
