import assert from 'node:assert/strict';
import { AttentiveError } from '../../../../src/base/errors';
import type { Engine, Probe } from '../../../../src/engine/api/contract';
import type { ModelFiles } from '../../../../src/models/modelFiles';
import type { BackendName } from '../../../../src/tasks/backends/backend';
import { type BackendSetting, chooser } from '../../../../src/tasks/backends/choice';
import { Faults } from '../../../../src/tasks/backends/faults';
import { HeldModel } from '../../../../src/tasks/backends/heldModel';
import { measurementsIn } from '../../../../src/tasks/backends/measurements';

function probe(times: readonly number[], logit = 5): Probe {
  return {
    runs: times.map((ms, at) => ({
      rows: at === 0 ? 1 : 16,
      sourceTokens: 24,
      hidden: Float32Array.of(1, -1),
      logits: [Float32Array.of(0, logit, 1)],
      encoderMs: ms / 2,
      decoderMs: ms / 2,
    })),
  };
}

const file = (byte: number) => ({ name: 'onnx/encoder_model.onnx', bytes: Uint8Array.of(byte) });

interface World {
  readonly native?: Probe | AttentiveError;
  /** Left out where the machine has no WebGPU. */
  readonly webgpu?: Probe | AttentiveError;
  readonly setting?: BackendSetting;
  readonly machine?: string | undefined;
  readonly byte?: number;
}

function world() {
  const kept = new Map<string, unknown>();
  const faults = new Faults();
  const started: BackendName[] = [];
  const choose = ({ native = probe([1, 1]), webgpu, setting = 'auto', byte = 1, ...more }: World = {}) => {
    const choose = chooser({
      setting: () => setting,
      machines: {
        native: 'machine' in more ? more.machine : 'this machine',
        webgpu: webgpu && 'this machine with WebGPU',
      },
      // As in a file: what is kept survives as JSON.
      measurements: measurementsIn(
        async () => Object.fromEntries(kept),
        async all => {
          kept.clear();
          for (const [key, value] of Object.entries(all)) kept.set(key, JSON.parse(JSON.stringify(value)));
        },
      ),
      faults,
    });
    const files = { encoder: file(byte), decoder: file(2) } as unknown as ModelFiles;
    return choose(new HeldModel({ id: 'm', name: 'M', files: async () => files }), async name => {
      started.push(name);
      const found = { native, webgpu, wasm: probe([2, 2]) }[name];
      if (found instanceof AttentiveError) throw found;
      return { probe: async () => found } as unknown as Engine;
    });
  };
  return { choose, faults, started, kept };
}

const names = ({ word, document }: { readonly word: BackendName; readonly document: BackendName }) => [word, document];

describe('the choice of a runtime', () => {
  it('takes the faster runtime, for a word and for a document', async () => {
    assert.deepEqual(names(await world().choose()), ['native', 'native']);
    assert.deepEqual(names(await world().choose({ native: probe([3, 1]) })), ['wasm', 'native']);
    assert.deepEqual(names(await world().choose({ native: probe([3, 3]) })), ['wasm', 'wasm']);
    assert.deepEqual(names(await world().choose({ native: probe([3, 3]), setting: 'native' })), ['native', 'native']);
  });

  it('measures once for each machine and model, and not again after a start', async () => {
    const { choose, started } = world();
    await choose();
    assert.deepEqual(names(await choose({ native: probe([9, 9]) })), ['native', 'native']);
    assert.deepEqual(started, ['native', 'wasm']);
    await choose({ machine: 'another machine' });
    await choose({ byte: 7 });
    assert.equal(started.length, 6);
  });

  it('measures again if what was kept is not a measurement', async () => {
    const { choose, started, kept } = world();
    await choose();
    for (const wrong of ['x', null, {}, { check: {}, times: [1], wasm: [1, 2], limitMs: 1 }]) {
      for (const key of kept.keys()) kept.set(key, wrong);
      assert.deepEqual(names(await choose()), ['native', 'native']);
    }
    assert.equal(started.length, 10);
  });

  it('refuses a runtime with other numbers, also later, and says the figures', async () => {
    const { choose, faults, started } = world();
    assert.deepEqual(names(await choose({ native: probe([1, 1], NaN) })), ['wasm', 'wasm']);
    assert.match(
      String(faults.get('m', 'native')),
      /differs by 0\.0 %, the logits by no number .* 0\.010 % are allowed/,
    );
    faults.clear();
    assert.deepEqual(names(await choose({ native: probe([1, 1]), setting: 'native' })), ['wasm', 'wasm']);
    assert.match(String(faults.get('m', 'native')), /not those of WebAssembly/);
    assert.equal(started.length, 2);
  });

  it('takes WebAssembly if the native runtime fails, and keeps nothing of that', async () => {
    const { choose, faults, kept } = world();
    const native = new AttentiveError('closed', 'x', { reason: 'its process ended by SIGILL' });
    assert.deepEqual(names(await choose({ native })), ['wasm', 'wasm']);
    assert.equal(faults.get('m', 'native'), 'its process ended by SIGILL');
    assert.equal(kept.size, 0);
    assert.deepEqual(names(await choose()), ['wasm', 'wasm'], 'it is not tried again');
    faults.clear();
    assert.deepEqual(names(await choose()), ['native', 'native'], 'until the user restarts the engine');
  });

  it('takes the fastest of three runtimes, for a word and for a document', async () => {
    assert.deepEqual(names(await world().choose({ webgpu: probe([3, 0.5]) })), ['native', 'webgpu']);
    assert.deepEqual(names(await world().choose({ native: probe([3, 3]), webgpu: probe([1, 3]) })), ['webgpu', 'wasm']);
    const { choose, started } = world();
    assert.deepEqual(names(await choose({ webgpu: probe([9, 9]), setting: 'webgpu' })), ['webgpu', 'webgpu']);
    assert.deepEqual(names(await choose({ webgpu: probe([1, 1]), setting: 'native' })), ['native', 'native']);
    assert.deepEqual(started, ['webgpu', 'wasm', 'native', 'wasm'], 'only what the user wants is measured');
  });

  it('says that there is no WebGPU only to a user who wants it, and does not look for it again by itself', async () => {
    const { choose, faults, started } = world();
    const webgpu = new AttentiveError('model-broken-file', 'x', { why: 'no supported adapters' });
    for (const _ of ['first', 'second']) assert.deepEqual(names(await choose({ webgpu })), ['native', 'native']);
    assert.deepEqual([faults.of('m'), started], [[], ['native', 'wasm', 'webgpu']]);
    assert.deepEqual(names(await choose({ webgpu, setting: 'webgpu' })), ['wasm', 'wasm']);
    assert.deepEqual(faults.of('m'), [{ runtime: 'webgpu', reason: 'no supported adapters' }]);
    faults.clear();
    assert.deepEqual(names(await choose({ webgpu: probe([0, 0]), setting: 'webgpu' })), ['webgpu', 'webgpu']);
    assert.deepEqual(names(await choose({ webgpu })), ['webgpu', 'webgpu'], 'what was measured then is kept');
  });

  it('refuses WebGPU with other numbers, and goes on with the native runtime', async () => {
    const { choose, faults } = world();
    assert.deepEqual(names(await choose({ webgpu: probe([1, 1], 6) })), ['native', 'native']);
    assert.match(String(faults.get('m', 'webgpu')), /not those of WebAssembly/);
  });

  it('throws what is no fault of the runtime', async () => {
    const native = new AttentiveError('model-unsupported', 'x', { what: 'x' });
    await assert.rejects(world().choose({ native }), native);
  });

  it('measures nothing if the user wants WebAssembly, or if there is nothing else', async () => {
    const { choose, faults, started } = world();
    assert.deepEqual(names(await choose({ setting: 'wasm' })), ['wasm', 'wasm']);
    assert.deepEqual(names(await choose({ machine: undefined })), ['wasm', 'wasm']);
    assert.equal(faults.get('m', 'native'), undefined);
    await choose({ machine: undefined, setting: 'native' });
    assert.match(String(faults.get('m', 'native')), /does not have it/);
    assert.equal(started.length, 0);
  });
});
