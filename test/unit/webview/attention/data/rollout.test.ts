import assert from 'node:assert/strict';
import { headOf } from '../../../../../src/attention/record/record';
import { meanHeads, pickLayers } from '../../../../../src/attention/record/select';
import { type MeanLayers, rolloutUpTo } from '../../../../../src/webview/attention/data/rollout';
import { close, cross, decoder, encoder } from '../../../attention/records';
import { rollout, rolloutStack } from '../../../attention/rollouts';

const stack = { encoder, decoder, cross };
const never = new AbortController().signal;

/** Gives the mean over the heads of the test's records, and writes each request to a list. */
function meansOf(requests: string[] = []): MeanLayers {
  return async (kind, count) => {
    requests.push(`${kind} ${count}`);
    const record = stack[kind];
    const layers = [...Array(count === 'all' ? record.layers : count).keys()];
    return meanHeads(pickLayers(record, layers));
  };
}

describe('rolloutUpTo', () => {
  it('equals the rollout of the record up to a layer, and requests no later layers', async () => {
    for (let layer = 0; layer < encoder.layers; layer++) {
      const requests: string[] = [];
      const weights = await rolloutUpTo({ kind: 'encoder', layer }, meansOf(requests), never);
      close(weights, headOf(rollout(encoder), layer, 0));
      assert.deepEqual(requests, [`encoder ${layer + 1}`]);
    }
    const { sources, targets } = rolloutStack(stack);
    for (let layer = 0; layer < cross.layers; layer++) {
      const requests: string[] = [];
      close(await rolloutUpTo({ kind: 'cross', layer }, meansOf(requests), never), headOf(sources, layer, 0));
      close(await rolloutUpTo({ kind: 'decoder', layer }, meansOf(), never), headOf(targets, layer, 0));
      assert.deepEqual(requests, ['encoder all', `decoder ${layer + 1}`, `cross ${layer + 1}`]);
    }
  });

  it('throws between two layers if it is cancelled', async () => {
    const controller = new AbortController();
    const rolling = rolloutUpTo({ kind: 'cross', layer: 0 }, meansOf(), controller.signal);
    controller.abort();
    await assert.rejects(rolling, { code: 'cancelled' });
  });
});
