// Networks test: runs the networks of every family as the engine does, and compares the encoder's output and all logits with
// PyTorch's.
import assert from 'node:assert/strict';
import { readModelFolder } from '../../src/engine/modelFolder';
import type { Session } from '../../src/engine/runtime/runtime';
import { Seq2seq } from '../../src/engine/network/seq2seq';
import { diskFolder } from '../../src/node/files';
import { decode, farthest, layerOf } from './attentionGoldens';
import { FAMILIES, folderOf, type GoldenCase, goldensOf, rowsOf } from './families';
import { WASM } from './models';

const CLOSE = 1e-4;

for (const family of FAMILIES) {
  describe(`The networks of ${family}`, () => {
    const folder = folderOf(family);
    let decoder: Session;
    let network: Seq2seq;
    before(async () => {
      const files = await readModelFolder(diskFolder(folder), 'fp32');
      const { encoder: first, decoder: second } = files;
      decoder = await WASM.runtime.createSession(second.name, second.bytes);
      const encoder = { name: first.name, session: await WASM.runtime.createSession(first.name, first.bytes) };
      network = new Seq2seq(encoder, { name: second.name, session: decoder });
    });
    after(() => network?.release());

    for (const golden of goldensOf(family)) {
      it(`give PyTorch's encoder output and logits in ${golden.name}`, async () => {
        const { hidden, mask } = await network.encode(rowsOf(golden), 0);
        assert.deepEqual(Array.from(mask.data as BigInt64Array, Number), golden.attention_mask.flat());
        const width = hidden.dims[2];
        // The output for the padding of a shorter row is not used, so it is not compared.
        const withoutPadding = (data: Float32Array): Float32Array =>
          data.filter((_, at) => mask.data[Math.floor(at / width)] === 1n);
        const expected = withoutPadding(array(golden, 'encoder_last_hidden_state'));
        const difference = farthest(withoutPadding(hidden.data as Float32Array), expected);
        assert.ok(difference <= CLOSE, `${difference} in the encoder's output`);
        const { logits } = await decode(decoder, hidden, golden, golden.decoder_input_ids);
        const logitsDifference = farthest(logits.data as Float32Array, array(golden, 'logits'));
        assert.ok(logitsDifference <= CLOSE, `${logitsDifference} in the logits`);
      });
    }

    function array(golden: GoldenCase, name: string): Float32Array {
      const place = golden.arrays[name];
      return layerOf(folder, { ...place, shape: [1, ...place.shape] }, 0);
    }
  });
}
