// Alignments test, long: measures how well the attention of the embedded model aligns words and finds omitted ones, on pairs that
// were aligned by hand.
import assert from 'node:assert/strict';
import path from 'node:path';
import { everyAlignment, everyHint, coveredBy, type Model } from '../../bench/alignment/measure';
import { readAlignments } from '../../bench/alignment/pairs.mjs';
import { bestOf, hintScores, scored } from '../../bench/alignment/scores.mjs';
import { middleLayer } from '../../src/attention/analysis/align';
import { consumed } from '../../src/base/streams';
import type { Engine } from '../../src/engine/api/contract';
import { createEngine } from '../../src/engine/engine';
import { readModelFolder } from '../../src/engine/modelFolder';
import type { CardAlignment } from '../../src/models/card';
import { readCard } from '../../src/models/folder';
import { diskFolder } from '../../src/node/files';
import { EMBEDDED, never, WASM } from './models';

/**
 * By how much the alignment error rate of the card's choice may exceed that of the best choice for these pairs, because
 * the card's choice was made with other pairs.
 */
const SLACK = 0.02;

describe('The alignment of the embedded model', () => {
  const alignments = readAlignments(path.join(__ROOT__, 'test/fixtures/alignments'));
  let model: Model;
  let alignment: CardAlignment;

  before(async () => {
    const store = diskFolder(EMBEDDED);
    const [card, files] = [await readCard(store), await readModelFolder(store)];
    const engine = createEngine(WASM.runtime) as Engine;
    await consumed(engine.load({ model: 'model', files }, never));
    model = { engine, name: 'model', files, card };
    assert.ok(card.alignment !== undefined, 'its card has no alignment; node bench/alignment.mjs prints it');
    ({ alignment } = card);
  });

  after(() => model.engine.unload({ model: 'model' }, never));

  it("has about the lowest error rate with the card's head, and a lower one than with the default layer", async () => {
    const { pairs } = coveredBy(model.card, alignments);
    assert.equal(pairs.length, 60);
    const scores = scored(await everyAlignment(model, pairs), pairs, ({ to }) => to);
    const { layer, heads, shift } = alignment;
    assert.ok((heads ?? [0]).length === 1, 'the card names one head, or all heads');
    const chosen = scores.find(
      one => one.layer === layer && one.shift === shift && one.head === (heads?.[0] ?? 'mean'),
    );
    const layers = new Set(scores.flatMap(one => (one.layer === 'mean' ? [] : [one.layer]))).size;
    const byDefault = scores.find(one => one.layer === middleLayer(layers) && one.shift && one.head === 'mean');
    assert.ok(chosen !== undefined && byDefault !== undefined);
    const best = bestOf(scores, one => one.all.errorRate);
    assert.ok(chosen.all.errorRate <= best.all.errorRate + SLACK, `better: ${JSON.stringify(best)}`);
    assert.ok(
      chosen.all.errorRate < byDefault.all.errorRate,
      `${chosen.all.errorRate}, by default ${byDefault.all.errorRate}`,
    );
    for (const [to, errorRate] of Object.entries(chosen.by)) assert.ok(errorRate < 0.5, `${to}: ${errorRate}`);
    assert.ok(chosen.all.precision > 0.5);
  });

  it('finds omitted words with a precision above 0.5 and a recall above 0.25', async () => {
    const { texts } = coveredBy(model.card, alignments);
    const rows = hintScores(await everyHint(model, texts, alignment));
    // Damaged translations are references without some words; written ones are a model's own. The untouched half was not used
    // to tune the hints.
    for (const name of ['reference and damaged', 'reference and damaged, untouched half', 'written']) {
      const score = rows.find(row => row.name === name)?.score;
      assert.ok(score !== undefined && score.precision > 0.5, `${name}: ${JSON.stringify(score)}`);
      assert.ok(score.recall > 0.25, `${name}: ${JSON.stringify(score)}`);
    }
  });
});
