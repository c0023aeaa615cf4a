// Layouts test: runs the same model with its decoders in each of Optimum's layouts, and compares the results with PyTorch's.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { EngineHandlers } from '../../src/engine/api/contract';
import { resolveSettings } from '../../src/engine/search/settings';
import { readModelFolder } from '../../src/engine/modelFolder';
import { padSequences, padTokenOf } from '../../src/engine/network/padding';
import { attentionCases, farthest, layerOf } from './attentionGoldens';
import { loaded, MARIAN, never, mergedFolder } from './models';
import { hypothesesOf, explainedNumbers, unpadded } from './runs';

interface Golden {
  readonly name: string;
  readonly input_ids: number[][];
  readonly attention_mask: number[][];
  readonly generations: readonly {
    readonly name: string;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly sequences: number[][];
    /** The result of transformers since 4.50, if it differs from that of earlier versions. */
    readonly v5?: { readonly sequences: number[][] };
  }[];
}

const { cases } = JSON.parse(fs.readFileSync(path.join(MARIAN, 'goldens/goldens.json'), 'utf8')) as {
  cases: Golden[];
};
const config = JSON.parse(fs.readFileSync(path.join(MARIAN, 'config.json'), 'utf8')) as Record<string, unknown>;

/** A folder that does not exist, so that the merged folder has only the files of MARIAN. */
const EMPTY = path.join(MARIAN, 'none');
const LAYOUTS = [
  {
    name: 'two decoders',
    leftOut: /decoder_model_merged/,
    graphs: ['onnx/decoder_model.onnx', 'onnx/decoder_with_past_model.onnx'],
    searches: /./,
  },
  {
    name: 'one decoder without a cache',
    leftOut: /decoder_model_merged|with_past/,
    graphs: ['onnx/decoder_model.onnx', undefined],
    // Each step reads the whole target again, which is slow, so only a few searches are run. In their names `lp` is the
    // length penalty, `es` early stopping, and `ret` the number of returned sequences.
    searches: /^(greedy|beam4_lp1.0_esTrue|beam4_lp2.0_esFalse_ret4)$/,
  },
];

for (const { name, leftOut, graphs, searches } of LAYOUTS) {
  describe(`Marian in the layout of ${name}`, () => {
    const store = mergedFolder(MARIAN, EMPTY, file => !leftOut.test(file));
    let engine: EngineHandlers;
    before(async () => ({ engine } = await loaded(store, 'fp32')));
    after(() => engine.unload({ model: 'model' }, never));

    it('is read from the files of that layout', async () => {
      const { decoder, decoderWithPast } = await readModelFolder(store, 'fp32');
      assert.deepEqual([decoder.name, decoderWithPast?.name], graphs);
    });

    for (const golden of cases) {
      for (const generation of golden.generations.filter(each => searches.test(each.name))) {
        it(`gives PyTorch's ids in ${golden.name} ${generation.name}`, async () => {
          const limits = { max_position_embeddings: config['max_position_embeddings'] };
          const settings = resolveSettings(limits, generation.settings, {});
          const found = await hypothesesOf(engine, unpadded(golden), settings);
          const ids = padSequences(
            found.flat().map(hypothesis => hypothesis.ids),
            padTokenOf(settings),
          );
          assert.deepEqual(ids, (generation.v5 ?? generation).sequences);
        });
      }
    }

    for (const golden of attentionCases(MARIAN)) {
      it(`gives PyTorch's attention and logits in ${golden.name}`, async () => {
        const source = { kind: 'ids', ids: unpadded(golden) } as const;
        const found = await explainedNumbers(engine, { source, targets: golden.decoder_input_ids });
        for (const kind of ['encoder', 'decoder', 'cross'] as const) {
          for (const [layer, weights] of found[kind].entries()) {
            const off = farthest(weights, layerOf(MARIAN, golden.arrays[`${kind}_attentions`], layer));
            assert.ok(off <= 1e-4, `${off} in layer ${layer} of ${kind}`);
          }
        }
        const place = golden.arrays['logits'];
        const off = farthest(found.logits, layerOf(MARIAN, { ...place, shape: [1, ...place.shape] }, 0));
        assert.ok(off <= 1e-4, `${off} in the logits`);
      });
    }
  });
}
