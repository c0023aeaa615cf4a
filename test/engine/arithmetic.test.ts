import assert from 'node:assert/strict';
import { largestDifference, scaleOf, workedRow } from '../../src/attention/decoding/arithmetic';
import type { AttentionKind } from '../../src/attention/record/record';
import { readModelFolder } from '../../src/engine/modelFolder';
import { diskFolder } from '../../src/node/files';
import { type RecordedHead, recordHeads } from '../webview/lib/heads';
import { EMBEDDED, loaded, MARIAN, never, T5 } from './models';

const KINDS = ['encoder', 'decoder', 'cross'] as const;
const source = [5, 9, 14, 22, 7, 1];
const target = [0, 3, 14, 8, 11];

describe('attention worked out again from queries and keys', () => {
  for (const [name, folder] of Object.entries({ Marian: MARIAN, T5, embedded: EMBEDDED })) {
    it(`comes to the model's own weights in every layer of ${name}`, async () => {
      const { engine } = await loaded(folder);
      const given = { model: 'model', source: { kind: 'ids' as const, ids: [source] }, targets: [target] };
      const { explanation, attention } = await engine.explain(given, never);
      const heads = await recordHeads(await readModelFolder(diskFolder(folder)), source, target);
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

/** The largest difference of a layer; what is masked, and what biases are added, must be where such models have it. */
function worstOf(
  { queries, keys, scores, heads, width }: RecordedHead,
  kind: AttentionKind,
  weights: Float32Array,
  targets: number,
  sources: number,
): number {
  const numbers = { heads, width, queries: floats(queries), keys: floats(keys), scores: floats(scores) };
  const scale = scaleOf(numbers);
  // Marian divides its queries before they are multiplied, T5 nothing at all.
  assert.equal(scale.kind, 'one');
  let worst = 0;
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < targets; row++) {
      const worked = workedRow(numbers, scale, head, row);
      const from = (head * targets + row) * sources;
      worst = Math.max(worst, largestDifference(worked.weights, weights.subarray(from, from + sources)));
      const masked = worked.added.filter(value => value === -Infinity).length;
      assert.equal(masked, kind === 'decoder' ? sources - 1 - row : 0, 'masked are those that come later');
    }
  }
  return worst;
}

function floats(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float32Array(bytes.buffer);
}
