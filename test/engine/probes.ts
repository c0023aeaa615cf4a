// Probes: the models of all families and precisions, and the probe of each on a runtime.
import fs from 'node:fs';
import path from 'node:path';
import type { Probe } from '../../src/engine/api/contract';
import type { Precision } from '../../src/models/precision';
import type { FileStore } from '../../src/models/store';
import { type Check, check, type Rounding } from '../../src/tasks/backends/selfCheck';
import type { FastBackend } from '../../src/tasks/backends/backend';
import { FAMILIES, folderOf } from './families';
import { EMBEDDED, loaded, mergedFolder, never, PRECISIONS, T5, type TestRuntime, WASM } from './models';

export interface Model {
  readonly name: string;
  readonly folder: string | FileStore;
  readonly precision: Precision;
}

const hasInt8 = (family: string): boolean =>
  fs.existsSync(path.join(folderOf(family), 'onnx/encoder_model_quantized.onnx'));

export const MODELS: readonly Model[] = [
  ...FAMILIES.map(name => ({ name, folder: folderOf(name), precision: 'fp32' as const })),
  ...FAMILIES.filter(hasInt8).map(name => ({ name, folder: folderOf(name), precision: 'q8' as const })),
  ...(['fp16', 'q4', 'bnb4', 'q4f16'] as const).map(precision => ({
    name: 't5',
    folder: mergedFolder(T5, PRECISIONS),
    precision,
  })),
  { name: 'embedded', folder: EMBEDDED, precision: 'q8' },
];

async function probeOf({ folder, precision }: Model, on: TestRuntime): Promise<Probe> {
  const { engine } = await loaded(folder, precision, on);
  const probe = await engine.probe({ model: 'model' }, never);
  await engine.unload({ model: 'model' }, never);
  return probe;
}

/** The self-check of a model on a runtime, with the runtime's tolerance. */
export async function checkOf(model: Model, on: TestRuntime, runtime: FastBackend): Promise<Check> {
  const rounding: Rounding =
    model.precision === 'fp32' ? 'float32' : model.precision === 'fp16' ? 'float16' : 'integers';
  return check(await probeOf(model, on), await probeOf(model, WASM), rounding, runtime);
}
