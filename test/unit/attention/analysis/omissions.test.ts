import assert from 'node:assert/strict';
import { littleAttended, isOmitted, LEAST_GAIN, MOST_LOSS } from '../../../../src/attention/analysis/omissions';
import { matrix, tokens } from '../records';

// "Save your work, now" and "Jetzt speichern": of the second head nobody reads anything.
const texts = { source: 'Save your work, now', target: 'Jetzt speichern' };
const sources = tokens('|>>de<<', 'Save', ' yo', 'ur', ' work', ',', ' now', '|</s>');
const targets = tokens('|<s>', 'Jetzt', ' speich', 'ern', '|</s>');
const rows = [
  [0.2, 0.2, 0.1, 0.1, 0.2, 0.1, 0.1, 0], // <s>
  [0.3, 0, 0, 0, 0.1, 0.1, 0.5, 0], // Jetzt
  [0, 0.5, 0.25, 0.25, 0, 0, 0, 0], // speich
  [0, 0.5, 0, 0.15, 0.15, 0.1, 0.1, 0], // ern
  [0, 0, 0, 0, 1, 0, 0, 0], // </s>
];
const one = matrix('cross', rows, targets, sources);
const record = { ...one, heads: 2, weights: Float32Array.of(...one.weights, ...one.weights.toReversed()) };

const names = (words: ReturnType<typeof littleAttended>): [string, readonly number[]][] =>
  words.map(({ word, tokens: own }) => [word.text, own]);

describe('words that no target word looks at much', () => {
  it('are given with their tokens; punctuation and special tokens are none', () => {
    // speichern looks at "your" with the mean of 0.5 and 0.15, at "work" with that of 0 and 0.15, and Jetzt with 0.1.
    assert.deepEqual(names(littleAttended(record, texts, { step: 'input', heads: [0] })), [['work', [4]]]);
    const [{ word }] = littleAttended(record, texts, { step: 'input', heads: [0] });
    assert.deepEqual([word.start, word.end], [10, 14], 'without the comma');
  });

  it('are read at the step before where the model aligns so, and in the heads that align', () => {
    // <s> writes Jetzt, Jetzt and speich write speichern: no word has more than 0.25.
    assert.deepEqual(names(littleAttended(record, texts, { step: 'output', heads: [0] })), [
      ['Save', [1]],
      ['your', [2, 3]],
      ['work', [4]],
      ['now', [6]],
    ]);
    const turned = names(littleAttended(record, texts, { step: 'input', heads: [1] })).map(([text]) => text);
    assert.ok(turned.includes('Save'), turned.join(' '));
  });
});

describe('a word', () => {
  const whole = [-1, -2, -3];

  it('is left out if the target is likelier without it, and no token of it much less likely', () => {
    assert.ok(isOmitted(whole, [-1, -1, -3]));
    assert.ok(isOmitted(whole, [-1.5, -1, -2.5]), 'a token may lose a little');
  });

  it('is not if the target is as likely without it, as it is without an auxiliary', () => {
    assert.ok(!isOmitted(whole, whole));
    assert.ok(!isOmitted(whole, [-1, -2 + LEAST_GAIN, -3]), 'more than that is needed');
  });

  it('is not if a token of the target depends on it', () => {
    assert.ok(!isOmitted(whole, [-1 - MOST_LOSS, -0.1, -0.1]));
    assert.ok(!isOmitted(whole, [-9, -2, -3]));
  });
});
