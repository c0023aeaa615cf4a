// Self-check: compares the numbers of a runtime with those of WebAssembly on the same model. A runtime whose numbers differ by more
// than rounding explains is not used.
import type { Probe, ProbeRun } from '../../engine/api/contract';
import { graphFilesOf, type ModelFiles } from '../../models/modelFiles';
import type { FastBackend } from './backend';

/** How far two runtimes are apart, each as a part of the spread (standard deviation) of WebAssembly's numbers. */
export interface Difference {
  /** Of the encoder's output, the root of the mean square. */
  readonly hidden: number;
  /** Of the logits of the step that differs most, the root of the mean square. */
  readonly logits: number;
  /**
   * How much better WebAssembly's best token is than the other runtime's best token, by WebAssembly's logits; 0 where both have the
   * same best token.
   */
  readonly best: number;
}

/** How a model's numbers are rounded: float32, float16, or weights or activations of at most 8 bits. */
export type Rounding = 'float32' | 'float16' | 'integers';

/**
 * The most that each may be: in float32 only the order of sums differs; with integers a difference in the last bit can become one of a
 * whole step of rounding. docs/measurements.md says what was measured.
 */
const MOST: Readonly<Record<FastBackend, Readonly<Record<Rounding, number>>>> = {
  native: { float32: 1e-4, float16: 0.02, integers: 0.25 },
  webgpu: { float32: 1e-3, float16: 0.02, integers: 0.25 },
};

/** The self-check's outcome. */
export interface Check {
  readonly isPassed: boolean;
  readonly difference: Difference;
  readonly most: number;
}

/** The rounding of a model, by the names of its graph files; the coarsest of all. */
export function roundingOf(files: ModelFiles): Rounding {
  const suffixes = graphFilesOf(files).map(({ name }) => SUFFIX.exec(name)?.[1]);
  if (suffixes.some(suffix => suffix !== undefined && suffix !== 'fp16')) return 'integers';
  return suffixes.includes('fp16') ? 'float16' : 'float32';
}

const SUFFIX = /_(quantized|u?int8|fp16|bnb4|q4f16|q4)\.onnx$/;

/** Checks a runtime. */
export function check(probe: Probe, wasm: Probe, rounding: Rounding, runtime: FastBackend): Check {
  const difference = differenceOf(probe, wasm);
  const most = MOST[runtime][rounding];
  // A comparison with NaN is false, so that NaN does not pass.
  const isPassed = difference.hidden <= most && difference.logits <= most && difference.best <= most;
  return { isPassed, difference, most };
}

/** The differences of the run in which they are largest. */
export function differenceOf(probe: Probe, wasm: Probe): Difference {
  const all = wasm.runs.map((run, at) => differenceOfRuns(probe.runs.at(at), run));
  return {
    hidden: most(all.map(({ hidden }) => hidden)),
    logits: most(all.map(({ logits }) => logits)),
    best: most(all.map(({ best }) => best)),
  };
}

function differenceOfRuns(run: ProbeRun | undefined, wasm: ProbeRun): Difference {
  const steps = wasm.logits.map((logits, step) => ({ logits, other: run?.logits.at(step) ?? new Float32Array() }));
  return {
    hidden: distance(run?.hidden ?? new Float32Array(), wasm.hidden),
    logits: most(steps.map(({ logits, other }) => distance(other, logits))),
    best: most(steps.map(({ logits, other }) => (logits[bestOf(logits)] - logits[bestOf(other)]) / spread(logits))),
  };
}

/** The root of the mean square of the differences, as a part of the spread of `expected`; NaN if the lengths differ. */
function distance(values: Float32Array, expected: Float32Array): number {
  if (values.length !== expected.length) return NaN;
  const square = expected.reduce((sum, value, at) => sum + (values[at] - value) ** 2, 0) / expected.length;
  return square === 0 ? 0 : Math.sqrt(square) / spread(expected);
}

function spread(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function bestOf(values: Float32Array): number {
  return values.reduce((best, value, at) => (value > values[best] ? at : best), 0);
}

/** The largest number; NaN if one is. */
function most(values: readonly number[]): number {
  return Math.max(...values);
}
