// Lazy engine: an engine that is started when it is first needed, and the models that are loaded into it.
import { asAttentive, STOPPED } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import { consumed } from '../../base/streams';
import type { Engine, LoadedModel, LoadProgress } from '../../engine/api/contract';
import { graphBytesOf, type ModelFiles } from '../../models/modelFiles';
import { type LoadableModel, reasonOf, type StartedEngine, type StartEngine } from './backend';

/** A loaded model, and the engine that has it. */
export interface EngineWithModel {
  readonly engine: Engine;
  readonly loaded: LoadedModel;
}

/** How long loading may block the worker: 30 s, and 100 s for each gigabyte, which slow disks read in that time. */
function loadLimitMs(files: ModelFiles): number {
  return 30_000 + graphBytesOf(files).reduce((sum, { byteLength }) => sum + byteLength, 0) / 10_000;
}

export class LazyEngine implements Disposable {
  private started: Promise<StartedEngine> | undefined;
  private readonly models = new Map<string, Promise<LoadedModel>>();

  /** @param onEnd called when the worker ends without having been stopped or does not start, with the ids of the models that it had and why */
  constructor(
    private readonly start: StartEngine,
    private readonly onEnd: (models: readonly string[], reason: string) => void,
  ) {}

  /** Whether no model is loaded besides this one. */
  hasNoOther(model: string): boolean {
    return this.models.size === (this.models.has(model) ? 1 : 0);
  }

  /**
   * Starts the worker and loads the model, as far as that was not done yet.
   *
   * @throws AttentiveError what starting, reading and loading throw
   */
  async with(model: LoadableModel, onProgress: (progress: LoadProgress) => void): Promise<EngineWithModel> {
    const started = await this.free();
    const known = this.models.get(model.id);
    const loading = known ?? load(started, model, onProgress);
    this.models.set(model.id, loading);
    try {
      return { engine: started.engine, loaded: await loading };
    } catch (error) {
      if (this.models.get(model.id) === loading) this.models.delete(model.id);
      throw error;
    }
  }

  /** @see StartedEngine.setLimit */
  async setLimit(ms: number): Promise<void> {
    (await this.started)?.setLimit?.(ms);
  }

  async unload(model: string): Promise<void> {
    const loading = this.models.get(model);
    if (loading === undefined) return;
    this.models.delete(model);
    const started = await this.started;
    // After a load that failed there is nothing to unload.
    await loading.then(() => started?.engine.unload({ model })).catch(() => undefined);
  }

  /** Ends the worker; it is started again when it is needed again. */
  dispose(): void {
    const { started } = this;
    this.started = undefined;
    this.models.clear();
    started?.then(engine => engine.dispose()).catch(() => undefined);
  }

  /** The worker, when it is not busy with a run that was cancelled: a new one if that run did not return. */
  private async free(): Promise<StartedEngine> {
    const started = await this.running();
    return (await started.settled?.()) === false ? this.running() : started;
  }

  private running(): Promise<StartedEngine> {
    if (this.started !== undefined) return this.started;
    const started = this.start();
    this.started = started;
    started.then(
      engine =>
        engine.onClose(reason => {
          if (this.started === started) this.end(reason);
        }),
      (error: unknown) => {
        if (this.started === started) this.end(reasonOf(asAttentive(error)));
      },
    );
    return started;
  }

  private end(reason: string): void {
    const models = [...this.models.keys()];
    this.dispose();
    if (reason !== STOPPED) this.onEnd(models, reason);
  }
}

async function load(
  started: StartedEngine,
  model: LoadableModel,
  onProgress: (progress: LoadProgress) => void,
): Promise<LoadedModel> {
  const files = await model.files();
  started.setLimit?.(loadLimitMs(files));
  const limit = model.maxSourceTokens === undefined ? {} : { maxSourceTokens: model.maxSourceTokens };
  return consumed(started.engine.load({ model: model.id, files, ...limit }), onProgress);
}
