import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rewrap, unwrap } from '../wrap';
import { shiftSpans, mapRange, type Span, spanOf, spansBySpace, composeSpans } from '../../../../src/text/inline/spans';

/** The part of the other text that a range of a text stands for. */
function shown(spans: readonly Span[], other: string, start: number, end: number): string | undefined {
  const place = mapRange(spans, start, end);
  return place === undefined ? undefined : other.slice(place.start, place.end);
}

describe('Spans', () => {
  it('find the words of a wrapped text', () => {
    const wrapped = 'The river was\n   high  that\r\n   year.';
    const line = unwrap(wrapped);
    const spans = spansBySpace(line, wrapped);
    for (const { index, 0: word } of line.matchAll(/\S+/g)) {
      assert.equal(shown(spans, wrapped, index, index + word.length), word);
    }
    assert.equal(shown(spans, wrapped, 4, 18), 'river was\n   high');
    assert.deepEqual(mapRange(spans, line.length, line.length), { start: wrapped.length, end: wrapped.length });
  });

  it('find the words of a wrapped comment', () => {
    const wrapped = 'The river was  very\n    // high that\r\n    //  year.';
    const line = unwrap(wrapped);
    assert.equal(line, 'The river was very high that year.');
    const spans = spansBySpace(line, wrapped);
    for (const { index, 0: word } of line.matchAll(/\S+/g)) {
      assert.equal(shown(spans, wrapped, index, index + word.length), word);
    }
  });

  it('align every word of any text with the same word after unwrapping or wrapping the text', () => {
    const words = fc.array(fc.constantFrom('a', 'bc', '猫', 'é', '😀', '\ud800', '- '), { minLength: 1 });
    const spaces = fc.constantFrom(' ', '\n', '\r\n  ', '  ', '');
    fc.assert(
      fc.property(fc.array(fc.tuple(words, spaces)), fc.string(), (parts, translation) => {
        const text = parts.map(([own, space]) => own.join('') + space).join('');
        for (const [one, other] of [
          [unwrap(text), text],
          [translation, rewrap(translation, text)],
        ]) {
          const spans = spansBySpace(one, other);
          for (const { index, 0: word } of one.matchAll(/\S+/g)) {
            assert.equal(
              shown(spans, other, index, index + word.length)
                ?.replace(/\s/g, '')
                .toWellFormed(),
              word.toWellFormed(),
            );
          }
          assert.ok(spans.every(({ whole }) => !whole));
        }
      }),
    );
  });

  it('align all that follows the first difference between two texts as one whole', () => {
    assert.deepEqual(spansBySpace('ab x y', 'ab  zzz'), [
      { start: 0, end: 3, from: 0, to: 3, whole: false },
      { start: 3, end: 6, from: 4, to: 7, whole: true },
    ]);
    assert.deepEqual(spansBySpace('a', ''), []);
  });

  it('from one text to a second and from that to a third compose into spans from the first to the third', () => {
    // "e # t" is a part of "one # two", which was made from "one <b> two", which stands after four characters of the
    // document.
    const masked: Span[] = [
      ...spanOf(4),
      { start: 4, end: 5, from: 4, to: 7, whole: true },
      ...shiftSpans(spanOf(4), 5, 7),
    ];
    const spans = composeSpans(shiftSpans(spanOf(5), 0, 2), composeSpans(masked, spanOf(11, 4)));
    const document = '....one <b> two';
    assert.equal(shown(spans, document, 0, 5), 'e <b> t');
    assert.equal(shown(spans, document, 2, 3), '<b>');
    assert.equal(
      shown(composeSpans([{ start: 0, end: 1, from: 3, to: 6, whole: true }], masked), 'one <b> two', 0, 1),
      ' <b> ',
    );
  });

  it('map a range without a counterpart to an empty range', () => {
    const spans = spansBySpace('a b', 'ab');
    assert.deepEqual(mapRange(spans, 1, 2), { start: 1, end: 1 });
    assert.deepEqual(mapRange(spans, 0, 0), { start: 0, end: 0 });
    assert.equal(mapRange([], 0, 1), undefined);
    assert.deepEqual(mapRange(spanOf(2, 5), 9, 9), { start: 7, end: 7 });
  });
});
