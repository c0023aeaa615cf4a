// Choice: decides which runtime runs a model: the one that the user named, or the faster one by a measurement that is made once for
// each machine, runtime and model. The native runtime is used only if it has passed the self-check.
import { asAttentive } from '../../base/errors';
import { isObject } from '../../base/json';
import type { Probe } from '../../engine/api/contract';
import { graphBytesOf, type ModelFiles } from '../../models/modelFiles';
import { type BackendName, isFaultOfRuntime, type LoadableModel, reasonOf } from './backend';
import type { Choice, EngineOn } from './backends';
import type { Faults } from './faults';
import { type Check, check, roundingOf } from './selfCheck';

export const BACKENDS = ['auto', 'native', 'wasm'] as const;

/** The runtime that the user wants; `auto` for the faster one. */
export type BackendSetting = (typeof BACKENDS)[number];

/** What was measured of a model on this machine. Times are those of the probe, in milliseconds, with 1 and with 16 rows. */
export interface Measurement {
  readonly check: Check;
  readonly native: readonly number[];
  readonly wasm: readonly number[];
  /** How long a single run of a graph may take on the native runtime, in milliseconds. */
  readonly limitMs: number;
}

/** Where measurements are kept. */
export interface Measurements {
  read(key: string): Promise<unknown>;
  write(key: string, measurement: Measurement): Promise<void>;
}

export interface ChooserOptions {
  readonly setting: () => BackendSetting;
  /** Names machine and native runtime, on which a measurement depends; undefined if there is no native runtime. */
  readonly machine: string | undefined;
  readonly measurements: Measurements;
  readonly faults: Faults;
  readonly onMeasured?: (model: LoadableModel, measurement: Measurement) => void;
}

const ONLY_WASM: Choice = { word: 'wasm', document: 'wasm', limitMs: Infinity };

/** Makes the function that chooses the runtimes for a model. */
export function chooser(options: ChooserOptions): (model: LoadableModel, engineOn: EngineOn) => Promise<Choice> {
  const { setting, machine, faults, measurements } = options;
  return async (model, engineOn) => {
    const wanted = setting();
    if (wanted === 'wasm' || faults.get(model.id) !== undefined) return ONLY_WASM;
    if (machine === undefined) {
      if (wanted === 'native') faults.add(model.id, 'this installation does not have it');
      return ONLY_WASM;
    }
    const files = await model.files();
    const key = `${machine}\n${await digestOf(files)}`;
    let measurement = validMeasurement(await measurements.read(key));
    if (measurement === undefined) {
      measurement = await measured(model, files, engineOn, faults);
      if (measurement === undefined) return ONLY_WASM;
      await measurements.write(key, measurement);
    }
    options.onMeasured?.(model, measurement);
    const { check: found, limitMs, native, wasm } = measurement;
    if (!found.isPassed) {
      faults.add(model.id, sentenceOf(found));
      return ONLY_WASM;
    }
    if (wanted === 'native') return { word: 'native', document: 'native', limitMs };
    const faster = (at: number): BackendName => (native[at] <= wasm[at] ? 'native' : 'wasm');
    return { word: faster(0), document: faster(1), limitMs };
  };
}

/** Loads the model into both runtimes and compares them; undefined if the native one failed. */
async function measured(
  model: LoadableModel,
  files: ModelFiles,
  engineOn: EngineOn,
  faults: Faults,
): Promise<Measurement | undefined> {
  const rounding = roundingOf(files);
  let native: Probe;
  try {
    native = await (await engineOn('native')).probe({ model: model.id });
  } catch (error) {
    const known = asAttentive(error);
    if (!isFaultOfRuntime(known)) throw error;
    faults.add(model.id, reasonOf(known));
    return undefined;
  }
  const wasm = await (await engineOn('wasm')).probe({ model: model.id });
  return {
    check: check(native, wasm, rounding),
    native: timesOf(native),
    wasm: timesOf(wasm),
    limitMs: limitOf(native),
  };
}

function timesOf({ runs }: Probe): number[] {
  return runs.map(({ encoderMs, decoderMs }) => encoderMs + decoderMs);
}

/** The most tokens that the engine gives to the encoder at once. */
const MOST_TOKENS = 4096;
const LEAST_LIMIT_MS = 30_000;

/** Twenty times what the longest run of a graph should take by the probe, and at least 30 s. */
function limitOf({ runs }: Probe): number {
  const perToken = runs.map(({ rows, sourceTokens, encoderMs }) => encoderMs / (rows * sourceTokens));
  return Math.max(LEAST_LIMIT_MS, 20 * MOST_TOKENS * Math.max(...perToken));
}

/** The SHA-256 of all graphs and weights of a model, in hexadecimal digits. */
async function digestOf(files: ModelFiles): Promise<string> {
  const digests = await Promise.all(graphBytesOf(files).map(bytes => crypto.subtle.digest('SHA-256', bytes)));
  return digests.map(hexadecimal).join('+');
}

function hexadecimal(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** Why the native runtime is refused. The differences are percentages of the standard deviation of WebAssembly's numbers. */
function sentenceOf({ difference: { hidden, logits, best }, most }: Check): string {
  const percent = (part: number): string => (Number.isFinite(part) ? `${(100 * part).toPrecision(2)} %` : 'no number');
  return (
    `its numbers are not those of WebAssembly: the encoder's output differs by ${percent(hidden)}, the logits by ` +
    `${percent(logits)} and the best token by ${percent(best)}, where ${percent(most)} are allowed`
  );
}

/** A stored measurement; undefined for anything else, such as one of another version. */
function validMeasurement(value: unknown): Measurement | undefined {
  if (!isObject(value) || !isObject(value['check'])) return undefined;
  const { native, wasm, limitMs } = value;
  const areTimes = (times: unknown): boolean =>
    Array.isArray(times) && times.length === 2 && times.every(time => typeof time === 'number');
  const { isPassed, difference, most } = value['check'];
  const isCheck = typeof isPassed === 'boolean' && isObject(difference) && typeof most === 'number';
  if (!areTimes(native) || !areTimes(wasm) || typeof limitMs !== 'number' || !isCheck) return undefined;
  return value as unknown as Measurement;
}
