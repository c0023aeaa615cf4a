import assert from 'node:assert/strict';
import { keptSpans, spans } from '../../../bench/evaluate/spans.mjs';
import {
  copyShare,
  extractRate,
  lengthRatio,
  meanWords,
  repetitionRate,
  unchangedRate,
} from '../../../bench/evaluate/text.mjs';

describe('spans and keptSpans', () => {
  it('spans finds code, addresses and placeholders', () => {
    for (const [text, found] of [
      ['Run `git add %s` and ``a`b``.', ['`git add %s`']],
      ['See https://example.org/a_b?c=1, or (http://x.y/z).', ['https://example.org/a_b?c=1', 'http://x.y/z']],
      ['%s of %1$s, %-5.2f%% and %ld; %(name)s', ['%s', '%1$s', '%-5.2f', '%ld', '%(name)s']],
      ['{name}, {0}, ${path} and {{user.name}}', ['{name}', '{0}', '${path}', '{{user.name}}']],
      ['100% der Fälle, 50 % sure, 5%d, %sure, { a b }, {}', []],
    ] as const) {
      // Of a text with double backquotes only the first span is compared.
      if (text.includes('``')) assert.equal(spans(text)[0], found[0]);
      else assert.deepEqual(spans(text), found, text);
    }
  });

  it('keptSpans counts a span at most as often as it is in the source', () => {
    const sources = ['`a` and `a` and %s', 'nothing', '{x}'];
    assert.deepEqual(keptSpans(sources, ['`a` und %s', '{y}', '{x} {x}']), { kept: 3, total: 4 });
    assert.deepEqual(keptSpans(['nothing'], ['%s']), { kept: 0, total: 0 });
  });
});

describe('repetitionRate, lengthRatio, meanWords, copyShare, extractRate and unchangedRate', () => {
  it('repetitionRate counts outputs that repeat themselves', () => {
    const circle = 'the cat is here, the cat is here. The cat is here';
    assert.equal(repetitionRate([circle, 'the cat is here the cat is here', 'no no no no no', '']), 0.25);
    assert.equal(repetitionRate(['no no no no no no']), 1);
    assert.equal(repetitionRate([]), 0);
  });

  it('lengthRatio and meanWords count words', () => {
    assert.equal(lengthRatio(['ein Wort', 'zwei'], ['a', 'b']), 1.5);
    assert.equal(meanWords(['Größe zählt – oft', 'ja']), 2);
    assert.equal(lengthRatio(['a'], ['']), 0);
  });

  it('copyShare, extractRate and unchangedRate measure what is copied from the source', () => {
    // The trigrams abc and bcd are in the input, cde is not.
    assert.equal(copyShare(['a b c d x'], ['o a b c d e']), 2 / 3);
    assert.equal(copyShare(['a b'], ['a b']), 0);
    assert.equal(extractRate(['b, c', 'c b', 'a bc', ''], ['A b c.', 'a b c', 'a b c', 'a']), 0.25);
    assert.equal(unchangedRate(['a ', 'b'], ['a', 'c']), 0.5);
  });
});
