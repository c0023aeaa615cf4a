import assert from 'node:assert/strict';
import fc from 'fast-check';
import { onOneLine } from '../../../../src/text/inline/wrapping';
import { rewrap, unwrap } from '../wrap';

const words = (text: string): string[] => text.split(/\s+/).filter(word => word !== '');

describe('unwrap', () => {
  const cases: readonly (readonly [text: string, line: string, why: string])[] = [
    ['one line', 'one line', 'a sentence on one line stays as it is'],
    ['two\nlines', 'two lines', 'a line end is a space'],
    ['two \r\n\t  lines', 'two lines', 'a line end and the white space around it are one space'],
    ['spaces  are\t\u00a0one\nhere', 'spaces are one here', 'white space inside of a line becomes one space'],
    ['run `a   b` now', 'run `a   b` now', 'spaces inside of code stay'],
    ['a\n    // comment\n * goes\n> on', 'a comment goes on', 'a comment sign belongs to the line end before it'],
    ['soft\u00adhy\u200bphens', 'softhyphens', 'invisible characters are left out'],
    ['trans-\nlation', 'trans- lation', 'hyphens stay'],
    ['你好\n世界', '你好世界', 'no space between characters of scripts without spaces'],
    ['你好\nworld', '你好 world', 'a space between such a character and another'],
    ['ภาษา\nไทย', 'ภาษาไทย', 'no space between characters of Thai'],
    ['한국\n사람', '한국 사람', 'a space between words of Korean'],
  ];
  for (const [text, line, why] of cases) it(why, () => assert.equal(unwrap(text), line));
});

describe('rewrap', () => {
  const cases: readonly (readonly [translation: string, original: string, wrapped: string, why: string])[] = [
    ['ein  Satz\n', 'one sentence', 'ein  Satz\n', 'one line stays as it is'],
    [
      'eins zwei drei vier',
      'one two\nthree four',
      'eins zwei\ndrei vier',
      'the lines have the proportions of the original lines',
    ],
    [
      'a b c d e f',
      'long long line\r\n    x',
      'a b c d e\r\n    f',
      'line ends and indentation are those of the original',
    ],
    ['nur', 'one\ntwo\nthree', 'nur', 'one word is on one line'],
    ['nur zwei', 'one\n  two\nthree', 'nur\n  zwei', 'with fewer words than lines, the first line ends are used'],
    ['', 'one\ntwo', '', 'an empty text has no line ends'],
    ['so - und 1. weiter', 'aaa\nbbb', 'so - und 1.\nweiter', 'no line begins with what would be the marker of a list'],
    [
      'acht drei vier',
      'eight\n  // three four',
      'acht\n  // drei vier',
      'a line has the comment sign of the original line',
    ],
    ['Es hat 10 MB.', 'It has 10\u00a0MB.', 'Es hat 10\u00a0MB.', 'a number stays with its unit'],
    [
      'It has two words.',
      'It   has \ttwo\n// words.',
      'It   has \ttwo\n// words.',
      'an unchanged sentence keeps its white space',
    ],
    ['oui\u00a0! non\u00a0!', 'yes\nno', 'oui\u00a0!\nnon\u00a0!', 'no line ends at a no-break space'],
    ['这个函数读取文件。', 'This reads\n// files.', '这个函数读取\n// 文件。', 'a line of Chinese ends between words'],
    [
      '関数は「ファイル」を読む。',
      'It reads a\nfile.',
      '関数は「ファイル」\nを読む。',
      'brackets and marks stay at the word they belong to',
    ],
    ['ฟังก์ชันอ่านไฟล์ทั้งหมด', 'reads all\nthe files', 'ฟังก์ชันอ่าน\nไฟล์ทั้งหมด', 'a line of Thai ends between words'],
    ['تقرأ الدالة كل الملفات', 'reads all\nthe files', 'تقرأ الدالة\nكل الملفات', 'a line of Arabic ends at a space'],
    ['ab 日本語 cd ef', 'one two\nthree', 'ab 日本語\ncd ef', 'a wide character counts as two columns'],
  ];
  for (const [translation, original, wrapped, why] of cases) {
    it(why, () => assert.equal(rewrap(translation, original), wrapped));
  }

  const word = fc.oneof(fc.stringMatching(/^[a-zäß.,]{1,12}$/), fc.constantFrom('你好', '👍🏽', 'ไทย', 'x'.repeat(80)));
  const lines = fc.array(fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){0,9}$/), { minLength: 1, maxLength: 6 });
  const lineEnd = fc.constantFrom('\n', '\r\n', '\n    ', ' \n\t', '\u2028');

  it('keeps every word and every line end', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), lines, lineEnd, (list, originals, end) => {
        const wrapped = rewrap(list.join(' '), originals.join(end));
        assert.deepEqual(words(wrapped), list);
        if (list.length >= originals.length) assert.equal(wrapped.split(end).length, originals.length);
      }),
    );
  });

  it('keeps every word in comments, and no word becomes the sign of a comment', () => {
    const signs = fc.constantFrom(
      '//',
      '--',
      '#',
      '%',
      ';',
      '>',
      '*',
      "'''",
      '/*',
      '<!--',
      'REM',
      '*bold*',
      '//x',
      '- ',
      'x',
    );
    const comment = fc.constantFrom('\n// ', '\n  * ', '\r\n-- ', '\n> ', '\n# ', '\n');
    fc.assert(
      fc.property(fc.array(fc.oneof(word, signs), { maxLength: 30 }), lines, comment, (list, originals, end) => {
        const translation = list.join(' ');
        const wrapped = rewrap(translation, originals.join(end));
        assert.deepEqual(words(unwrap(wrapped)).join(''), words(unwrap(translation)).join(''));
      }),
    );
  });

  it('gives a text that was unwrapped its own lines back', () => {
    fc.assert(
      fc.property(lines, lineEnd, (originals, end) => {
        const original = originals.join(end);
        assert.equal(rewrap(unwrap(original), original).split(end).length, originals.length);
      }),
    );
    const original = 'the quick brown fox jumps\nover the lazy dog and then\nsleeps';
    assert.equal(rewrap(unwrap(original), original), original);
  });
});

describe('onOneLine', () => {
  for (const [text, line] of [
    ['one', 'one'],
    ['  one  two  ', '  one  two  '],
    ['one \r\n two', 'one two'],
    ['one\n\n \u2028two\u0085three\vfour', 'one two three four'],
    ['\none\n', ' one '],
    ['', ''],
  ] as const) {
    it(JSON.stringify(text), () => assert.equal(onOneLine(text), line));
  }

  it('takes time linear in its blanks', () => {
    const blanks = ' '.repeat(2_000_000);
    assert.equal(onOneLine(blanks), blanks);
    assert.equal(onOneLine(`a${blanks}b\nc`), `a${blanks}b c`);
  });
});
