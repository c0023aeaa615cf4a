// Backends: one engine over several runtimes. It runs each request on the runtime that was chosen for the model and for the number of
// rows. If another runtime than WebAssembly fails, that finishes the request.
import { asAttentive, badRequest, throwIfAborted } from '../../base/errors';
import { Closing } from '../../base/closing';
import type { Disposable } from '../../base/lifecycle';
import type {
  Engine,
  GenerateEvent,
  GenerateRequest,
  GenerateStats,
  LoadedModel,
  LoadProgress,
} from '../../engine/api/contract';
import {
  type BackendName,
  type FastBackend,
  isFaultOfRuntime,
  type LoadableModel,
  reasonOf,
  type RunningEngine,
  type RuntimeInUse,
  type StartEngine,
} from './backend';
import { ExplanationKeeper } from './explanationKeeper';
import type { Faults } from './faults';
import { HeldModel } from './heldModel';
import { type EngineWithModel, LazyEngine } from './lazyEngine';
import { resumedRows, rowsOf } from './resumedRows';

/** The runtimes for a job of few rows, such as a word, and for one of many. */
export interface Choice {
  readonly word: BackendName;
  readonly document: BackendName;
  /** How long a single run of a graph may take on another runtime than WebAssembly, in milliseconds. */
  readonly limitMs: number;
}

/** Loads a model into a runtime and gives the engine, to measure it. */
export type EngineOn = (name: BackendName) => Promise<Engine>;

export interface BackendsOptions {
  readonly wasm: StartEngine;
  /** Undefined where the host has no such runtime. */
  readonly native?: StartEngine | undefined;
  readonly webgpu?: StartEngine | undefined;
  readonly faults: Faults;
  /** Chooses the runtimes for a model. */
  readonly choose: (model: HeldModel, engineOn: EngineOn) => Promise<Choice>;
}

/** A job of fewer rows runs on the runtime for a word: the geometric mean of 1 and 16, with which runtimes are measured. */
const ROWS_OF_DOCUMENT = 4;

const NO_PROGRESS = (_: LoadProgress): void => undefined;

interface Known {
  readonly model: LoadableModel;
  readonly choice: Choice;
}

export class Backends implements RunningEngine {
  readonly engine: Engine;
  private readonly models = new Map<string, Known>();
  private readonly workers: Readonly<Record<BackendName, LazyEngine>>;
  private readonly closing = new Closing();
  private isDisposed = false;

  constructor(private readonly options: BackendsOptions) {
    const { wasm, faults } = options;
    const fast = (name: FastBackend): LazyEngine => {
      const none: StartEngine = () => Promise.reject(badRequest('runtime', `this installation has no ${name}`));
      return new LazyEngine(options[name] ?? none, (models, reason) => {
        for (const model of models) faults.add(model, name, reason);
      });
    };
    this.workers = {
      native: fast('native'),
      webgpu: fast('webgpu'),
      wasm: new LazyEngine(wasm, (_, reason) => this.closing.close(reason)),
    };
    const kept = new ExplanationKeeper((model, work, signal) => this.withModel(model, work, signal));
    this.engine = {
      load: () => {
        throw badRequest('load', 'models are loaded by the method of the running engine');
      },
      generate: (request, signal) => this.generate(request, signal),
      probe: (request, signal) => this.withModel(request.model, engine => engine.probe(request, signal), signal),
      unload: ({ model }) => this.unload(model),
      ...kept.methods,
    };
  }

  async load(model: LoadableModel, onProgress: (progress: LoadProgress) => void): Promise<LoadedModel> {
    const held = new HeldModel(model);
    try {
      const choice = await this.options.choose(
        held,
        async name => (await this.workers[name].with(held, onProgress)).engine,
      );
      return await this.loadChosen(held, choice, onProgress);
    } finally {
      held.release();
    }
  }

  runtime(model: string): RuntimeInUse | undefined {
    if (!this.models.has(model)) return undefined;
    const fault = this.options.faults.of(model).at(0);
    return { name: this.nameFor(model, ROWS_OF_DOCUMENT), ...(fault === undefined ? {} : { fault }) };
  }

  onClose(listener: (reason: string) => void): Disposable {
    return this.closing.onClose(listener);
  }

  dispose(): void {
    this.isDisposed = true;
    for (const worker of Object.values(this.workers)) worker.dispose();
  }

  private async loadChosen(model: LoadableModel, choice: Choice, onProgress: typeof NO_PROGRESS): Promise<LoadedModel> {
    const { id } = model;
    this.models.set(id, { model, choice });
    await this.endUnused(id, choice);
    const name = this.nameFor(id, 1);
    try {
      return (await this.ready(name, id, onProgress)).loaded;
    } catch (error) {
      if (name === 'wasm') throw error;
      return (await this.replacement(error, name, id, undefined, onProgress)).loaded;
    }
  }

  private async *generate(
    request: GenerateRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<GenerateEvent, GenerateStats, void> {
    const { model } = request;
    const name = this.nameFor(model, rowsOf(request));
    const first = await this.readyOrReplaced(name, model, signal);
    const { name: used } = first;
    if (used === 'wasm') return yield* first.engine.generate(request, signal);
    return yield* resumedRows(
      first.engine,
      request,
      signal,
      async error => (await this.replacement(error, used, model, signal)).engine,
    );
  }

  /** Does work that gives a single result, and no stream, on the engine for a model; on WebAssembly once more if another runtime fails. */
  private async withModel<T>(model: string, work: (engine: Engine) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { name, engine } = await this.readyOrReplaced(this.nameFor(model, 1), model, signal);
    try {
      return await work(engine);
    } catch (error) {
      if (name === 'wasm') throw error;
      return work((await this.replacement(error, name, model, signal)).engine);
    }
  }

  private nameFor(model: string, rows: number): BackendName {
    const choice = this.models.get(model)?.choice;
    if (choice === undefined) return 'wasm';
    const name = rows < ROWS_OF_DOCUMENT ? choice.word : choice.document;
    return name === 'wasm' || this.options.faults.get(model, name) !== undefined ? 'wasm' : name;
  }

  private async readyOrReplaced(
    name: BackendName,
    model: string,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly name: BackendName; readonly engine: Engine }> {
    try {
      return { name, engine: (await this.ready(name, model)).engine };
    } catch (error) {
      if (name === 'wasm') throw error;
      return { name: 'wasm', engine: (await this.replacement(error, name, model, signal)).engine };
    }
  }

  private async ready(name: BackendName, id: string, onProgress = NO_PROGRESS): Promise<EngineWithModel> {
    const known = this.models.get(id);
    if (known === undefined) throw badRequest('model', `${id} is not loaded`);
    const worker = this.workers[name];
    const found = await worker.with(known.model, onProgress);
    await worker.setLimit(known.choice.limitMs);
    return found;
  }

  /**
   * WebAssembly with the model, in place of the runtime `failed`, which has thrown the error and is not used for the model again.
   *
   * @throws the error if it is no fault of the runtime; AttentiveError `cancelled`
   */
  private async replacement(
    error: unknown,
    failed: FastBackend,
    model: string,
    signal?: AbortSignal,
    onProgress = NO_PROGRESS,
  ): Promise<EngineWithModel> {
    throwIfAborted(signal);
    const known = asAttentive(error);
    if (this.isDisposed || !isFaultOfRuntime(known)) throw error;
    this.options.faults.add(model, failed, reasonOf(known));
    void this.workers[failed].unload(model);
    return this.ready('wasm', model, onProgress);
  }

  /** Unloads a model from the runtimes that were only measured, and ends those that have no model left. */
  private async endUnused(model: string, choice: Choice): Promise<void> {
    for (const [name, worker] of Object.entries(this.workers)) {
      if (choice.word === name || choice.document === name) continue;
      // A worker that still measures answers late or never.
      if (worker.hasNoOther(model)) worker.dispose();
      else await worker.unload(model);
    }
  }

  private async unload(model: string): Promise<void> {
    this.models.delete(model);
    for (const worker of Object.values(this.workers)) await worker.unload(model);
  }
}
