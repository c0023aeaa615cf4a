// Engine parts: makes the engine pool over the runtimes of a host, and shows its state in the status bar, in the log and in context keys.
import * as vscode from 'vscode';
import type { DisposableStore } from './base/lifecycle';
import type { WorkerHandle } from './base/workerOnDemand';
import { type EngineWorker, engineOf } from './engine/remote';
import { onSettingChange, setting } from './settings';
import { type Fault, FAST_BACKENDS, type FastBackend, type StartEngine } from './tasks/backends/backend';
import { Backends } from './tasks/backends/backends';
import { chooser } from './tasks/backends/choice';
import { Faults } from './tasks/backends/faults';
import { type Measurement, type Measurements, measurementsIn } from './tasks/backends/measurements';
import type { EngineFacts, ProcessState } from './commands/copyDiagnostics';
import { EnginePool, type EngineState, type RunningEngine } from './tasks/enginePool';
import { sentenceOf } from './tasks/messages';
import { StatusView } from './views/status';

/** How a host starts engines. With 0 threads it chooses their number. */
export interface EngineHost {
  /** Starts the worker of the engine on WebAssembly. */
  startWorker(threads: number): Promise<WorkerHandle>;
  /** Undefined where there is no such runtime. */
  readonly native?: FastHost | undefined;
  readonly webgpu?: FastHost | undefined;
}

/** How a host starts an engine on another runtime than WebAssembly. */
export interface FastHost {
  /** @throws AttentiveError `closed` (data.reason) if it does not start */
  start(threads: number): Promise<EngineWorker & ProcessFacts>;
  /** Names all on which the runtime's speed and numbers depend, besides the model. */
  machine(threads: number): string;
}

/** What is known of a process or worker of such a runtime. */
export interface ProcessFacts {
  readonly version: string;
  /** Undefined for a worker, which is no process of its own. */
  readonly pid?: number;
  /** The memory of the process in bytes; undefined if it has ended or is busy. */
  memory?(): Promise<number | undefined>;
}

export interface EngineParts {
  readonly pool: EnginePool;
  readonly state: () => EngineState;
  readonly facts: () => Promise<EngineFacts>;
  /** Ends the engine, and forgets on which models a runtime has failed. */
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
  store.add(faults.onFault((model, fault) => log.warn(faultLine(model, fault))));
  let state: EngineState = { kind: 'off' };
  let tokensPerSecond: number | undefined;
  const seen: Seen = { measurements: new Map(), processes: new Map() };
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
  const facts = async (): Promise<EngineFacts> => ({
    ...seen,
    processes: await statesOf(seen.processes),
    state,
    tokensPerSecond,
    has: FAST_BACKENDS.filter(name => host[name] !== undefined),
  });
  return { pool, state: () => state, facts, restart };
}

function faultLine(model: string, { runtime, reason }: Fault): string {
  return `${runtime} not used for ${model.split('\n', 1).join('')}: ${reason}`;
}

async function statesOf(processes: Seen['processes']): Promise<Map<FastBackend, ProcessState>> {
  const states = [...processes].map(async ([name, process]): Promise<[FastBackend, ProcessState]> => {
    const { version, pid } = process;
    const bytes = await process.memory?.();
    return [name, { version, ...(pid === undefined ? {} : { pid }), ...(bytes === undefined ? {} : { bytes }) }];
  });
  return new Map(await Promise.all(states));
}

/** What was seen of the runtimes since the extension was started. */
interface Seen {
  /** By the names of model and runtime. */
  readonly measurements: Map<string, Measurement>;
  readonly processes: Map<FastBackend, ProcessFacts>;
}

function backendsOf(
  host: EngineHost,
  memory: vscode.Memento,
  log: vscode.LogOutputChannel,
  faults: Faults,
  seen: Seen,
): RunningEngine {
  const threads = setting('threads');
  const start = (name: FastBackend): StartEngine | undefined => {
    const fast = host[name];
    return (
      fast &&
      (async () => {
        const worker = await fast.start(threads);
        seen.processes.set(name, worker);
        return engineOf(worker);
      })
    );
  };
  return new Backends({
    wasm: async () => engineOf(await host.startWorker(threads)),
    native: start('native'),
    webgpu: start('webgpu'),
    faults,
    choose: chooser({
      setting: () => setting('backend'),
      machines: { native: host.native?.machine(threads), webgpu: host.webgpu?.machine(threads) },
      measurements: measurementsInMemory(memory),
      faults,
      onMeasured: ({ name }, runtime, measurement) => {
        seen.measurements.set(`${name} on ${runtime}`, measurement);
        log.info(`${runtime} with ${name}: ${JSON.stringify(measurement)}`);
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
