import assert from 'node:assert/strict';
import {
  bytesText,
  decimal,
  powerText,
  probabilityText,
  tokenText,
} from '../../../../../src/webview/attention/shared/format';

describe('formatted numbers', () => {
  it('of probabilities never read certain or impossible unless they are', () => {
    const written = [1, 0.99951, 0.9994, 0.174, 0.16, 0.00917, 0.0001, 0.00009, 0].map(value =>
      probabilityText(value, 'en'),
    );
    assert.deepEqual(written, [
      ...['100%', '>\u200999.9%', '99.9%', '17.4%', '16.0%', '0.917%', '0.0100%', '<\u20090.01%', '0%'],
    ]);
    assert.equal(probabilityText(0.174, 'de'), '17,4\u00a0%');
  });

  it('of logarithms have a minus as wide as a plus, and none before nothing', () => {
    assert.equal(decimal(-1.7466, 'en'), '−1.75');
    assert.equal(decimal(-0.004, 'en'), '0.00');
    assert.equal(decimal(0.5, 'de', 1), '0,5');
    assert.equal(decimal(-1e-9, 'en', 3), '0.000');
  });

  it('of differences are powers of ten', () => {
    assert.equal(powerText(1.44e-7, 'en'), '1.4\u00a0×\u00a010⁻⁷');
    assert.equal(powerText(2.5e-12, 'en'), '2.5\u00a0×\u00a010⁻¹²');
    assert.equal(powerText(9.97e-8, 'en'), '1.0\u00a0×\u00a010⁻⁷');
    assert.equal(powerText(3, 'en'), '3.0\u00a0×\u00a010⁰');
    assert.equal(powerText(0, 'en'), '0');
  });

  it('of sizes count in thousands', () => {
    assert.deepEqual(
      [512, 4096, 81_920, 12_345_678].map(bytes => bytesText(bytes, 'en')),
      ['512 bytes', '4.1 kB', '81.9 kB', '12.3 MB'],
    );
  });
});

describe('a token by itself', () => {
  it('is written without the spaces at its ends, and as a sign for each space if it is nothing else', () => {
    assert.deepEqual([' Haus', 'tier', '\n', '  ', ''].map(tokenText), ['Haus', 'tier', '␣', '␣␣', '␣']);
  });
});
