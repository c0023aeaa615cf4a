import assert from 'node:assert/strict';
import { headOf } from '../../../../../src/attention/record/record';
import { meanHeads, pickLayers } from '../../../../../src/attention/record/select';
import { type MeanLayers, rolledTo } from '../../../../../src/webview/attention/data/rollout';
import { close, cross, decoder, encoder } from '../../../attention/records';
import { rollout, rolloutStack } from '../../../attention/rollouts';

const stack = { encoder, decoder, cross };
const never = new AbortController().signal;

function meansOf(asked: string[] = []): MeanLayers {
  return async (kind, count) => {
    asked.push(`${kind} ${count}`);
    const record = stack[kind];
    const layers = [...Array(count === 'all' ? record.layers : count).keys()];
    return meanHeads(pickLayers(record, layers));
  };
}

describe('the rollout of a run', () => {
  it('is that of the whole record up to each layer, and asks for no layer beyond it', async () => {
    for (let layer = 0; layer < encoder.layers; layer++) {
      const asked: string[] = [];
      const weights = await rolledTo({ kind: 'encoder', layer }, meansOf(asked), never);
      close(weights, headOf(rollout(encoder), layer, 0));
      assert.deepEqual(asked, [`encoder ${layer + 1}`]);
    }
    const { sources, targets } = rolloutStack(stack);
    for (let layer = 0; layer < cross.layers; layer++) {
      const asked: string[] = [];
      close(await rolledTo({ kind: 'cross', layer }, meansOf(asked), never), headOf(sources, layer, 0));
      close(await rolledTo({ kind: 'decoder', layer }, meansOf(), never), headOf(targets, layer, 0));
      assert.deepEqual(asked, ['encoder all', `decoder ${layer + 1}`, `cross ${layer + 1}`]);
    }
  });

  it('ends between two layers when it is cancelled', async () => {
    const controller = new AbortController();
    const rolling = rolledTo({ kind: 'cross', layer: 0 }, meansOf(), controller.signal);
    controller.abort();
    await assert.rejects(rolling, { code: 'cancelled' });
  });
});
