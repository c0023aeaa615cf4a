// Measurements: what was measured of the runtimes with a model on this machine, and how it is kept.
import { isObject } from '../../base/json';
import type { Check } from './selfCheck';

/**
 * What was measured of a model with one runtime on this machine. Times are those of the probe, in milliseconds, with 1 and with 16
 * rows.
 */
export interface Measurement {
  readonly check: Check;
  readonly times: readonly number[];
  /** The times of WebAssembly. */
  readonly wasm: readonly number[];
  /** How long a single run of a graph may take on the runtime, in milliseconds. */
  readonly limitMs: number;
}

/** Why a runtime could not be measured. */
export interface Unmeasured {
  readonly failed: string;
}

/** Where measurements are kept. */
export interface Measurements {
  /** The measurement with this key; undefined if there is none, or only one of another version. */
  read(key: string): Promise<Measurement | Unmeasured | undefined>;
  write(key: string, measurement: Measurement | Unmeasured): Promise<void>;
}

/** The most measurements that are kept. */
const MOST = 64;

/** Keeps measurements in a record that a host reads and writes as a whole. Of more than 64 the oldest are dropped. */
export function measurementsIn(
  read: () => Promise<Readonly<Record<string, unknown>>>,
  write: (all: Readonly<Record<string, unknown>>) => Promise<void>,
): Measurements {
  return {
    read: async key => validMeasurement((await read())[key]),
    async write(key, measurement) {
      const { [key]: _, ...others } = await read();
      await write(Object.fromEntries([...Object.entries(others), [key, measurement] as const].slice(-MOST)));
    },
  };
}

export function isUnmeasured(value: unknown): value is Unmeasured {
  return isObject(value) && typeof value['failed'] === 'string';
}

/** What is stored; undefined for anything else, such as a measurement of another version. */
function validMeasurement(value: unknown): Measurement | Unmeasured | undefined {
  if (isUnmeasured(value)) return value;
  if (!isObject(value) || !isObject(value['check'])) return undefined;
  const { times, wasm, limitMs } = value;
  const areTimes = (list: unknown): boolean =>
    Array.isArray(list) && list.length === 2 && list.every(time => typeof time === 'number');
  const { isPassed, difference, most } = value['check'];
  const isCheck = typeof isPassed === 'boolean' && isObject(difference) && typeof most === 'number';
  if (!areTimes(times) || !areTimes(wasm) || typeof limitMs !== 'number' || !isCheck) return undefined;
  return value as unknown as Measurement;
}
