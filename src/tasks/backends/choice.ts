// Choice: decides which runtime runs a model: the one that the user named, or the faster one by a measurement that is made once for
// each machine, runtime and model. The native runtime is used only if it has passed the self-check.
import { asAttentive } from '../../base/errors';
import type { Probe } from '../../engine/api/contract';
import { type BackendName, isFaultOfRuntime, type LoadableModel, reasonOf } from './backend';
import type { Choice, EngineOn } from './backends';
import type { Faults } from './faults';
import { fingerprintOf } from './fingerprint';
import type { HeldModel } from './heldModel';
import type { Measurement, Measurements } from './measurements';
import { type Check, check, type Rounding, roundingOf } from './selfCheck';

export const BACKENDS = ['auto', 'native', 'wasm'] as const;

/** The runtime that the user wants; `auto` for the faster one. */
export type BackendSetting = (typeof BACKENDS)[number];

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
export function chooser(options: ChooserOptions): (model: HeldModel, engineOn: EngineOn) => Promise<Choice> {
  const { setting, machine, faults, measurements } = options;
  return async (model, engineOn) => {
    const wanted = setting();
    if (wanted === 'wasm' || faults.get(model.id) !== undefined) return ONLY_WASM;
    if (machine === undefined) {
      if (wanted === 'native') faults.add(model.id, 'this installation does not have it');
      return ONLY_WASM;
    }
    const files = await model.look();
    const rounding = roundingOf(files);
    const key = `${machine}\n${await fingerprintOf(files)}`;
    let measurement = await measurements.read(key);
    if (measurement === undefined) {
      measurement = await measured(model, rounding, engineOn, faults);
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
  rounding: Rounding,
  engineOn: EngineOn,
  faults: Faults,
): Promise<Measurement | undefined> {
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

/** Why the native runtime is refused. The differences are percentages of the standard deviation of WebAssembly's numbers. */
function sentenceOf({ difference: { hidden, logits, best }, most }: Check): string {
  const percent = (part: number): string => (Number.isFinite(part) ? `${(100 * part).toPrecision(2)} %` : 'no number');
  return (
    `its numbers are not those of WebAssembly: the encoder's output differs by ${percent(hidden)}, the logits by ` +
    `${percent(logits)} and the best token by ${percent(best)}, where ${percent(most)} are allowed`
  );
}
