// Engine parts: makes the engine pool over the runtimes of a host, and shows its state in the status bar, in the log and in context keys.
import * as vscode from 'vscode';
import type { DisposableStore } from './base/lifecycle';
import type { WorkerHandle } from './base/workerOnDemand';
import { type EngineWorker, engineOf } from './engine/remote';
import { onSettingChange, setting } from './settings';
import { Backends } from './tasks/backends/backends';
import { chooser } from './tasks/backends/choice';
import { Faults } from './tasks/backends/faults';
import { type Measurement, type Measurements, measurementsIn } from './tasks/backends/measurements';
import type { EngineFacts } from './commands/copyDiagnostics';
import { EnginePool, type EngineState, type RunningEngine } from './tasks/enginePool';
import { sentenceOf } from './tasks/messages';
import { StatusView } from './views/status';

/** How a host starts engines. With 0 threads it chooses their number. */
export interface EngineHost {
  /** Starts the worker of the engine on WebAssembly. */
  startWorker(threads: number): Promise<WorkerHandle>;
  /** The native runtime; undefined where there is none. */
  readonly native?: NativeHost | undefined;
}

export interface NativeHost {
  /** @throws AttentiveError `closed` (data.reason) if it does not start */
  start(threads: number): Promise<EngineWorker & NativeFacts>;
  /** Names all on which the runtime's speed and numbers depend, besides the model. */
  machine(threads: number): string;
}

/** What is known of a native process. */
export interface NativeFacts {
  readonly version: string;
  readonly pid: number;
  /** Its memory in bytes; undefined if it has ended or is busy. */
  memory(): Promise<number | undefined>;
}

export interface EngineParts {
  readonly pool: EnginePool;
  readonly state: () => EngineState;
  readonly facts: () => Promise<EngineFacts>;
  /** Ends the engine, and forgets in which models the native runtime has failed. */
  restart(): void;
}

/** @param memory keeps what was measured of the runtimes */
export function engineParts(
  host: EngineHost,
  memory: vscode.Memento,
  log: vscode.LogOutputChannel,
  store: DisposableStore,
): EngineParts {
  const status = store.add(new StatusView(error => sentenceOf(error, vscode.l10n.t)));
  const faults = new Faults();
  store.add(
    faults.onFault((model, reason) =>
      log.warn(`native runtime not used for ${model.split('\n', 1).join('')}: ${reason}`),
    ),
  );
  let state: EngineState = { kind: 'off' };
  let tokensPerSecond: number | undefined;
  const seen: Seen = { measurements: new Map(), native: undefined };
  const pool = store.add(
    new EnginePool({
      start: () => Promise.resolve(backendsOf(host, memory, log, faults, seen)),
      idleMs: () => (setting('unloadAfterMinutes') || Infinity) * 60_000,
      onState: next => {
        if (next.kind !== state.kind) {
          log.info(`engine: ${next.kind}`);
          setContextKeys(next);
        }
        if (next.kind === 'failed') log.error(next.error.stack ?? next.error.message);
        if (next.kind === 'running') ({ tokensPerSecond } = next);
        state = next;
        status.show(next);
      },
    }),
  );
  const restart = (): void => {
    faults.clear();
    pool.restart();
  };
  // The number of threads is fixed when a worker starts, and the runtime when a model is loaded.
  store.add(onSettingChange(['threads', 'backend'], restart));
  const facts = async (): Promise<EngineFacts> => {
    const process = seen.native;
    const native = process && { version: process.version, pid: process.pid, bytes: await process.memory() };
    return { ...seen, native, state, tokensPerSecond, hasNative: host.native !== undefined };
  };
  return { pool, state: () => state, facts, restart };
}

/** What was seen of the runtimes since the extension was started. */
interface Seen {
  readonly measurements: Map<string, Measurement>;
  native: NativeFacts | undefined;
}

function backendsOf(
  host: EngineHost,
  memory: vscode.Memento,
  log: vscode.LogOutputChannel,
  faults: Faults,
  seen: Seen,
): RunningEngine {
  const { native } = host;
  const threads = setting('threads');
  return new Backends({
    wasm: async () => engineOf(await host.startWorker(threads)),
    native:
      native &&
      (async () => {
        const worker = await native.start(threads);
        seen.native = worker;
        return engineOf(worker);
      }),
    faults,
    choose: chooser({
      setting: () => setting('backend'),
      machine: native?.machine(threads),
      measurements: measurementsInMemory(memory),
      faults,
      onMeasured: ({ name }, measurement) => {
        seen.measurements.set(name, measurement);
        log.info(`runtimes with ${name}: ${JSON.stringify(measurement)}`);
      },
    }),
  });
}

/** The key of the measurements in the extension's memory. */
const MEASUREMENTS = 'attentive.runtimes';

function measurementsInMemory(memory: vscode.Memento): Measurements {
  return measurementsIn(
    () => Promise.resolve(memory.get<Record<string, unknown>>(MEASUREMENTS, {})),
    async all => memory.update(MEASUREMENTS, all),
  );
}

/** Sets the context keys by which *Cancel* and *Restart the Engine* are offered. */
function setContextKeys({ kind }: EngineState): void {
  const isRunning = kind === 'loading' || kind === 'running';
  void vscode.commands.executeCommand('setContext', 'attentive.isRunning', isRunning);
  void vscode.commands.executeCommand('setContext', 'attentive.hasEngine', kind !== 'off');
}
