import assert from 'node:assert/strict';
import { rouge } from '../../../bench/evaluate/rouge.mjs';

function near(value: number, expected: number): void {
  assert.ok(Math.abs(value - expected) < 1e-9, `${value}, not ${expected}`);
}

// The expected scores were computed by hand.
describe('rouge', () => {
  it('counts words, pairs of words and the longest common sequence', () => {
    // The output has 3 words and 2 pairs, the reference 4 and 3. Both have the 3 words, the pair "the cat", and the
    // sequence "the cat sat", with a gap in the reference.
    const scores = rouge(['The cat sat.'], ['the cat quietly sat']);
    near(scores.rouge1, (100 * 2 * 3) / 7);
    near(scores.rouge2, (100 * 2 * 1) / 5);
    near(scores.rougeL, (100 * 2 * 3) / 7);
  });

  it('regards order in ROUGE-L, and counts a repeated word as often as both texts have it', () => {
    // a b against b a: both words are shared, no pair is, and one word is in order.
    const turned = rouge(['b a'], ['a b']);
    near(turned.rouge1, 100);
    near(turned.rouge2, 0);
    near(turned.rougeL, 50);
    near(rouge(['a a a'], ['a b c']).rouge1, (100 * 2 * 1) / 6);
  });

  it('is the mean over pairs, and ignores case, punctuation and letters beyond a to z', () => {
    near(rouge(['A-b!', 'x'], ['a b', 'y']).rouge1, 50);
    // "Größe" is gr and e, as in rouge_score.
    near(rouge(['Größe'], ['gr e']).rouge2, 100);
    assert.deepEqual(rouge([''], ['a']), { rouge1: 0, rouge2: 0, rougeL: 0 });
    assert.deepEqual(rouge([], []), { rouge1: 0, rouge2: 0, rougeL: 0 });
  });
});
