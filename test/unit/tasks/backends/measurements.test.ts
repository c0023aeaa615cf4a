// Measurements: how many are kept, and that nothing else is taken for one.
import assert from 'node:assert/strict';
import { type Measurement, measurementsIn } from '../../../../src/tasks/backends/measurements';

const measurement: Measurement = {
  check: { isPassed: true, difference: { hidden: 0, logits: 0, best: 0 }, most: 1 },
  times: [1, 2],
  wasm: [3, 4],
  limitMs: 30_000,
};

function memory(all: Readonly<Record<string, unknown>> = {}) {
  const state = { all };
  const kept = measurementsIn(
    async () => state.all,
    async next => void (state.all = next),
  );
  return { state, kept };
}

describe('kept measurements', () => {
  it('are at most 64, of which the oldest is dropped', async () => {
    const { state, kept } = memory();
    for (let at = 0; at < 64; at++) await kept.write(`model ${at}`, measurement);
    // The first one is measured anew, so that the second is now the oldest.
    await kept.write('model 0', { ...measurement, limitMs: 1 });
    await kept.write('one more', measurement);
    assert.equal(Object.keys(state.all).length, 64);
    assert.equal(await kept.read('model 1'), undefined);
    assert.deepEqual(await kept.read('model 0'), { ...measurement, limitMs: 1 });
    assert.deepEqual(await kept.read('model 2'), measurement);
  });

  it('are read only if they are whole', async () => {
    const wrong = [
      7,
      {},
      { ...measurement, times: [1] },
      { ...measurement, limitMs: null },
      { ...measurement, check: 1 },
    ];
    for (const value of wrong) assert.equal(await memory({ key: value }).kept.read('key'), undefined);
  });
});
