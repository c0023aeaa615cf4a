// Client: what the test page of WebGPU does: it starts the product's web workers, loads a small model and translates ids with it. The
// functions are called from the test, by the name `gpu`.
import { consumed } from '../../src/base/streams';
import type { GenerateEvent } from '../../src/engine/api/contract';
import { readModelFolder } from '../../src/engine/modelFolder';
import { type EngineWorker, engineOf } from '../../src/engine/remote';
import type { FileStore } from '../../src/models/store';
import type { Precision } from '../../src/models/precision';
import { Backends } from '../../src/tasks/backends/backends';
import { chooser } from '../../src/tasks/backends/choice';
import { Faults } from '../../src/tasks/backends/faults';
import { hasWebgpu, spawnEngine } from '../../src/web/spawn';

/** Files of this page's server. */
function served(prefix: string, names: readonly string[] = []): FileStore {
  return {
    location: prefix,
    list: async () => [...names],
    read: async name => new Uint8Array(await (await fetch(prefix + name)).arrayBuffer()),
  };
}

/**
 * The files of `dist`, in which the worker's script begins with code that destroys its device before the decoder's run with this
 * number: the worker asks `navigator.gpu` for an adapter, and this code remembers the device that it gets.
 */
function harmful(dist: FileStore, runs: number): FileStore {
  const code = `
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...args) {
      const device = await request.apply(this, args);
      const submit = device.queue.submit.bind(device.queue);
      let count = 0;
      device.queue.submit = list => {
        if (++count === ${runs}) device.destroy();
        return submit(list);
      };
      return device;
    };`;
  return {
    ...dist,
    async read(name) {
      const bytes = await dist.read(name);
      return name === 'web/webgpu.js' ? new TextEncoder().encode(code + new TextDecoder().decode(bytes)) : bytes;
    },
  };
}

const ids = [
  [5, 9, 14, 22, 0],
  [7, 11, 0],
  [30, 31, 32, 33, 34, 35, 0],
];

interface Outcome {
  readonly runtime: string;
  readonly fault: string | undefined;
  readonly rows: readonly (readonly number[])[];
  /** How often a row came. */
  readonly counts: readonly number[];
}

/** Generates with the model on the runtime that the user wants; `destroyAt` names the submission at which the device is lost. */
async function generate(
  names: readonly string[],
  precision: Precision,
  wanted: 'webgpu' | 'wasm',
  destroyAt?: number,
): Promise<Outcome> {
  const dist = served('/dist/');
  const faults = new Faults();
  const start = async (): Promise<EngineWorker> =>
    spawnEngine(destroyAt === undefined ? dist : harmful(dist, destroyAt), 1, true);
  const backends = new Backends({
    wasm: async () => engineOf(await spawnEngine(dist, 1)),
    webgpu: async () => engineOf(await start()),
    faults,
    choose:
      destroyAt === undefined
        ? chooser({
            setting: () => wanted,
            machines: { native: undefined, webgpu: 'this page' },
            measurements: { read: async () => undefined, write: async () => undefined },
            faults,
          })
        : async () => ({ word: 'webgpu', document: 'webgpu', limitMs: Infinity }),
  });
  try {
    await backends.load(
      { id: 'm', name: 'Marian', files: () => readModelFolder(served('/model/', names), precision) },
      () => undefined,
    );
    const request = { model: 'm', source: { kind: 'ids', ids }, settings: { numBeams: 2, maxNewTokens: 6 } } as const;
    const found: Extract<GenerateEvent, { kind: 'row' }>[] = [];
    await consumed(backends.engine.generate(request, new AbortController().signal), event => {
      if (event.kind === 'row') found.push(event);
    });
    return {
      runtime: backends.runtime('m')?.name ?? '',
      fault: faults.get('m', 'webgpu'),
      rows: found.sort((left, right) => left.row - right.row).map(({ hypotheses }) => [...hypotheses[0].ids]),
      counts: ids.map((_, row) => found.filter(event => event.row === row).length),
    };
  } finally {
    backends.dispose();
  }
}

Object.assign(globalThis, { gpu: { generate, hasWebgpu } });
