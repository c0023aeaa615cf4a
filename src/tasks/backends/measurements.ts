// Measurements: what was measured of the runtimes with a model on this machine, and how it is kept.
import { isObject } from '../../base/json';
import type { Check } from './selfCheck';

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
  /** The measurement with this key; undefined if there is none, or only one of another version. */
  read(key: string): Promise<Measurement | undefined>;
  write(key: string, measurement: Measurement): Promise<void>;
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
