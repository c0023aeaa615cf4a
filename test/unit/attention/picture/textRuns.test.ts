import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AttentionToken } from '../../../../src/attention/record/record';
import { type TextRun, textRunsOf } from '../../../../src/attention/picture/textRuns';

const piece = (text: string, start: number, end: number): AttentionToken => ({ text, start, end, special: false });
const special = (text: string, at: number): AttentionToken => ({ text, start: at, end: at, special: true });
const written = (segment: TextRun): string => (segment.kind === 'chip' ? `[${segment.text}]` : segment.text);

describe('the segments of a text', () => {
  it('are its tokens, what lies between, and chips for what is not written', () => {
    const tokens = [special('<s>', 0), piece('We', 0, 2), piece('ll', 2, 4), piece(' done', 5, 9), special('</s>', 10)];
    const segments = textRunsOf('Well done\n', tokens);
    assert.deepEqual(segments.map(written), ['[<s>]', 'We', 'll', ' ', 'done', '\n', '[</s>]']);
    assert.deepEqual(
      segments.flatMap(segment => (segment.kind === 'token' ? segment.joined : [])),
      [false, true, false],
    );
  });

  it('show a character that is several tokens once', () => {
    const bytes = ['<0xF0>', '<0x9F>', '<0x98>', '<0x80>'].map(text => piece(text, 0, 2));
    assert.deepEqual(textRunsOf('😀!', [...bytes, piece('!', 2, 3)]).map(written), [
      '😀',
      '[<0x9F>]',
      '[<0x98>]',
      '[<0x80>]',
      '!',
    ]);
  });

  it('are a text without tokens, and tokens without a text', () => {
    assert.deepEqual(textRunsOf('nothing', []).map(written), ['nothing']);
    assert.deepEqual(textRunsOf('', [special('<s>', 0), piece('x', 0, 1)]).map(written), ['[<s>]', '[x]']);
  });

  it('make the text again, and hold every token once, in order', () => {
    const anyTokens = fc.array(
      fc.record({ text: fc.string(), start: fc.nat(12), length: fc.nat(4), special: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), anyTokens, (text, drafts) => {
        const tokens = drafts.map(({ start, length, ...rest }) => ({ ...rest, start, end: start + length }));
        const segments = textRunsOf(text, tokens);
        assert.equal(segments.map(one => (one.kind === 'chip' ? '' : one.text)).join(''), text);
        assert.deepEqual(
          segments.flatMap(one => (one.kind === 'gap' ? [] : one.at)),
          [...tokens.keys()],
        );
      }),
    );
  });
});
