// Native test, long: the process of the native runtime is killed, stopped or kept from starting in every phase, and the job must
// end on WebAssembly with the right result, with each row once.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { consumed } from '../../src/base/streams';
import type { Engine, GenerateRequest } from '../../src/engine/api/contract';
import { readModelFolder } from '../../src/engine/modelFolder';
import { engineOf } from '../../src/engine/remote';
import { diskFolder } from '../../src/node/files';
import { nativePlace, spawnNative } from '../../src/node/native/spawn';
import { spawnEngine } from '../../src/node/spawn';
import { Backends } from '../../src/tasks/backends/backends';
import { Faults } from '../../src/tasks/backends/faults';
import { libraryOf, type Rows, rowsOf } from './faultyProcess';

const DIST = path.join(__ROOT__, 'dist');
const LIBRARY = path.join(DIST, 'native/onnxruntime-node');
const MARIAN = path.join(__ROOT__, 'test/fixtures/marian');
const never = new AbortController().signal;

/** Where the process is to be harmed: before the run with this number of a session of this kind, or before a session is made. */
interface Harm {
  readonly phase: 'load' | 'encode' | 'step' | 'explain';
  readonly count: number;
  readonly signal: NodeJS.Signals;
  /** A file that is made when the harm is done. While it is there, none is done. */
  readonly mark?: string;
}

/** A folder that loads the real library, and sends a signal to its own process where `harm` says. */
function harmfulLibrary(folder: string, harm: Harm): string {
  const script = `
const real = require(${JSON.stringify(LIBRARY)});
const fs = require('node:fs');
const harm = ${JSON.stringify(harm)};
let count = 0;
function pass(phase) {
  if (phase !== harm.phase || ++count < harm.count || (harm.mark && fs.existsSync(harm.mark))) return;
  if (harm.mark) fs.writeFileSync(harm.mark, '');
  process.kill(process.pid, harm.signal);
  for (;;); // until the signal arrives
}
function phaseOf({ inputNames, outputNames }) {
  if (outputNames.some(name => name.includes('attentions'))) return 'explain';
  return inputNames.includes('encoder_hidden_states') ? 'step' : 'encode';
}
module.exports = {
  ...real,
  env: real.env,
  InferenceSession: {
    async create(...args) {
      pass('load');
      const session = await real.InferenceSession.create(...args);
      const run = session.run.bind(session);
      session.run = (...inputs) => (pass(phaseOf(session)), run(...inputs));
      return session;
    },
  },
};`;
  return libraryOf(folder, script);
}

const model = {
  id: 'm',
  name: 'Marian',
  files: () => readModelFolder(diskFolder(MARIAN), 'fp32'),
};

interface Run {
  readonly backends: Backends;
  readonly faults: Faults;
  /** The processes that were started. */
  readonly pids: number[];
}

/** How long the process may take to start, and to answer. */
interface Limits {
  readonly startMs?: number;
  readonly limitMs?: number;
}

/** One worker of WebAssembly for all tests, because starting it takes a second. */
const wasm = engineOf(spawnEngine(DIST, 1));

/** An engine that prefers the native runtime of this library; without one it has WebAssembly alone. */
function backendsWith(library: string | undefined, { startMs = 60_000, limitMs = 60_000 }: Limits = {}): Run {
  const faults = new Faults();
  const pids: number[] = [];
  const place = { script: path.join(DIST, 'node/native.js'), library: library ?? '' };
  const name = library === undefined ? 'wasm' : 'native';
  const backends = new Backends({
    wasm: async () => ({ ...wasm, dispose: () => undefined }),
    native: async () => {
      const worker = await spawnNative(place, 1, 'cpu', startMs);
      pids.push(worker.pid);
      return engineOf(worker);
    },
    faults,
    choose: async () => ({ word: name, document: name, limitMs }),
  });
  return { backends, faults, pids };
}

const ids = Array.from({ length: 9 }, (_, row) => [
  ...Array.from({ length: 4 + row }, (__, at) => 5 + 7 * at + row),
  0,
]);
const request: GenerateRequest = {
  model: 'm',
  source: { kind: 'ids', ids },
  settings: { numBeams: 2, maxNewTokens: 12 },
  maxBatchRows: 3,
};

const targets = [[99, 9, 14, 22, 7]];
const explaining = { model: 'm', source: { kind: 'ids', ids: [ids[3]] }, targets } as const;

async function attentionOf(engine: Engine): Promise<Float32Array> {
  const { explanation } = await engine.explain(explaining, never);
  return engine.attention({ explanation, row: 0, kind: 'cross', layer: 0 }, never);
}

function assertSameRows(found: Rows, expected: Rows): void {
  assert.deepEqual(
    found.map(({ hypotheses, sourceIds }) => [sourceIds, hypotheses.map(one => one.ids)]),
    expected.map(({ hypotheses, sourceIds }) => [sourceIds, hypotheses.map(one => one.ids)]),
  );
}

function assertNear(found: Float32Array, expected: Float32Array): void {
  assert.equal(found.length, expected.length);
  found.forEach((weight, at) => assert.ok(Math.abs(weight - expected[at]) < 1e-4));
}

const isHere = nativePlace(DIST) !== undefined;
if (!isHere) {
  const message = `${LIBRARY} is missing: npm run native fetches it.`;
  if (process.env['CI'] !== undefined) throw new Error(message);
  console.log(`The native process is not tested: ${message}`);
}

const test = isHere ? describe : () => undefined;
test('The engine in the native process', () => {
  const folder = path.join(__ROOT__, 'out', `native-${process.pid}`);
  let expected: Rows;
  let weights: Float32Array;
  const runs: Run[] = [];
  const start = async (library: string | undefined, limits?: Limits): Promise<Run> => {
    const run = backendsWith(library, limits);
    runs.push(run);
    await run.backends.load(model, () => undefined);
    return run;
  };

  before(async () => {
    const { backends } = await start(undefined);
    expected = await rowsOf(backends.engine, request);
    weights = await attentionOf(backends.engine);
  });
  afterEach(() => {
    for (const { backends } of runs.splice(0)) backends.dispose();
  });
  after(() => {
    wasm.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('gives the results of WebAssembly, in one process', async () => {
    const { backends, faults, pids } = await start(LIBRARY);
    assert.equal(backends.runtime('m')?.name, 'native');
    assertSameRows(await rowsOf(backends.engine, request), expected);
    assertNear(await attentionOf(backends.engine), weights);
    assert.deepEqual([faults.get('m', 'native'), pids.length], [undefined, 1]);
  });

  for (const { phase, count, signal } of [
    { phase: 'load', count: 2, signal: 'SIGSEGV' },
    { phase: 'encode', count: 1, signal: 'SIGSEGV' },
    { phase: 'encode', count: 2, signal: 'SIGKILL' },
    { phase: 'step', count: 2, signal: 'SIGSEGV' },
    { phase: 'step', count: 20, signal: 'SIGABRT' },
    { phase: 'step', count: 20, signal: 'SIGSTOP' },
  ] as const) {
    it(`is replaced by WebAssembly if ${signal} comes in the phase ${phase}, at number ${count}`, async () => {
      const library = harmfulLibrary(path.join(folder, `${phase}-${count}-${signal}`), { phase, count, signal });
      const { backends, faults, pids } = await start(library, { limitMs: 2000 });
      assertSameRows(await rowsOf(backends.engine, request), expected);
      const reason = signal === 'SIGSTOP' ? /no answer for 2 s/ : new RegExp(signal);
      assert.match(String(faults.get('m', 'native')), reason);
      assert.equal(backends.runtime('m')?.name, 'wasm');
      // The native runtime is not tried again.
      assertSameRows(await rowsOf(backends.engine, request), expected);
      assert.equal(pids.length, 1);
    });
  }

  for (const signal of ['SIGSEGV', 'SIGSTOP'] as const) {
    it(`is replaced by WebAssembly if ${signal} comes while a pass is explained`, async () => {
      const library = harmfulLibrary(path.join(folder, `explain-${signal}`), { phase: 'explain', count: 2, signal });
      const { backends, faults } = await start(library, { limitMs: 2000 });
      assertNear(await attentionOf(backends.engine), weights);
      assert.notEqual(faults.get('m', 'native'), undefined);
    });
  }

  it('is replaced by WebAssembly if it ends between two jobs, and an explanation is made again', async () => {
    const { backends, faults, pids } = await start(LIBRARY);
    const { explanation } = await backends.engine.explain(explaining, never);
    process.kill(pids[0], 'SIGSEGV');
    const part = { explanation, row: 0, kind: 'cross', layer: 0 } as const;
    assertNear(await backends.engine.attention(part, never), weights);
    assertSameRows(await rowsOf(backends.engine, request), expected);
    assert.match(String(faults.get('m', 'native')), /SIGSEGV/);
  });

  it('is replaced by WebAssembly if the library is cut', async () => {
    const broken = path.join(folder, 'cut');
    fs.cpSync(path.dirname(LIBRARY), broken, { recursive: true });
    const library = path.join(broken, 'onnxruntime-node');
    const binding = fs
      .readdirSync(library, { recursive: true, encoding: 'utf8' })
      .find(file => file.endsWith('onnxruntime_binding.node'));
    assert.ok(binding !== undefined);
    fs.truncateSync(path.join(library, binding), 100_000);
    const { backends, faults } = await start(library);
    assertSameRows(await rowsOf(backends.engine, request), expected);
    assert.notEqual(faults.get('m', 'native'), undefined);
  });

  for (const [what, script, reason, startMs] of [
    ['hangs while it starts', 'for (;;);', /had not loaded after 1 s/, 1000],
    ['ends while it starts', 'process.exit(3);', /code 3/, 60_000],
    ['throws while it starts', 'throw new Error("version `GLIBC_2.99\' not found");', /GLIBC_2\.99/, 60_000],
  ] as const) {
    it(`is replaced by WebAssembly if it ${what}`, async () => {
      const { backends, faults } = await start(libraryOf(path.join(folder, what.replaceAll(' ', '-')), script), {
        startMs,
      });
      assertSameRows(await rowsOf(backends.engine, request), expected);
      assert.match(String(faults.get('m', 'native')), reason);
    });
  }

  it('is told of a cancelled job as cancelled, and goes on with the next one', async () => {
    const { backends, faults, pids } = await start(LIBRARY);
    const stop = new AbortController();
    await assert.rejects(
      consumed(backends.engine.generate(request, stop.signal), () => stop.abort()),
      { code: 'cancelled' },
    );
    assertSameRows(await rowsOf(backends.engine, request), expected);
    assert.deepEqual([faults.get('m', 'native'), pids.length], [undefined, 1]);
  });
});

test('The native process', () => {
  const folder = path.join(__ROOT__, 'out', `native-process-${process.pid}`);
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('is ended if a cancelled run does not return, and the next job has a new one on the native runtime', async () => {
    fs.mkdirSync(folder, { recursive: true });
    const mark = path.join(folder, 'stopped');
    const harm = { phase: 'step', count: 20, signal: 'SIGSTOP', mark } as const;
    const { backends, faults, pids } = backendsWith(harmfulLibrary(path.join(folder, 'library'), harm));
    await backends.load(model, () => undefined);
    const stop = new AbortController();
    const cancelled = assert.rejects(consumed(backends.engine.generate(request, stop.signal)), { code: 'cancelled' });
    while (!fs.existsSync(mark)) await new Promise(resolve => setImmediate(resolve));
    stop.abort();
    await cancelled;
    const rows = await rowsOf(backends.engine, request);
    assert.equal(rows.length, ids.length);
    assert.deepEqual([faults.get('m', 'native'), backends.runtime('m')?.name, pids.length], [undefined, 'native', 2]);
    backends.dispose();
  });

  it('says how much memory it has, and nothing after its end', async () => {
    const worker = await spawnNative({ script: path.join(DIST, 'node/native.js'), library: LIBRARY }, 1, 'cpu');
    const bytes = await worker.memory();
    assert.ok(bytes !== undefined && bytes > 10e6 && bytes < 10e9, `${bytes}`);
    worker.dispose();
    assert.equal(await worker.memory(), undefined);
  });
});

test('attentive --backend', () => {
  const folder = path.join(__ROOT__, 'out', `backend-${process.pid}`);
  const cache = path.join(folder, 'cache');
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** What the command line prints for two lines of English. */
  function translated(...options: string[]): { readonly stdout: string; readonly stderr: string } {
    const file = path.join(folder, 'text.txt');
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(file, 'The file is empty.\nPlease close the window.\n');
    const args = [path.join(DIST, 'node/cli.js'), 'translate', '--to', 'de', '--lines', ...options, file];
    const env = { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache };
    const run = spawnSync(process.execPath, args, { encoding: 'utf8', env });
    assert.equal(run.status, 0, run.stderr);
    return run;
  }

  it('native explains and gives internals as WebAssembly does, to 1e-4 in float32', () => {
    const [onNative, onWasm] = ['native', 'wasm'].map(backend => {
      const out = path.join(folder, `${backend}.json`);
      fs.mkdirSync(folder, { recursive: true });
      const ids = ['--ids', '5 9 14 22 7 0', '--target-ids', '99 3 14 8 11', '--internals', 'cross.1'];
      const args = ['explain', '--model', MARIAN, '--precision', 'fp32', '--backend', backend, ...ids, '--out', out];
      const env = { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache };
      const run = spawnSync(process.execPath, [path.join(DIST, 'node/cli.js'), ...args], { encoding: 'utf8', env });
      assert.equal(run.status, 0, run.stderr);
      assert.doesNotMatch(run.stderr, /native runtime/);
      return packedArrays(JSON.parse(fs.readFileSync(out, 'utf8')));
    });
    assert.ok(onNative.length >= 9);
    assert.equal(onNative.length, onWasm.length);
    for (const [at, values] of onNative.entries()) assertNear(values, onWasm[at]);
  });

  it('auto measures once and keeps what it measured, and all backends translate the lines alike', () => {
    const first = translated('--backend', 'auto');
    const kept = path.join(cache, 'attentive', 'runtimes.json');
    const measured = fs.readFileSync(kept, 'utf8');
    assert.equal(translated().stdout, first.stdout);
    assert.equal(fs.readFileSync(kept, 'utf8'), measured);
    assert.doesNotMatch(first.stderr, /native runtime/);
    for (const backend of ['native', 'wasm']) assert.equal(translated('--backend', backend).stdout, first.stdout);
  });
});

/** The float32 arrays of an explanation, which are objects with dims and base64, in their order. */
function packedArrays(value: unknown): Float32Array[] {
  if (typeof value === 'string') {
    const bytes = Uint8Array.from(Buffer.from(value, 'base64'));
    return [new Float32Array(bytes.buffer)];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(packedArrays) : [];
}
