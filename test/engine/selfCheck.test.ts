// Self-check test: compares the native runtime with WebAssembly on the models of all families.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Probe } from '../../src/engine/api/contract';
import type { Precision } from '../../src/models/precision';
import type { FileStore } from '../../src/models/store';
import { check } from '../../src/tasks/backends/selfCheck';
import { FAMILIES, folderOf } from './families';
import {
  EMBEDDED,
  loaded,
  mergedFolder,
  nativeRuntimes,
  never,
  PRECISIONS,
  T5,
  type TestRuntime,
  WASM,
} from './models';

interface Model {
  readonly name: string;
  readonly folder: string | FileStore;
  readonly precision: Precision;
}

const hasInt8 = (family: string): boolean =>
  fs.existsSync(path.join(folderOf(family), 'onnx/encoder_model_quantized.onnx'));

const MODELS: readonly Model[] = [
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

for (const native of nativeRuntimes()) {
  describe('The self-check', () => {
    for (const model of MODELS) {
      it(`passes native ONNX Runtime with ${model.name} in ${model.precision}`, async () => {
        const rounding = model.precision === 'fp32' ? 'float32' : model.precision === 'fp16' ? 'float16' : 'integers';
        const found = check(await probeOf(model, native), await probeOf(model, WASM), rounding);
        assert.ok(found.isPassed, JSON.stringify(found));
      });
    }
  });
}
