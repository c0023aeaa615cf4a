import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { AttentiveError } from '../../../src/base/errors';
import { toDisposable } from '../../../src/base/lifecycle';
import { consumed } from '../../../src/base/streams';
import type { Engine, LoadProgress, LoadRequest, UnloadRequest } from '../../../src/engine/api/contract';
import type { ModelFiles } from '../../../src/models/modelFiles';
import {
  EnginePool,
  type EngineState,
  type Lease,
  type LoadableModel,
  type RunningEngine,
} from '../../../src/tasks/enginePool';

const never = new AbortController().signal;

/** A promise that the test resolves or rejects. */
class Gate<T = void> {
  readonly opened: Promise<T>;
  open: (value: T) => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;

  constructor() {
    this.opened = new Promise<T>((resolve, reject) => {
      this.open = resolve;
      this.fail = reject;
    });
    this.opened.catch(() => undefined);
  }
}

/** A worker as far as the pool uses it: its engine only loads and unloads. */
class FakeWorker implements RunningEngine {
  readonly loads: LoadRequest[] = [];
  disposed = 0;
  /** What a load waits for. */
  loading: Promise<void> = Promise.resolve();
  private readonly ended = new Gate<never>();
  private listeners: ((reason: string) => void)[] = [];

  readonly unloads: string[] = [];
  readonly engine = {
    load: (request: LoadRequest) => this.loadFiles(request),
    unload: (request: UnloadRequest) => this.unload(request),
  } as unknown as Engine;

  onClose(listener: (reason: string) => void) {
    this.listeners.push(listener);
    return toDisposable(() => (this.listeners = this.listeners.filter(other => other !== listener)));
  }

  crash(reason: string): void {
    this.ended.fail(new AttentiveError('closed', reason, { reason }));
    const listeners = this.listeners;
    this.listeners = [];
    for (const listener of listeners) listener(reason);
  }

  dispose(): void {
    this.disposed++;
    this.crash('it was stopped');
  }

  private async unload({ model }: UnloadRequest): ReturnType<Engine['unload']> {
    this.unloads.push(model);
  }

  async load(model: LoadableModel, onProgress: (progress: LoadProgress) => void) {
    const limit = model.maxSourceTokens === undefined ? {} : { maxSourceTokens: model.maxSourceTokens };
    return consumed(this.engine.load({ model: model.id, files: await model.files(), ...limit }), onProgress);
  }

  runtime(): undefined {
    return undefined;
  }

  private async *loadFiles(request: LoadRequest): ReturnType<Engine['load']> {
    this.loads.push(request);
    yield { stage: 'tokenizer', done: 1, total: 3 };
    await Promise.race([this.loading, this.ended.opened]);
    const { model } = request;
    return { model, modelType: 'marian', vocabularySize: 9, maxSourceTokens: 9 };
  }
}

const files = { config: '{}' } as unknown as ModelFiles;

function model(id: string, more: Partial<LoadableModel> = {}): LoadableModel {
  return { id, name: id.toUpperCase(), files: () => Promise.resolve(files), ...more };
}

/** Lets the callbacks of promises run that are settled already. */
async function settle(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}

describe('EnginePool', () => {
  let workers: FakeWorker[];
  let states: EngineState[];
  let idleMs: number;
  let start: () => Promise<RunningEngine>;
  let pool: EnginePool;

  beforeEach(() => {
    workers = [];
    states = [];
    idleMs = 1000;
    start = () => Promise.resolve(newWorker());
    pool = new EnginePool({ start: () => start(), idleMs: () => idleMs, onState: state => states.push(state) });
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    pool.dispose();
    mock.timers.reset();
  });

  function newWorker(): FakeWorker {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  }

  function kinds(): string[] {
    return states.map(({ kind }) => kind);
  }

  function leased(id = 'a', signal = never): Promise<Lease> {
    return pool.lease(model(id), signal);
  }

  it('starts no worker before the first lease', () => {
    assert.deepEqual([workers.length, states.length], [0, 0]);
  });

  it('starts a worker, loads the model with its limit of source tokens, and reports each state', async () => {
    const lease = await pool.lease(model('a', { maxSourceTokens: 96 }), never);
    assert.deepEqual(workers[0].loads, [{ model: 'a', files, maxSourceTokens: 96 }]);
    assert.equal(lease.model, 'a');
    assert.equal(lease.engine, workers[0].engine);
    assert.deepEqual(states.slice(0, 2), [
      { kind: 'loading', model: 'A', done: 0, total: 1 },
      { kind: 'loading', model: 'A', done: 1, total: 3 },
    ]);
    assert.deepEqual(states.at(-1), { kind: 'ready', model: 'A' });
    lease.report(12);
    assert.deepEqual(states.at(-1), { kind: 'running', model: 'A', tokensPerSecond: 12 });
    lease.dispose();
    assert.deepEqual(states.at(-1), { kind: 'ready', model: 'A' });
  });

  it('loads a model once for several leases at the same time, and not again later', async () => {
    const leases = await Promise.all([leased(), leased(), leased()]);
    await leased();
    assert.equal(workers.length, 1);
    assert.equal(workers[0].loads.length, 1);
    assert.equal(new Set(leases.map(({ engine }) => engine)).size, 1);
  });

  it('loads another model into the same worker', async () => {
    await Promise.all([leased('a'), leased('b')]);
    assert.equal(workers.length, 1);
    assert.deepEqual(
      workers[0].loads.map(load => load.model),
      ['a', 'b'],
    );
  });

  it('keeps the two models used last, and unloads the others when nobody uses them', async () => {
    for (const id of ['a', 'b', 'a', 'c']) (await leased(id)).dispose();
    await settle();
    const [worker] = workers;
    assert.deepEqual([worker.loads.map(load => load.model), worker.unloads], [['a', 'b', 'c'], ['b']]);
    const held = await leased('a');
    for (const id of ['b', 'd']) (await leased(id)).dispose();
    await settle();
    assert.deepEqual(worker.unloads, ['b', 'c', 'b'], 'not the one that is in use');
    held.dispose();
  });

  it('unloads no model that a lease waits for', async () => {
    const first = await leased('z');
    workers[0].loading = new Gate().opened;
    const waiting = ['a', 'b', 'c'].map(id => leased(id).catch(() => undefined));
    await settle();
    first.dispose();
    await settle();
    assert.deepEqual(workers[0].unloads, ['z']);
    workers[0].crash('the end');
    await Promise.all(waiting);
  });

  it('leaves no listener on the signal of a lease', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...given: Parameters<typeof add>) => (listeners++, add(...given));
    signal.removeEventListener = (...given: Parameters<typeof remove>) => (listeners--, remove(...given));
    for (let turn = 0; turn < 5; turn++) (await leased('a', signal)).dispose();
    assert.equal(listeners, 0);
  });

  it('loads a model again after a load that failed', async () => {
    let tries = 0;
    const missing = new AttentiveError('model-missing-file', 'no config.json', { file: 'config.json', folder: '/m' });
    const flaky = model('a', { files: () => (++tries === 1 ? Promise.reject(missing) : Promise.resolve(files)) });
    await assert.rejects(pool.lease(flaky, never), missing);
    assert.deepEqual(states.at(-1), { kind: 'failed', model: 'A', error: missing });
    await pool.lease(flaky, never);
    assert.deepEqual([tries, workers.length, workers[0].loads.length], [2, 1, 1]);
    assert.equal(states.at(-1)?.kind, 'ready');
  });

  it('rejects all leases that wait for a load that fails, and reports the failure once', async () => {
    const gate = new Gate<ModelFiles>();
    const slow = model('a', { files: () => gate.opened });
    const waiting = Promise.allSettled([pool.lease(slow, never), pool.lease(slow, never)]);
    await settle();
    gate.fail(new Error('disk on fire'));
    for (const outcome of await waiting) {
      assert.equal(outcome.status, 'rejected');
      assert.deepEqual([outcome.reason.code, outcome.reason.message], ['internal', 'disk on fire']);
    }
    assert.equal(kinds().filter(kind => kind === 'failed').length, 1);
  });

  it('starts another worker after a start that failed', async () => {
    start = () => Promise.reject(new Error('no worker.js'));
    await assert.rejects(leased(), { code: 'internal', message: 'no worker.js' });
    assert.equal(states.at(-1)?.kind, 'failed');
    start = () => Promise.resolve(newWorker());
    await leased();
    assert.equal(workers.length, 1);
  });

  describe('when the worker crashes', () => {
    it('reports it and starts another worker for the next lease', async () => {
      const lease = await leased();
      workers[0].crash('out of memory');
      const state = states.at(-1);
      assert.ok(state?.kind === 'failed');
      assert.deepEqual([state.error.code, state.error.data], ['closed', { reason: 'out of memory' }]);
      const next = await leased();
      assert.equal(next.engine, workers[1].engine);
      assert.equal(workers[1].loads.length, 1, 'the new worker holds no model yet');
      lease.dispose();
      assert.equal(workers[1].disposed, 0);
    });

    it('rejects the leases that wait for a model, even one that is still read from disk', async () => {
      const unread = model('b', { files: () => new Gate<ModelFiles>().opened });
      const first = await leased();
      workers[0].loading = new Gate().opened;
      const waiting = Promise.allSettled([leased('c'), pool.lease(unread, never)]);
      await settle();
      workers[0].crash('boom');
      for (const outcome of await waiting) {
        assert.equal(outcome.status, 'rejected');
        assert.equal(outcome.reason.code, 'closed');
      }
      assert.equal(kinds().filter(kind => kind === 'failed').length, 1);
      first.dispose();
    });

    it('disposes the worker, once', async () => {
      await leased();
      workers[0].crash('boom');
      assert.equal(workers[0].disposed, 1);
      pool.restart();
      assert.equal(workers[0].disposed, 1);
    });

    it('ignores what leases of that worker report later', async () => {
      const old = await leased('a');
      workers[0].crash('boom');
      old.report(5);
      assert.equal(states.at(-1)?.kind, 'failed');
      const lease = await leased('b');
      lease.dispose();
      old.report(5);
      old.dispose();
      assert.deepEqual(states.at(-1), { kind: 'ready', model: 'B' });
    });
  });

  describe('restart', () => {
    it('ends the worker, and the next lease starts another', async () => {
      await leased();
      pool.restart();
      await settle();
      assert.equal(workers[0].disposed, 1);
      assert.deepEqual(states.at(-1), { kind: 'off' });
      await leased();
      assert.equal(workers.length, 2);
    });

    it('rejects the leases that wait for a load, and reports no failure', async () => {
      const first = await leased();
      workers[0].loading = new Gate().opened;
      const waiting = leased('b');
      await settle();
      pool.restart();
      await assert.rejects(waiting, { code: 'closed' });
      await settle();
      assert.deepEqual(states.at(-1), { kind: 'off' });
      first.dispose();
      assert.deepEqual(states.at(-1), { kind: 'off' });
    });

    it('rejects the leases that wait for a worker that has not started, and disposes the worker when it has', async () => {
      const gate = new Gate<RunningEngine>();
      start = () => gate.opened;
      const waiting = leased();
      await settle();
      pool.restart();
      await assert.rejects(waiting, { code: 'closed' });
      const late = newWorker();
      gate.open(late);
      await settle();
      assert.equal(late.disposed, 1);
      assert.equal(late.loads.length, 0, 'nothing is loaded into it');
      assert.deepEqual(states.at(-1), { kind: 'off' });
    });

    it('starts a new worker while the old one is still starting, and later disposes the old one alone', async () => {
      const gate = new Gate<RunningEngine>();
      start = () => gate.opened;
      const waiting = assert.rejects(leased(), { code: 'closed' });
      pool.restart();
      start = () => Promise.resolve(newWorker());
      const lease = await leased();
      const late = newWorker();
      gate.open(late);
      await settle();
      await waiting;
      assert.deepEqual([late.disposed, workers[0].disposed], [1, 0]);
      assert.equal((await leased()).engine, lease.engine);
      assert.equal(states.at(-1)?.kind, 'ready');
    });

    it('reports no failure of a start that fails afterwards', async () => {
      const gate = new Gate<RunningEngine>();
      start = () => gate.opened;
      const waiting = assert.rejects(leased(), { code: 'closed' });
      pool.restart();
      gate.fail(new Error('no worker.js'));
      await settle();
      await waiting;
      assert.deepEqual(kinds(), ['off']);
    });

    it('only reports `off` if no worker runs', () => {
      pool.restart();
      assert.deepEqual(kinds(), ['off']);
    });
  });

  describe('cancelling', () => {
    it('starts nothing for a signal that was aborted before', async () => {
      await assert.rejects(leased('a', AbortSignal.abort()), { code: 'cancelled' });
      assert.deepEqual([workers.length, states.length], [0, 0]);
    });

    it('rejects at once while a model loads; the load goes on for the next lease', async () => {
      const gate = new Gate();
      start = () => {
        const worker = newWorker();
        worker.loading = gate.opened;
        return Promise.resolve(worker);
      };
      const controller = new AbortController();
      const waiting = leased('a', controller.signal);
      await settle();
      controller.abort();
      await assert.rejects(waiting, { code: 'cancelled' });
      assert.ok(!kinds().includes('failed'));
      gate.open();
      await settle();
      assert.deepEqual(states.at(-1), { kind: 'ready', model: 'A' }, 'the last state is not `loading`');
      await leased();
      assert.equal(workers[0].loads.length, 1);
    });

    it('does not affect other leases', async () => {
      const controller = new AbortController();
      const both = Promise.allSettled([leased('a', controller.signal), leased('a')]);
      controller.abort();
      const [first, second] = await both;
      assert.deepEqual([first.status, second.status], ['rejected', 'fulfilled']);
    });

    it('stops a worker without leases after the idle time', async () => {
      const controller = new AbortController();
      const waiting = leased('a', controller.signal);
      controller.abort();
      await assert.rejects(waiting, { code: 'cancelled' });
      await settle();
      mock.timers.tick(1000);
      await settle();
      assert.equal(workers[0].disposed, 1);
    });
  });

  describe('an unused worker', () => {
    it('is stopped after the idle time', async () => {
      (await leased()).dispose();
      mock.timers.tick(999);
      await settle();
      assert.equal(workers[0].disposed, 0);
      mock.timers.tick(1);
      await settle();
      assert.equal(workers[0].disposed, 1);
      assert.deepEqual(states.at(-1), { kind: 'off' });
    });

    it('is not stopped while anybody has a lease', async () => {
      const [first, second] = await Promise.all([leased(), leased()]);
      first.dispose();
      first.dispose();
      mock.timers.tick(5000);
      await settle();
      assert.equal(workers[0].disposed, 0);
      second.dispose();
      mock.timers.tick(1000);
      await settle();
      assert.equal(workers[0].disposed, 1);
    });

    it('is kept if a lease needs it again in time', async () => {
      (await leased()).dispose();
      mock.timers.tick(900);
      const again = await leased();
      mock.timers.tick(900);
      again.dispose();
      mock.timers.tick(900);
      await settle();
      assert.deepEqual([workers.length, workers[0].disposed], [1, 0]);
    });

    it('is kept if the idle time is infinite, and if it is longer than a timer can wait', async () => {
      for (idleMs of [Infinity, 2 ** 40]) {
        const lease = await leased();
        lease.dispose();
        mock.timers.tick(2 ** 30);
        await settle();
        assert.equal(workers[0].disposed, 0, `${idleMs}`);
      }
    });
  });
});
