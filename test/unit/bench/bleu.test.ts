import assert from 'node:assert/strict';
import { bleu } from '../../../bench/evaluate/bleu.mjs';
import { pythonWords, tokens13a } from '../../../bench/evaluate/tokens.mjs';

/** Compares as the tests of sacreBLEU do, with the tolerance that they allow. */
function near(value: number, expected: number, epsilon: number): void {
  assert.ok(Math.abs(value - expected) < epsilon, `${value}, not ${expected}`);
}

// The texts and scores are those of mjpost/sacrebleu, test/test_bleu.py and test/test_sentence_bleu.py.
describe('bleu', () => {
  const outputs = ['The dog bit the man.', "It wasn't surprising.", 'The man had just bitten him.'];
  const references = [
    ['The dog bit the man.', 'The dog had bit the man.'],
    ['It was not unexpected.', 'No one was surprised.'],
    ['The man bit him first.', 'The man had bitten the dog.'],
  ];

  it('gives sacreBLEU’s scores for a corpus with two references', () => {
    near(bleu(outputs, references).score, 48.530827, 1e-6);
    near(bleu(outputs, references, pythonWords).score, 49.1919566, 1e-6);
    near(bleu(['', '', ''], references).score, 0, 1e-6);
  });

  it('smooths exponentially as sacreBLEU does', () => {
    const output = 'Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;';
    const reference = 'producţia de zahăr brut se exprimă în zahăr alb;';
    near(bleu([output], [[reference]]).score, 8.493, 1e-3);
    near(bleu([output], [[reference]], pythonWords).score, 7.347, 1e-3);
    near(bleu(['this is a cat'], [['okay thanks']]).score, 0, 1e-3);
  });

  it('lowers the score of an output that is too short, not of one that is too long', () => {
    const short = bleu(['a b c d e'], [['a b c d e f g h i j']]);
    near(short.brevityPenalty, Math.exp(1 - 10 / 5), 1e-9);
    near(short.score, 100 * Math.exp(-1), 1e-9);
    assert.deepEqual([short.outputLength, short.referenceLength], [5, 10]);
    assert.equal(bleu(['a b c d e f'], [['a b c d e']]).brevityPenalty, 1);
    assert.equal(bleu([''], [['']]).score, 0);
  });
});

// The expected tokens are what sacreBLEU 2.6.0's Tokenizer13a gives.
describe('tokens13a', () => {
  it('separates punctuation from words, but not inside numbers', () => {
    for (const [text, tokens] of [
      [
        'It\'s a "well-known" 3-day trip, costing $1,234.50 (50%).',
        'It\'s a " well-known " 3 - day trip , costing $ 1,234.50 ( 50 % ) .',
      ],
      ['a.b,c 1.5 .5 5. x-1 1-x', 'a . b , c 1.5 . 5 5 . x-1 1 - x'],
      ['&quot;a&amp;b&quot; <skipped>x', '" a & b " x'],
      ['Él dijo: «¡no!» — 10%, e.g.', 'Él dijo : «¡no ! » — 10 % , e . g .'],
    ]) {
      assert.equal(tokens13a(text).join(' '), tokens);
    }
    assert.deepEqual(tokens13a('  '), []);
  });
});
