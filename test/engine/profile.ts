// Profile: which execution provider of ONNX Runtime ran the products of matrices, by the runtime's own record of a run.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { InferenceSession } from 'onnxruntime-common';
import * as ort from 'onnxruntime-web';
import { consumed } from '../../src/base/streams';
import { createEngine } from '../../src/engine/engine';
import type { OnnxModule } from '../../src/engine/runtime/onnxSession';
import type { Runtime } from '../../src/engine/runtime/runtime';
import { readModelFolder } from '../../src/engine/modelFolder';
import type { Precision } from '../../src/models/precision';
import type { FileStore } from '../../src/models/store';
import { never } from './models';

/** The operators that multiply matrices, of ONNX and of ONNX Runtime, in the names of the record. */
const PRODUCT = /MatMul|Gemm|Attention/;

/** The nodes of a record that multiplied matrices: operator and provider, each pair once. */
export type Products = ReadonlySet<string>;

/** A package of ONNX Runtime whose sessions write records, and what is in those of all sessions so far. */
export function recording(
  module: OnnxModule,
  folder: string,
): {
  readonly module: OnnxModule;
  readonly products: () => Products;
} {
  const sessions = new Set<InferenceSession>();
  const end = (session: InferenceSession): void => {
    if (sessions.delete(session)) session.endProfiling();
  };
  let made = 0;
  fs.mkdirSync(folder, { recursive: true });
  const recorded = {
    ...module,
    InferenceSession: {
      async create(bytes: Uint8Array, options: InferenceSession.SessionOptions) {
        const profileFilePrefix = path.join(folder, `session-${made++}`);
        const session = await module.InferenceSession.create(bytes, {
          ...options,
          enableProfiling: true,
          profileFilePrefix,
        });
        sessions.add(session);
        const release = session.release.bind(session);
        // A session writes its record only while it is open.
        session.release = () => {
          end(session);
          return release();
        };
        return session;
      },
    },
  } as unknown as OnnxModule;
  return {
    module: recorded,
    products: () => {
      for (const session of sessions) end(session);
      const files = fs.readdirSync(folder).map(name => path.join(folder, name));
      assert.ok(files.length > 0, 'the runtime has written records');
      return new Set(files.flatMap(file => productsIn(fs.readFileSync(file, 'utf8'))));
    },
  };
}

/** The same for WebAssembly, of the sessions that are made while `use` runs. That runtime writes its records to the standard output. */
export async function productsOfWasm(use: () => Promise<void>): Promise<Products> {
  const create = ort.InferenceSession.create.bind(ort.InferenceSession);
  const writeSync = fs.writeSync.bind(fs);
  const sessions: InferenceSession[] = [];
  const lines: string[] = [];
  ort.InferenceSession.create = (async (bytes: Uint8Array, options: InferenceSession.SessionOptions) => {
    const session = await create(bytes, { ...options, enableProfiling: true });
    sessions.push(session);
    return session;
  }) as typeof ort.InferenceSession.create;
  fs.writeSync = ((file: number, text: string) => {
    if (file !== 1) return writeSync(file, text);
    lines.push(text);
    return text.length;
  }) as typeof fs.writeSync;
  try {
    await use();
    for (const session of sessions) session.endProfiling();
  } finally {
    ort.InferenceSession.create = create;
    fs.writeSync = writeSync;
  }
  const events = lines
    .join('\n')
    .split('\n')
    .filter(line => line.startsWith('{"cat"'));
  assert.ok(events.length > 0, 'the runtime has written records');
  return new Set(productsIn(`[${events.map(line => line.replace(/,$/, '')).join(',')}]`));
}

interface RecordedEvent {
  readonly name?: string;
  readonly args?: { readonly op_name?: string; readonly provider?: string };
}

/** `Operator Provider` for each product of matrices in a record, which is a list of events as Chromium writes them. */
function productsIn(json: string): string[] {
  return (JSON.parse(json) as RecordedEvent[]).flatMap(({ name = '', args: { op_name: op = '', provider } = {} }) =>
    name.endsWith('_kernel_time') && PRODUCT.test(op) ? [`${op} ${provider}`] : [],
  );
}

/** Loads a model, generates with it, and explains what it has read: every graph of the engine runs at least once. */
export async function useAll(runtime: Runtime, folder: FileStore, precision: Precision): Promise<void> {
  const engine = createEngine(runtime);
  await consumed(engine.load({ model: 'm', files: await readModelFolder(folder, precision) }, never));
  const ids = [[5, 9, 14, 22, 0]];
  const settings = { numBeams: 1, maxNewTokens: 3 };
  await consumed(engine.generate({ model: 'm', source: { kind: 'ids', ids }, settings }, never));
  await engine.explain({ model: 'm', source: { kind: 'ids', ids }, targets: [[7, 9, 11]] }, never);
}
