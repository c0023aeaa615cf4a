// Choice: decides which runtime runs a model: the one that the user named, or the fastest one by a measurement that is made once for
// each machine, runtime and model. Another runtime than WebAssembly is used only if it has passed the self-check.
import { asAttentive } from '../../base/errors';
import type { Probe } from '../../engine/api/contract';
import {
  type BackendName,
  FAST_BACKENDS,
  type FastBackend,
  isFaultOfRuntime,
  type LoadableModel,
  reasonOf,
} from './backend';
import type { Choice, EngineOn } from './backends';
import type { Faults } from './faults';
import { fingerprintOf } from './fingerprint';
import type { HeldModel } from './heldModel';
import { isUnmeasured, type Measurement, type Measurements, type Unmeasured } from './measurements';
import { type Check, check, type Rounding, roundingOf } from './selfCheck';

export const BACKENDS = ['auto', 'native', 'webgpu', 'wasm'] as const;

/** The runtime that the user wants; `auto` for the fastest one. */
export type BackendSetting = (typeof BACKENDS)[number];

export interface ChooserOptions {
  readonly setting: () => BackendSetting;
  /** Names machine and runtime, on which a measurement depends; undefined for a runtime that the host does not have. */
  readonly machines: Readonly<Record<FastBackend, string | undefined>>;
  readonly measurements: Measurements;
  readonly faults: Faults;
  readonly onMeasured?: (model: LoadableModel, runtime: FastBackend, measurement: Measurement) => void;
}

const ONLY_WASM: Choice = { word: 'wasm', document: 'wasm', limitMs: Infinity };

/** Makes the function that chooses the runtimes for a model. */
export function chooser(options: ChooserOptions): (model: HeldModel, engineOn: EngineOn) => Promise<Choice> {
  const { setting, machines, faults } = options;
  return async (model, engineOn) => {
    const wanted = setting();
    const named = FAST_BACKENDS.filter(name => wanted === 'auto' || wanted === name);
    for (const name of named) {
      if (wanted === name && machines[name] === undefined) {
        faults.add(model.id, name, 'this installation does not have it');
      }
    }
    const candidates = named.filter(name => machines[name] !== undefined && faults.get(model.id, name) === undefined);
    if (candidates.length === 0) return ONLY_WASM;
    const files = await model.look();
    // A runtime that is measured takes the bytes of the files.
    const facts = { rounding: roundingOf(files), fingerprint: await fingerprintOf(files) };
    const measuring = new Measuring(options, wanted === 'auto', model, facts, engineOn);
    const found: Found[] = [];
    for (const name of candidates) found.push(...(await measuring.measured(name)));
    const limitMs = Math.max(...found.map(one => one.measurement.limitMs));
    const fastest = (at: number): BackendName => {
      const best = found.toSorted((left, right) => left.measurement.times[at] - right.measurement.times[at]).at(0);
      if (best === undefined) return 'wasm';
      return wanted !== 'auto' || best.measurement.times[at] <= best.measurement.wasm[at] ? best.name : 'wasm';
    };
    return found.length === 0 ? ONLY_WASM : { word: fastest(0), document: fastest(1), limitMs };
  };
}

/** A runtime that may run a model, because it has passed the self-check. */
interface Found {
  readonly name: FastBackend;
  readonly measurement: Measurement;
}

/** The measurements of one model. */
class Measuring {
  private wasm: Promise<Probe> | undefined;

  constructor(
    private readonly options: ChooserOptions,
    private readonly isAutomatic: boolean,
    private readonly model: LoadableModel,
    private readonly facts: { readonly rounding: Rounding; readonly fingerprint: string },
    private readonly engineOn: EngineOn,
  ) {}

  /** The runtime with its measurement, kept or made now; none if it is not to be used. */
  async measured(name: FastBackend): Promise<readonly Found[]> {
    const { machines, measurements, faults, onMeasured } = this.options;
    const key = `${machines[name]}\n${this.facts.fingerprint}`;
    const kept = await measurements.read(key);
    // Most machines without WebGPU will not get it. Who installs a driver for it can try again by naming that runtime.
    if (this.isAutomatic && name === 'webgpu' && isUnmeasured(kept)) return [];
    let measurement = isUnmeasured(kept) ? undefined : kept;
    if (measurement === undefined) {
      const made = await this.measure(name);
      if (isUnmeasured(made)) {
        if (name === 'webgpu') await measurements.write(key, made);
        // A machine without WebGPU is no fault that a user who did not ask for it must hear of.
        if (name !== 'webgpu' || !this.isAutomatic) faults.add(this.model.id, name, made.failed);
        return [];
      }
      measurement = made;
      await measurements.write(key, made);
    }
    onMeasured?.(this.model, name, measurement);
    if (measurement.check.isPassed) return [{ name, measurement }];
    faults.add(this.model.id, name, sentenceOf(measurement.check));
    return [];
  }

  /** Loads the model into the runtime and into WebAssembly, and compares them. */
  private async measure(name: FastBackend): Promise<Measurement | Unmeasured> {
    const request = { model: this.model.id };
    // A software in place of a graphics processor would take minutes.
    const isLimited = this.isAutomatic && name === 'webgpu';
    const signal = isLimited ? AbortSignal.timeout(LONGEST_TRIAL_MS) : undefined;
    let probe: Probe;
    try {
      probe = await (await this.engineOn(name)).probe(request, signal);
    } catch (error) {
      if (signal?.aborted === true) return { failed: `it took longer than ${LONGEST_TRIAL_MS / 1000} s` };
      const known = asAttentive(error);
      if (!isFaultOfRuntime(known)) throw error;
      return { failed: reasonOf(known) };
    }
    const wasm = await (this.wasm ??= this.engineOn('wasm').then(engine => engine.probe(request)));
    return {
      check: check(probe, wasm, this.facts.rounding, name),
      times: timesOf(probe),
      wasm: timesOf(wasm),
      limitMs: limitOf(probe),
    };
  }
}

function timesOf({ runs }: Probe): number[] {
  return runs.map(({ encoderMs, decoderMs }) => encoderMs + decoderMs);
}

/** How long the trial of WebGPU may take if the user has not asked for it, in milliseconds. */
const LONGEST_TRIAL_MS = 6_000;

/** The most tokens that the engine gives to the encoder at once. */
const MOST_TOKENS = 4096;
const LEAST_LIMIT_MS = 30_000;

/** Twenty times what the longest run of a graph should take by the probe, and at least 30 s. */
function limitOf({ runs }: Probe): number {
  const perToken = runs.map(({ rows, sourceTokens, encoderMs }) => encoderMs / (rows * sourceTokens));
  return Math.max(LEAST_LIMIT_MS, 20 * MOST_TOKENS * Math.max(...perToken));
}

/** Why a runtime is refused. The differences are percentages of the standard deviation of WebAssembly's numbers. */
function sentenceOf({ difference: { hidden, logits, best }, most }: Check): string {
  const percent = (part: number): string => (Number.isFinite(part) ? `${(100 * part).toPrecision(2)} %` : 'no number');
  return (
    `its numbers are not those of WebAssembly: the encoder's output differs by ${percent(hidden)}, the logits by ` +
    `${percent(logits)} and the best token by ${percent(best)}, where ${percent(most)} are allowed`
  );
}
