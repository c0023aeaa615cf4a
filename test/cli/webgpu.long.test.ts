// WebGPU test, long: a process that computes with WebGPU fails in every way, and the job must end on WebAssembly with the right
// result, with each row once. WebGPU computes in software here (SwiftShader), with a tiny model.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Engine, GenerateRequest } from '../../src/engine/api/contract';
import { readModelFolder } from '../../src/engine/modelFolder';
import { engineOf } from '../../src/engine/remote';
import { diskFolder } from '../../src/node/files';
import { nativePlace, spawnNative } from '../../src/node/native/spawn';
import { spawnEngine } from '../../src/node/spawn';
import { Backends } from '../../src/tasks/backends/backends';
import { chooser } from '../../src/tasks/backends/choice';
import { Faults } from '../../src/tasks/backends/faults';
import { gpuEnvironment } from '../../tools/gpu.mjs';
import { libraryOf, rowsOf } from './faultyProcess';

const DIST = path.join(__ROOT__, 'dist');
const LIBRARY = path.join(DIST, 'native/onnxruntime-node');
const MARIAN = path.join(__ROOT__, 'test/fixtures/marian');
const FOLDER = path.join(__ROOT__, 'out', `webgpu-${process.pid}`);

const model = { id: 'm', name: 'Marian', files: () => readModelFolder(diskFolder(MARIAN), 'fp32') };
const ids = Array.from({ length: 5 }, (_, row) => [
  ...Array.from({ length: 3 + row }, (__, at) => 5 + 7 * at + row),
  0,
]);
const request: GenerateRequest = {
  model: 'm',
  source: { kind: 'ids', ids },
  settings: { numBeams: 2, maxNewTokens: 8 },
  maxBatchRows: 2,
};

/** A folder with the real library, whose sessions call `change(session, run, feeds)` in place of each run. */
function libraryWith(name: string, change: string): string {
  const script = `
const real = require(${JSON.stringify(LIBRARY)});
let runs = 0;
const change = ${change};
module.exports = {
  ...real,
  env: real.env,
  InferenceSession: {
    async create(...args) {
      const session = await real.InferenceSession.create(...args);
      const run = session.run.bind(session);
      session.run = (...inputs) => change(++runs, () => run(...inputs));
      return session;
    },
  },
};`;
  return libraryOf(path.join(FOLDER, name), script);
}

/** One worker of WebAssembly for all tests, because starting it takes a second. */
const wasm = engineOf(spawnEngine(DIST, 1));

interface Run {
  readonly backends: Backends;
  readonly faults: Faults;
}

/** An engine whose user wants WebGPU, or with `isChecked` false one that uses it without the self-check. */
function backendsWith(library: string, isChecked: boolean): Run {
  const faults = new Faults();
  const place = { script: path.join(DIST, 'node/native.js'), library };
  const choose = chooser({
    setting: () => 'webgpu',
    machines: { native: undefined, webgpu: 'this machine' },
    measurements: { read: async () => undefined, write: async () => undefined },
    faults,
  });
  const backends = new Backends({
    wasm: async () => ({ ...wasm, dispose: () => undefined }),
    webgpu: async () => engineOf(await spawnNative(place, 1, 'webgpu', 60_000)),
    faults,
    choose: isChecked ? choose : async () => ({ word: 'webgpu', document: 'webgpu', limitMs: 60_000 }),
  });
  return { backends, faults };
}

/** The ids that were written for each row, which must come once. */
async function idsOf(engine: Engine): Promise<number[][]> {
  const found = await rowsOf(engine, request);
  assert.equal(found.length, ids.length);
  return found.map(({ hypotheses }) => [...hypotheses[0].ids]);
}

// The variables are set for this file alone: with them every other process would try WebGPU in software, which takes long.
const gpu = gpuEnvironment(FOLDER);
const hasDriver = process.env['VK_ICD_FILENAMES'] !== undefined || Object.hasOwn(gpu, 'VK_ICD_FILENAMES');
const isHere = nativePlace(DIST) !== undefined && hasDriver;
if (!isHere) {
  const message = `${LIBRARY} or a driver of Vulkan is missing: npm run native, and Debian's packages chromium and libvulkan1.`;
  if (process.env['CI'] !== undefined) throw new Error(message);
  console.log(`The process with WebGPU is not tested: ${message}`);
}

const test = isHere ? describe : () => undefined;
test('The engine in a process with WebGPU', () => {
  const runs: Run[] = [];
  let expected: number[][];
  const start = async (library: string, isChecked = false): Promise<Run> => {
    const run = backendsWith(library, isChecked);
    runs.push(run);
    await run.backends.load(model, () => undefined);
    return run;
  };

  const earlier = Object.fromEntries(Object.keys(gpu).map(name => [name, process.env[name]]));
  before(async () => {
    Object.assign(process.env, gpu);
    const onWasm = new Backends({
      wasm: async () => ({ ...wasm, dispose: () => undefined }),
      faults: new Faults(),
      choose: async () => ({ word: 'wasm', document: 'wasm', limitMs: Infinity }),
    });
    await onWasm.load(model, () => undefined);
    expected = await idsOf(onWasm.engine);
  });
  afterEach(() => {
    for (const { backends } of runs.splice(0)) backends.dispose();
  });
  after(() => {
    for (const [name, value] of Object.entries(earlier)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    wasm.dispose();
    fs.rmSync(FOLDER, { recursive: true, force: true });
  });

  it('passes the self-check and gives the results of WebAssembly', async () => {
    const { backends, faults } = await start(LIBRARY, true);
    assert.equal(backends.runtime('m')?.name, 'webgpu');
    assert.deepEqual(await idsOf(backends.engine), expected);
    assert.deepEqual(faults.of('m'), []);
  });

  for (const [what, change, reason] of [
    ['is killed', "(count, run) => (count === 7 ? process.kill(process.pid, 'SIGKILL') : run())", /SIGKILL/],
    [
      'loses its device',
      "(count, run) => (count === 7 ? Promise.reject(new Error('A valid external Instance reference no longer exists.')) : run())",
      /no longer exists/,
    ],
    [
      'has no memory left',
      "(count, run) => (count === 7 ? Promise.reject(new Error('Failed to create buffer: out of memory')) : run())",
      /out of memory/,
    ],
  ] as const) {
    it(`is replaced by WebAssembly if it ${what} in the middle of a job`, async () => {
      const { backends, faults } = await start(libraryWith(what.replaceAll(' ', '-'), change));
      assert.deepEqual(await idsOf(backends.engine), expected);
      assert.match(String(faults.get('m', 'webgpu')), reason);
      assert.equal(backends.runtime('m')?.name, 'wasm');
      assert.deepEqual(await idsOf(backends.engine), expected, 'the next job runs on WebAssembly');
    });
  }

  it('is refused by the self-check if it gives wrong numbers', async () => {
    const lying = `async (count, run) => {
      const outputs = await run();
      for (const { type, data } of Object.values(outputs)) if (type === 'float32') data.reverse();
      return outputs;
    }`;
    const { backends, faults } = await start(libraryWith('lying', lying), true);
    assert.match(String(faults.get('m', 'webgpu')), /not those of WebAssembly/);
    assert.deepEqual(await idsOf(backends.engine), expected);
  });

  it('is replaced by WebAssembly if the machine has no adapter', async () => {
    const { VK_ICD_FILENAMES: driver } = process.env;
    process.env['VK_ICD_FILENAMES'] = path.join(FOLDER, 'none.json');
    try {
      const { backends, faults } = await start(LIBRARY, true);
      assert.match(String(faults.get('m', 'webgpu')), /Failed to get a WebGPU adapter/);
      assert.deepEqual(await idsOf(backends.engine), expected);
    } finally {
      process.env['VK_ICD_FILENAMES'] = driver;
    }
  });
});
