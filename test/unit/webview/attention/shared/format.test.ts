import assert from 'node:assert/strict';
import {
  bytesText,
  decimal,
  powerText,
  probabilityText,
  tokenText,
} from '../../../../../src/webview/attention/shared/format';

describe('number formats', () => {
  it('write a probability as 100 % only if it is 1, and as 0 % only if it is 0', () => {
    const written = [1, 0.99951, 0.9994, 0.174, 0.16, 0.00917, 0.0001, 0.00009, 0].map(value =>
      probabilityText(value, 'en'),
    );
    assert.deepEqual(written, [
      ...['100%', '>\u200999.9%', '99.9%', '17.4%', '16.0%', '0.917%', '0.0100%', '<\u20090.01%', '0%'],
    ]);
    assert.equal(probabilityText(0.174, 'de'), '17,4\u00a0%');
  });

  it('write a logarithm with a typographic minus sign, and with none before 0', () => {
    assert.equal(decimal(-1.7466, 'en'), '−1.75');
    assert.equal(decimal(-0.004, 'en'), '0.00');
    assert.equal(decimal(0.5, 'de', 1), '0,5');
    assert.equal(decimal(-1e-9, 'en', 3), '0.000');
  });

  it('write a difference with a power of ten', () => {
    assert.equal(powerText(1.44e-7, 'en'), '1.4\u00a0×\u00a010⁻⁷');
    assert.equal(powerText(2.5e-12, 'en'), '2.5\u00a0×\u00a010⁻¹²');
    assert.equal(powerText(9.97e-8, 'en'), '1.0\u00a0×\u00a010⁻⁷');
    assert.equal(powerText(3, 'en'), '3.0\u00a0×\u00a010⁰');
    assert.equal(powerText(0, 'en'), '0');
  });

  it('write a size in decimal units', () => {
    assert.deepEqual(
      [512, 4096, 81_920, 12_345_678].map(bytes => bytesText(bytes, 'en')),
      ['512 bytes', '4.1 kB', '81.9 kB', '12.3 MB'],
    );
  });
});

describe('tokenText', () => {
  it('removes white space at the ends; shows ␣ for each character of a token of white space, and one for an empty token', () => {
    assert.deepEqual([' Haus', 'tier', '\n', '  ', ''].map(tokenText), ['Haus', 'tier', '␣', '␣␣', '␣']);
  });
});
