import assert from 'node:assert/strict';
import { chrf } from '../../../bench/evaluate/chrf.mjs';

function near(value: number, expected: number): void {
  assert.ok(Math.abs(value - expected) < 1e-4, `${value}, not ${expected}`);
}

describe('chrf', () => {
  // The texts and scores are those of mjpost/sacrebleu, test/test_chrf.py: test_cases_effective_order.
  it('gives sacreBLEU’s scores for texts shorter than the longest n-gram', () => {
    for (const [outputs, references, score] of [
      [['a'], ['a'], 100],
      [[''], ['reference'], 0],
      [['a b c'], ['a b c'], 100],
      [['a b c'], ['abc'], 100],
      [[''], ['c'], 0],
      [['a', 'b'], ['a', 'c'], 50],
      [['aa'], ['ab'], 25],
    ] as const) {
      near(chrf(outputs, references, { beta: 3 }), score);
    }
  });

  // From the same file of sacreBLEU: test_cases_keep_whitespace.
  it('gives sacreBLEU’s scores when white space is counted', () => {
    for (const [output, reference, score] of [
      [
        'Die Beziehung zwischen Obama und Netanjahu ist nicht gerade freundlich.',
        'Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich.',
        67.3481606,
      ],
      [
        'risk assessment must be made of those who are qualified and expertise in the sector - these are the scientists .',
        'risk assessment has to be undertaken by those who are qualified and expert in that area - that is the scientists .',
        65.2414427,
      ],
    ] as const) {
      near(chrf([output], [reference], { beta: 3, keepSpace: true }), score);
    }
  });

  // Computed with sacreBLEU 2.6.0: corpus_chrf with its defaults.
  it('gives sacreBLEU’s default score of a corpus', () => {
    const outputs = ['The dog bit the man.', "It wasn't surprising."];
    near(chrf(outputs, ['The dog had bit the man.', 'No one was surprised.']), 51.59864563115107);
  });
});
