import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { AttentiveError } from '../../../src/base/errors';
import { toDisposable } from '../../../src/base/lifecycle';
import { call, serve } from '../../../src/base/rpc';
import { WorkerOnDemand } from '../../../src/base/workerOnDemand';
import { portOf } from './ports';

const contract = { twice: call<number, number>() };

interface Workers {
  readonly worker: WorkerOnDemand<typeof contract>;
  /** For each worker that was started, a function that ends it as by a crash. */
  readonly ends: (() => void)[];
}

function workers(twice = async (value: number): Promise<number> => 2 * value): Workers {
  const ends: (() => void)[] = [];
  const worker = new WorkerOnDemand({
    contract,
    name: 'doubling',
    start: async () => {
      const { port1, port2 } = new MessageChannel();
      serve(portOf(port2), contract, { twice });
      const listeners: ((reason: string) => void)[] = [];
      ends.push(() => listeners.forEach(listener => listener('it ended')));
      const port = {
        ...portOf(port1),
        onClose: (listener: (reason: string) => void) => {
          listeners.push(listener);
          return toDisposable(() => undefined);
        },
      };
      return { port, dispose: () => port1.close() };
    },
  });
  return { worker, ends };
}

describe('WorkerOnDemand', () => {
  const ask = ({ worker }: Workers, value = 2): Promise<number> => worker.use(({ client }) => client.twice(value));

  it('starts one worker for all calls, and another one after `dispose` stopped the first', async () => {
    const all = workers();
    assert.deepEqual(await Promise.all([ask(all), ask(all, 3)]), [4, 6]);
    assert.equal(all.ends.length, 1);
    all.worker.dispose();
    await ask(all);
    assert.equal(all.ends.length, 2);
    all.worker.dispose();
  });

  it('starts another worker after one that ended by itself', async () => {
    const all = workers();
    await ask(all);
    all.ends[0]();
    await ask(all);
    assert.equal(all.ends.length, 2);
    all.worker.dispose();
  });

  it('names the worker in the error of a call during which it ended', async () => {
    const all = workers();
    await ask(all);
    const asked = ask(all);
    all.ends[0]();
    await assert.rejects(asked, { code: 'closed', data: { reason: 'it ended', worker: 'doubling' } });
    all.worker.dispose();
  });

  it('does not name the worker in the error of another worker, which the call reports', async () => {
    const all = workers(() => Promise.reject(new AttentiveError('closed', 'the engine ended', { reason: 'killed' })));
    await assert.rejects(ask(all), { code: 'closed', data: { reason: 'killed' } });
    all.worker.dispose();
  });

  it('names the worker in the error of a worker that did not start, and starts it again at the next call', async () => {
    let starts = 0;
    const worker = new WorkerOnDemand({
      contract,
      name: 'doubling',
      start: () => Promise.reject(new AttentiveError('closed', 'no worker', { reason: `start ${++starts}` })),
    });
    for (const reason of ['start 1', 'start 2']) {
      await assert.rejects(
        worker.use(({ client }) => client.twice(1)),
        { code: 'closed', data: { reason, worker: 'doubling' } },
      );
    }
  });

  it('keeps its second worker when the first, which was stopped before, reports its end', async () => {
    const all = workers();
    await ask(all);
    all.worker.dispose();
    await ask(all);
    all.ends[0]();
    await ask(all);
    assert.equal(all.ends.length, 2);
    all.worker.dispose();
  });
});
