import assert from 'node:assert/strict';
import { littleAttended, isOmitted, LEAST_GAIN, MOST_LOSS } from '../../../../src/attention/analysis/omissions';
import { matrix, tokens } from '../records';

// Cross-attention of "Jetzt speichern" to "Save your work, now". Only the first of the two heads is an alignment; the second
// holds the same numbers in reverse order.
const texts = { source: 'Save your work, now', target: 'Jetzt speichern' };
const sources = tokens('|>>de<<', 'Save', ' yo', 'ur', ' work', ',', ' now', '|</s>');
const targets = tokens('|<s>', 'Jetzt', ' speich', 'ern', '|</s>');
const rows = [
  [0.02, 0, 0, 0, 0.96, 0.01, 0.01, 0], // <s>
  [0.02, 0, 0, 0, 0.01, 0.01, 0.96, 0], // Jetzt
  [0, 0.94, 0.03, 0.03, 0, 0, 0, 0], // speich
  [0, 0.92, 0, 0.02, 0.02, 0.02, 0.02, 0], // ern
  [0, 0, 0, 0, 1, 0, 0, 0], // </s>
];
const one = matrix('cross', rows, targets, sources);
const record = { ...one, heads: 2, weights: Float32Array.of(...one.weights, ...one.weights.toReversed()) };

const names = (words: ReturnType<typeof littleAttended>): [string, readonly number[]][] =>
  words.map(({ word, tokens: indices }) => [word.text, indices]);

describe('littleAttended', () => {
  it('returns the little attended words with their tokens, without punctuation and special tokens', () => {
    // "Save" gets the mean of 0.94 and 0.92 from speichern, and "now" gets 0.96 from Jetzt.
    assert.deepEqual(names(littleAttended(record, texts, { step: 'input', heads: [0] })), [
      ['your', [2, 3]],
      ['work', [4]],
    ]);
    const [, { word }] = littleAttended(record, texts, { step: 'input', heads: [0] });
    assert.deepEqual([word.start, word.end], [10, 14], 'without the comma');
  });

  it('reads the step and the heads of the aligner', () => {
    // The row of <s> predicts Jetzt, and gives "work" 0.96; the rows of Jetzt and speich predict speichern, and give "Save" and
    // "now" about a half each.
    assert.deepEqual(names(littleAttended(record, texts, { step: 'output', heads: [0] })), [
      ['Save', [1]],
      ['your', [2, 3]],
      ['now', [6]],
    ]);
    const reversed = names(littleAttended(record, texts, { step: 'input', heads: [1] })).map(([text]) => text);
    assert.ok(reversed.includes('Save'), reversed.join(' '));
  });
});

describe('isOmitted', () => {
  // The log-probabilities of the target's tokens with the whole source. The second argument has those without the word.
  const whole = [-1, -2, -3];

  it('is true if the target is likelier without the word, and none of its tokens much less likely', () => {
    assert.ok(isOmitted(whole, [-1, -1, -3]));
    assert.ok(isOmitted(whole, [-1.5, -1, -2.5]), 'a token may become a little less likely');
  });

  it('is false if the target is about as likely without the word (for example an auxiliary verb)', () => {
    assert.ok(!isOmitted(whole, whole));
    assert.ok(!isOmitted(whole, [-1, -2 + LEAST_GAIN, -3]), 'the gain must exceed the limit');
  });

  it('is false if a token of the target is much less likely without the word', () => {
    assert.ok(!isOmitted(whole, [-1 - MOST_LOSS, -0.1, -0.1]));
    assert.ok(!isOmitted(whole, [-9, -2, -3]));
  });
});
