import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type OffsetMap, offsetMapOf } from '../../../../src/engine/tokenizer/offsetMap';

/** A normalizer like SentencePiece's: it expands ligatures, collapses spaces, and puts a mark before the text. */
function folding(text: string): string {
  return `▁${text.replaceAll('ﬁ', 'fi').replace(/ +/g, ' ').trim()}`;
}

/**
 * The reference, in quadratic time: a boundary is where the text before it, normalized alone, is a prefix of the whole
 * normalized text.
 */
function byDefinition(text: string, normalize: (text: string) => string): OffsetMap {
  const whole = normalize(text);
  const [starts, ends] = [new Int32Array(whole.length), new Int32Array(whole.length).fill(text.length)];
  let [from, length] = [0, 0];
  for (let at = 0; at <= text.length; at++) {
    if (/^[\udc00-\udfff]/.test(text.slice(at)) && /[\ud800-\udbff]$/.test(text.slice(0, at))) continue;
    const before = normalize(text.slice(0, at));
    if (!whole.startsWith(before) || before.length < length) continue;
    starts.fill(from, length, before.length);
    ends.fill(at, length, before.length);
    [from, length] = [at, before.length];
  }
  return { text: whole, starts, ends };
}

describe('offsetMapOf', () => {
  const scraps = fc.constantFrom('a', 'file', 'ﬁ', 'ﬁle', ' ', '  ', 'A\u030a', '𝔸', '🎉', '½', 'ｆ', '\n', 'word. ');

  it('gives each character of a long text offsets within those of the reference', () => {
    for (const normalize of [folding, (text: string) => text.normalize('NFKC'), (text: string) => text]) {
      fc.assert(
        fc.property(fc.array(scraps, { maxLength: 120 }), parts => {
          const text = parts.join('');
          const [found, expected] = [offsetMapOf(text, normalize), byDefinition(text, normalize)];
          assert.equal(found.text, expected.text);
          // The offsets may be narrower than those of the reference, but never outside of them.
          for (let at = 0; at < found.text.length; at++) {
            assert.ok(found.starts[at] >= expected.starts[at] && found.ends[at] <= expected.ends[at]);
            assert.ok(found.starts[at] <= found.ends[at]);
          }
        }),
        { numRuns: 300 },
      );
    }
  });

  it('normalizes no more characters than in proportion to n log n', () => {
    const work = (length: number): number => {
      let characters = 0;
      const counting = (text: string): string => {
        characters += text.length;
        return folding(text);
      };
      offsetMapOf('The ﬁle system was full, and nobody saw it coming. '.repeat(100).slice(0, length), counting);
      return characters;
    };
    // With four times the text, quadratic work would grow sixteenfold.
    assert.ok(work(4000) < 6 * work(1000), `${work(1000)} and ${work(4000)} characters`);
    assert.ok(work(4000) < 4000 * 100, `${work(4000)} characters`);
  });
});
