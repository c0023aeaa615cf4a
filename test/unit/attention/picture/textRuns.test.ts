import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AttentionToken } from '../../../../src/attention/record/record';
import { type TextRun, textRunsOf } from '../../../../src/attention/picture/textRuns';

const piece = (text: string, start: number, end: number): AttentionToken => ({ text, start, end, special: false });
const special = (text: string, at: number): AttentionToken => ({ text, start: at, end: at, special: true });
/** The text of a run; that of a chip in brackets. */
const written = (run: TextRun): string => (run.kind === 'chip' ? `[${run.text}]` : run.text);

describe('textRunsOf', () => {
  it('returns tokens, gaps between them, and chips for tokens without text', () => {
    const tokens = [special('<s>', 0), piece('We', 0, 2), piece('ll', 2, 4), piece(' done', 5, 9), special('</s>', 10)];
    const runs = textRunsOf('Well done\n', tokens);
    assert.deepEqual(runs.map(written), ['[<s>]', 'We', 'll', ' ', 'done', '\n', '[</s>]']);
    assert.deepEqual(
      runs.flatMap(run => (run.kind === 'token' ? run.joined : [])),
      [false, true, false],
    );
  });

  it('shows a character that several byte tokens make up in the first of them, and the others as chips', () => {
    const bytes = ['<0xF0>', '<0x9F>', '<0x98>', '<0x80>'].map(text => piece(text, 0, 2));
    assert.deepEqual(textRunsOf('😀!', [...bytes, piece('!', 2, 3)]).map(written), [
      '😀',
      '[<0x9F>]',
      '[<0x98>]',
      '[<0x80>]',
      '!',
    ]);
  });

  it('returns a gap for a text without tokens, and chips for tokens without a text', () => {
    assert.deepEqual(textRunsOf('nothing', []).map(written), ['nothing']);
    assert.deepEqual(textRunsOf('', [special('<s>', 0), piece('x', 0, 1)]).map(written), ['[<s>]', '[x]']);
  });

  it('returns runs that make up the text and contain every token once, in order', () => {
    const anyTokens = fc.array(
      fc.record({ text: fc.string(), start: fc.nat(12), length: fc.nat(4), special: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), anyTokens, (text, drafts) => {
        const tokens = drafts.map(({ start, length, ...rest }) => ({ ...rest, start, end: start + length }));
        const runs = textRunsOf(text, tokens);
        assert.equal(runs.map(one => (one.kind === 'chip' ? '' : one.text)).join(''), text);
        assert.deepEqual(
          runs.flatMap(one => (one.kind === 'gap' ? [] : one.at)),
          [...tokens.keys()],
        );
      }),
    );
  });
});
