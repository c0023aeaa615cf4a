import assert from 'node:assert/strict';
import { Closing } from '../../../../src/base/closing';
import { AttentiveError } from '../../../../src/base/errors';
import { consumed } from '../../../../src/base/streams';
import type { Engine, LoadedModel } from '../../../../src/engine/api/contract';
import type { ModelFiles } from '../../../../src/models/modelFiles';
import type { BackendName, StartedEngine } from '../../../../src/tasks/backends/backend';
import { Backends, type Choice } from '../../../../src/tasks/backends/backends';
import { Faults } from '../../../../src/tasks/backends/faults';
import { scripted } from '../scripted';

const graph = { name: 'onnx/x.onnx', bytes: new Uint8Array(20_000_000) };
const files = { encoder: graph, decoder: graph } as unknown as ModelFiles;
const model = { id: 'm', name: 'M', files: async () => files };

/** An engine that answers with its own name; it is started again after it was disposed. */
class FakeWorker {
  starts = 0;
  disposed = 0;
  readonly limits: number[] = [];
  readonly unloaded: string[] = [];
  fails: AttentiveError | undefined;
  private closing = new Closing();

  constructor(private readonly name: BackendName) {}

  async start(): Promise<StartedEngine> {
    this.starts++;
    const closing = new Closing();
    this.closing = closing;
    const { engine } = scripted({ answer: text => `${text} on ${this.name}` });
    const loaded: LoadedModel = { model: 'm', modelType: 'marian', vocabularySize: 9, maxSourceTokens: 9 };
    return {
      engine: {
        ...engine,
        // eslint-disable-next-line require-yield
        async *load() {
          return loaded;
        },
        unload: async ({ model: id }) => void this.unloaded.push(id),
        generate: (request, signal) => {
          if (this.fails !== undefined) throw this.fails;
          return engine.generate(request, signal);
        },
      },
      setLimit: ms => void this.limits.push(ms),
      onClose: listener => closing.onClose(listener),
      dispose: () => void this.disposed++,
    };
  }

  end(reason: string): void {
    this.closing.close(reason);
  }
}

async function started(choice: Partial<Choice> = {}, measured: readonly BackendName[] = []) {
  const native = new FakeWorker('native');
  const webgpu = new FakeWorker('webgpu');
  const wasm = new FakeWorker('wasm');
  const faults = new Faults();
  const backends = new Backends({
    native: () => native.start(),
    webgpu: () => webgpu.start(),
    wasm: () => wasm.start(),
    faults,
    choose: async (_, engineOn) => {
      for (const name of measured) await engineOn(name);
      return { word: 'native', document: 'native', limitMs: 77, ...choice };
    },
  });
  await backends.load(model, () => undefined);
  return { backends, native, webgpu, wasm, faults };
}

async function textsOf(engine: Engine, rows: number, signal?: AbortSignal): Promise<string[]> {
  const texts = Array.from({ length: rows }, (_, row) => `t${row}`);
  const found: string[] = [];
  await consumed(engine.generate({ model: 'm', source: { kind: 'text', texts } }, signal), event => {
    if (event.kind === 'row') found[event.row] = event.hypotheses[0].text;
  });
  return found;
}

describe('Backends', () => {
  it('runs a word and a document on the runtime that was chosen for each, and starts none that it does not need', async () => {
    const { backends, native, wasm } = await started({ word: 'wasm' });
    assert.deepEqual(await textsOf(backends.engine, 1), ['t0 on wasm']);
    assert.deepEqual([native.starts, wasm.starts], [0, 1]);
    assert.equal((await textsOf(backends.engine, 4))[3], 't3 on native');
    assert.equal((await textsOf(backends.engine, 3))[2], 't2 on wasm');
    assert.deepEqual([native.starts, wasm.starts], [1, 1]);
    assert.equal(backends.runtime('m')?.name, 'native');
    assert.equal(backends.runtime('other'), undefined);
  });

  it('ends a runtime that was only measured', async () => {
    const { native, wasm } = await started({}, ['native', 'wasm']);
    assert.deepEqual([native.disposed, wasm.disposed, wasm.unloaded], [0, 1, []]);
  });

  it('gives the process time to load by the size of the files, and then the limit of the choice', async () => {
    const { native } = await started();
    assert.deepEqual(native.limits, [34_000, 77]);
  });

  it('goes on with WebAssembly after a fault, and does not try the native runtime again', async () => {
    const { backends, native, faults } = await started();
    native.fails = new AttentiveError('model-run-failed', 'x', { why: 'bad allocation' });
    assert.deepEqual(await textsOf(backends.engine, 1), ['t0 on wasm']);
    native.fails = undefined;
    assert.deepEqual(await textsOf(backends.engine, 1), ['t0 on wasm']);
    assert.deepEqual(
      [faults.get('m', 'native'), backends.runtime('m')],
      ['bad allocation', { name: 'wasm', fault: { runtime: 'native', reason: 'bad allocation' } }],
    );
    assert.deepEqual(native.unloaded, ['m']);
  });

  it('goes on with WebAssembly where WebGPU has failed, and with the native runtime where that was chosen', async () => {
    const { backends, webgpu, faults } = await started({ document: 'webgpu' });
    assert.equal((await textsOf(backends.engine, 4))[3], 't3 on webgpu');
    webgpu.end('its process ended by SIGKILL');
    assert.equal((await textsOf(backends.engine, 4))[3], 't3 on wasm');
    assert.deepEqual(await textsOf(backends.engine, 1), ['t0 on native']);
    const fault = { runtime: 'webgpu', reason: 'its process ended by SIGKILL' };
    assert.deepEqual([faults.of('m'), backends.runtime('m')], [[fault], { name: 'wasm', fault }]);
  });

  it('takes no error of the request, and no cancelling, for a fault of the runtime', async () => {
    const { backends, native, wasm, faults } = await started();
    for (const code of ['bad-request', 'cancelled', 'model-unsupported'] as const) {
      native.fails = new AttentiveError(code, 'x');
      await assert.rejects(textsOf(backends.engine, 1), { code });
    }
    native.fails = new AttentiveError('closed', 'x', { reason: 'it was killed' });
    await assert.rejects(textsOf(backends.engine, 1, AbortSignal.abort()), { code: 'cancelled' });
    assert.deepEqual([faults.get('m', 'native'), wasm.starts], [undefined, 0]);
  });

  it('outlives the native process, and ends with the worker of WebAssembly', async () => {
    const { backends, native, wasm, faults } = await started();
    const ends: string[] = [];
    backends.onClose(reason => void ends.push(reason));
    native.end('its process ended by SIGSEGV');
    assert.deepEqual([faults.get('m', 'native'), ends], ['its process ended by SIGSEGV', []]);
    assert.deepEqual(await textsOf(backends.engine, 1), ['t0 on wasm']);
    wasm.end('out of memory');
    assert.deepEqual(ends, ['out of memory']);
  });

  it('replaces nothing after it was disposed', async () => {
    const { backends, native, wasm } = await started();
    backends.dispose();
    native.fails = new AttentiveError('closed', 'x', { reason: 'it was stopped' });
    await assert.rejects(textsOf(backends.engine, 1), { code: 'closed' });
    assert.equal(wasm.starts, 0);
  });
});
