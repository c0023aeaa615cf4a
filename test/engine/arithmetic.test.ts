import assert from 'node:assert/strict';
import { largestDifference, scaleOf, workedRow } from '../../src/attention/decoding/arithmetic';
import type { AttentionKind } from '../../src/attention/record/record';
import { readModelFolder } from '../../src/engine/modelFolder';
import { diskFolder } from '../../src/node/files';
import { type RecordedHead, recordHeads } from '../webview/lib/heads';
import { EMBEDDED, loaded, MARIAN, never, T5, WASM } from './models';

const KINDS = ['encoder', 'decoder', 'cross'] as const;
const source = [5, 9, 14, 22, 7, 1];
const target = [0, 3, 14, 8, 11];

describe('workedRow', () => {
  for (const [name, folder] of Object.entries({ Marian: MARIAN, T5, embedded: EMBEDDED })) {
    it(`computes the model's own weights from queries and keys in every layer of ${name}`, async () => {
      const { engine } = await loaded(folder);
      const given = { model: 'model', source: { kind: 'ids' as const, ids: [source] }, targets: [target] };
      const { explanation, attention } = await engine.explain(given, never);
      const heads = await recordHeads(WASM.runtime, await readModelFolder(diskFolder(folder)), source, target);
      for (const kind of KINDS) {
        assert.equal(heads[kind].length, attention[kind].layers);
        for (const [layer, recorded] of heads[kind].entries()) {
          const request = { explanation, row: 0, kind, layer };
          const weights = await engine.attention(request, never); // [head, target, source]
          const worst = worstOf(recorded, kind, weights, attention[kind].targets, attention[kind].sources);
          assert.ok(worst < 1e-5, `${kind} layer ${layer} is off by ${worst}`);
        }
      }
    });
  }
});

/**
 * The largest difference in a layer between the weights that `workedRow` computes and those of the engine. Asserts that
 * self-attention of the decoder masks the later positions, and that nothing else is masked.
 */
function worstOf(
  { queries, keys, scores, heads, width }: RecordedHead,
  kind: AttentionKind,
  weights: Float32Array,
  targets: number,
  sources: number,
): number {
  const numbers = { heads, width, queries: floats(queries), keys: floats(keys), scores: floats(scores) };
  const scale = scaleOf(numbers);
  // Marian scales its queries before the product, and T5 does not scale at all. So no scale is left for the scores.
  assert.equal(scale.kind, 'one');
  let worst = 0;
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < targets; row++) {
      const worked = workedRow(numbers, scale, head, row);
      const from = (head * targets + row) * sources;
      worst = Math.max(worst, largestDifference(worked.weights, weights.subarray(from, from + sources)));
      const masked = worked.added.filter(value => value === -Infinity).length;
      assert.equal(masked, kind === 'decoder' ? sources - 1 - row : 0, 'only later positions are masked');
    }
  }
  return worst;
}

function floats(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float32Array(bytes.buffer);
}
