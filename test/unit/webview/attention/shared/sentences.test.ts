import assert from 'node:assert/strict';
import type { TokenSelection } from '../../../../../src/attention/picture/focus';
import { type Picture, pictureOf } from '../../../../../src/attention/picture/picture';
import { matrix, tokens } from '../../../attention/records';
import { shortWeight, weightText } from '../../../../../src/webview/attention/shared/format';
import { headsPhrase, quoted, sentenceOf } from '../../../../../src/webview/attention/shared/sentences';

const sentences = {
  attendsTo: '{0} attends to {1}, {2}',
  isAttendedBy: '{0} is attended to by {1}, {2}',
  attendTo: '{0} together attend to {1}, {2}',
  areAttendedBy: '{0} together are attended to by {1}, {2}',
  attendsToNothing: '{0} attends to nothing',
  isAttendedByNothing: '{0} is attended to by nothing',
  also: '{0}, {1}',
  several: '{0} and {1} more',
  quoted: "'{0}'",
  layerHead: 'layer {0} head {1}',
  layerHeads: 'layer {0}, mean of heads {1}',
  layerEach: 'layer {0}, heads {1}',
  layerMean: 'layer {0}, mean of all heads',
  layersHead: 'mean of all layers, head {0}',
  layersHeads: 'mean of all layers and of heads {0}',
  layersEach: 'mean of all layers, heads {0}',
  layersMean: 'mean of all layers and heads',
  rolloutTo: 'rollout through layer {0}',
  rolloutOfAll: 'rollout through all layers',
  aligned: '',
  alignedNone: '',
  alignment: { takenIn: '', written: '' },
  pinned: '',
  unpinned: '',
};
const locale = { words: { sentences }, language: 'en' };
const sources = tokens('The', ' animal', ' slept');
const targets = tokens('it', ' was', ' so', ' tired');
const rows = [
  [0.09, 0.41, 0.5],
  [0.002, 0.998, 0],
  [0, 0, 0],
  [1, 0, 0],
];
const texts = { source: 'The animal slept', target: 'it was so tired' };

function picture(heads: 'mean' | number[] = [1]): Picture {
  const one = matrix('cross', rows, targets, sources);
  const record = { ...one, heads: 2, weights: Float32Array.from([...rows.flat(), ...rows.flat()]) };
  return pictureOf({ record, layer: 4 }, texts, { heads, unit: 'tokens', special: 'shown' });
}

const sentence = (chosen: TokenSelection & { readonly cell?: number }, count = 2): string | undefined =>
  sentenceOf(picture(), chosen, count, locale);

describe('sentenceOf', () => {
  it('lists what a word attends to, the strongest first, with layer and head', () => {
    assert.equal(
      sentence({ role: 'query', tokens: [0] }),
      "'it' attends to 'slept', 0.50; 'animal', 0.41; layer 5 head 2",
    );
  });

  it('describes one cell of a matrix', () => {
    assert.equal(sentence({ role: 'query', tokens: [0], cell: 1 }), "'it' attends to 'animal', 0.41; layer 5 head 2");
  });

  it('lists the words that attend to a word', () => {
    assert.equal(sentence({ role: 'key', tokens: [1] }, 1), "'animal' is attended to by 'was', 1.00; layer 5 head 2");
  });

  it('sums the weights of several words, and names only three of them', () => {
    assert.equal(
      sentence({ role: 'query', tokens: [0, 1, 2, 3] }, 1),
      "'it', 'was', 'so' and 1 more together attend to 'animal', 1.41; layer 5 head 2",
    );
  });

  it('isolates a word that is written from right to left', () => {
    assert.equal(quoted({ text: ' متعبا', start: 0, end: 6, special: false }, locale), "'\u2068متعبا\u2069'");
  });

  it('says if a word attends to nothing, and returns undefined if the word is not shown', () => {
    assert.equal(sentence({ role: 'query', tokens: [2] }), "'so' attends to nothing; layer 5 head 2");
    assert.equal(sentence({ role: 'query', tokens: [9] }), undefined);
  });
});

describe('headsPhrase', () => {
  it('numbers layers and heads from 1, and names means and rollouts', () => {
    const phrase = (layer: Picture['layer'], heads: Picture['heads']): string => headsPhrase({ layer, heads }, locale);
    assert.equal(phrase(0, ['mean']), 'layer 1, mean of all heads');
    assert.equal(phrase(0, [0, 2]), 'layer 1, mean of heads 1, 3');
    assert.equal(phrase('mean', [7]), 'mean of all layers, head 8');
    assert.equal(phrase('mean', ['mean']), 'mean of all layers and heads');
    assert.equal(phrase('mean', [0, 1]), 'mean of all layers and of heads 1, 2');
    assert.equal(phrase(1, ['rollout']), 'rollout through layer 2');
    assert.equal(phrase('mean', ['rollout']), 'rollout through all layers');
    // For a picture that shows each head separately.
    assert.equal(headsPhrase({ layer: 0, heads: [0, 2] }, locale, 'each'), 'layer 1, heads 1, 3');
    assert.equal(headsPhrase({ layer: 'mean', heads: [0, 1] }, locale, 'each'), 'mean of all layers, heads 1, 2');
  });
});

describe('weights as text', () => {
  it('have two decimals in the reader’s language', () => {
    assert.equal(weightText(0.414, 'en'), '0.41');
    assert.equal(weightText(0.414, 'de'), '0,41');
    assert.equal(weightText(1.5, 'en'), '1.50');
  });

  it('are written as 0 only if they are 0', () => {
    assert.equal(weightText(0.001, 'en'), '<0.01');
    assert.equal(weightText(0, 'en'), '0.00');
  });

  it('have a short form to write below a word: without a leading 0, and empty if it would be 0', () => {
    assert.equal(shortWeight(0.41, 'en'), '.41');
    assert.equal(shortWeight(0.41, 'de'), ',41');
    assert.equal(shortWeight(1.32, 'en'), '1.32');
    assert.equal(shortWeight(0.004, 'en'), '');
  });
});
