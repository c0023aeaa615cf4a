import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Range } from '../../../src/text/range';
import { type Piece, segment } from '../../../src/text/segment';
import type { ProseFlow } from '../../../src/text/textStructure';
import { anyLanguage, anyText, textOf } from './texts';

const prose = (text: string, language = 'en'): string[] =>
  segment(text, { language }).flatMap(piece => (piece.kind === 'prose' ? [piece.text] : []));

const reasons = (text: string, language = 'en'): (string | undefined)[] =>
  segment(text, { language }).flatMap(piece => (piece.kind === 'keep' && piece.reason ? [piece.reason] : []));

const wrapped = [
  'The first line of this paragraph was wrapped by hand at some column near',
  'seventy-two, and so the sentence goes on here. A second one begins in the',
  'middle and ends here.',
];

interface Case {
  readonly why: string;
  readonly text: string;
  readonly prose: readonly string[];
  readonly language?: string;
}

const cases: readonly Case[] = [
  { why: 'an empty text has no prose', text: '', prose: [] },
  { why: 'white space alone is no prose', text: ' \n\t\r\n ', prose: [] },
  { why: 'sentences are trimmed', text: '  One.  Two!\n', prose: ['One.', 'Two!'] },
  { why: 'no letters, no prose', text: '42. 7/8! ---', prose: [] },
  { why: 'a byte order mark is no prose', text: '\ufeffHello.', prose: ['Hello.'] },
  {
    why: 'short lines are sentences of their own',
    text: 'Open file\nClose file\nQuit',
    prose: ['Open file', 'Close file', 'Quit'],
  },
  {
    why: 'sentences go on over the lines of a wrapped paragraph',
    text: wrapped.join('\n'),
    prose: [
      `${wrapped[0]}\nseventy-two, and so the sentence goes on here.`,
      'A second one begins in the\nmiddle and ends here.',
    ],
  },
  {
    why: 'sentences go on over Windows line ends and indentation',
    text: wrapped.map(line => `    ${line}`).join('\r\n'),
    prose: [
      `${wrapped[0]}\r\n    seventy-two, and so the sentence goes on here.`,
      'A second one begins in the\r\n    middle and ends here.',
    ],
  },
  {
    why: 'a sentence does not go on in a line with another indentation',
    text: `${wrapped[0]}\n  seventy-two and so on`,
    prose: [wrapped[0] ?? '', 'seventy-two and so on'],
  },
  {
    why: 'each list item begins a sentence, which goes on below its words',
    text: `- ${wrapped[0]}\n  seventy-two.\n- ${wrapped[0]}\n* Third\n1. Fourth\n2) Fifth\n- [ ] Sixth`,
    prose: [`${wrapped[0]}\n  seventy-two.`, wrapped[0] ?? '', 'Third', 'Fourth', 'Fifth', 'Sixth'],
  },
  {
    why: 'headings and quotations are prose without their markers',
    text: '# A title\nText\n> Quoted\n>> Twice',
    prose: ['A title', 'Text', 'Quoted', 'Twice'],
  },
  {
    why: 'a line that starts with a number other than 1 is no list item among prose',
    text: 'Der Vertrag wurde nach langen Verhandlungen am Ende doch noch am\n3. Oktober unterschrieben.',
    prose: ['Der Vertrag wurde nach langen Verhandlungen am Ende doch noch am\n3. Oktober unterschrieben.'],
    language: 'de',
  },
  {
    why: 'a title over a rule is a sentence',
    text: 'A title that is long enough to make one think of wrapping\n=========================\nText',
    prose: ['A title that is long enough to make one think of wrapping', 'Text'],
  },
  {
    why: 'a lone address does not make every other line look short',
    text: [wrapped[0], `https://example.org/${'x'.repeat(90)}`, wrapped[0], 'seventy-two.'].join('\n'),
    prose: [wrapped[0], `${wrapped[0]}\nseventy-two.`],
  },
  {
    why: 'cells of a table are prose, each by itself',
    text: '| Name | The size |\n|---|--:|\n| a \\| b | 3 |',
    prose: ['Name', 'The size', 'a \\| b'],
  },
  { why: 'pictographs are kept', text: 'Well done 🎉 my friend 👩‍👩‍👧👍🏽!', prose: ['Well done', 'my friend'] },
  { why: 'flags, keycaps and hearts are kept', text: 'In 🇩🇪 press 1️⃣ with ❤️.', prose: ['In', 'press', 'with'] },
  {
    why: 'signs of trademarks are prose',
    text: 'Windows™ is a mark © by 2024.',
    prose: ['Windows™ is a mark © by 2024.'],
  },
  { why: 'the icons of an icon font are kept', text: '\ue0b0 Branch', prose: ['Branch'] },
  {
    why: 'addresses alone are no prose',
    text: 'https://example.org/?q=A\nme@example.org\nSee a@b.c.',
    prose: ['See'],
  },
  {
    why: 'addresses, tags and code inside a sentence are kept, comparisons are not tags',
    text: 'See <b>this</b> at https://a.org/x?y=1, or mail me@a.org: run `npm ci` if a < b.',
    prose: ['See', 'this', 'at', ', or mail', ': run', 'if a < b.'],
  },
  {
    why: 'base64 is kept, what is around it not',
    text: `The key is ${'Ab3+'.repeat(60)} today.`,
    prose: ['The key is', 'today.'],
  },
  {
    why: 'Chinese is divided into sentences without spaces',
    text: `${'你好世界'.repeat(60)}。再见。`,
    prose: [`${'你好世界'.repeat(60)}。`, '再见。'],
    language: 'zh',
  },
];

describe('segment', () => {
  for (const { why, text, prose: expected, language } of cases) {
    it(why, () => {
      assert.deepEqual(prose(text, language), expected);
      assert.equal(textOf(segment(text, { language: language ?? 'en' })), text);
    });
  }

  it('gives the reason why a piece is kept', () => {
    assert.deepEqual(reasons('This is fine. Это не по-английски. Also fine.'), ['script']);
    assert.deepEqual(reasons('Он сказал hello мне. English, слово и дело.', 'ru'), []);
    assert.deepEqual(reasons('Это по-русски.', 'ru'), []);
    assert.deepEqual(reasons('これはペンです。', 'ja'), []);
    assert.deepEqual(reasons('これはペンです。', 'en'), ['script']);
    assert.deepEqual(reasons('Что угодно. Anything.', 'not a language'), []);
    assert.deepEqual(reasons('ab\0cd. Fine \ufffd too.\nOr \ud83d half.\nGood.'), ['noise', 'noise', 'noise']);
    assert.deepEqual(reasons(`${'Ab3+'.repeat(60)}\n${'='.repeat(300)}`), ['noise']);
  });

  it('cuts any text into pieces whose concatenation is the text', () => {
    fc.assert(
      fc.property(anyText, anyLanguage, (text, language) => {
        assert.equal(textOf(segment(text, { language })), text);
      }),
      { numRuns: 800 },
    );
  });

  it('makes pieces of prose that hold only prose, and merges kept pieces', () => {
    fc.assert(
      fc.property(anyText, text => {
        let before: Piece | undefined;
        for (const piece of segment(text, { language: 'en' })) {
          assert.notEqual(piece.text, '');
          if (piece.kind === 'prose') {
            assert.equal(piece.text, piece.text.trim());
            assert.match(piece.text, /\p{L}/u);
            assert.doesNotMatch(piece.text, /\p{Emoji_Presentation}|[\0\ufffd]|\p{Cs}|\n\s*\n/u);
          } else if (piece.reason === undefined) {
            assert.ok(
              before?.kind !== 'keep' || before.reason !== undefined,
              'neighbors that are kept without a reason are merged',
            );
          }
          before = piece;
        }
      }),
      { numRuns: 400 },
    );
  });

  it('reads each line and marker of a long flow a few times, however many there are', () => {
    const small = readsOf(250);
    assert.ok(small > 250, 'the reads are counted');
    // Four times as many sentences take about four times as many reads, and some more: a binary search among four times as many
    // lines takes two steps more.
    assert.ok(readsOf(1000) < 4 * 1.4 * small, `${small} reads, then ${readsOf(1000)}`);
  });
});

/**
 * How often `segment` reads an element of the arrays of lines, symbols and markup of a flow. The flow repeats two sentences,
 * which stand on three lines and have a symbol and a pair of markers, `count` times.
 */
function readsOf(count: number): number {
  let reads = 0;
  const counted = <T>(items: T[]): readonly T[] =>
    new Proxy(items, {
      get: (target, name, receiver) => {
        if (typeof name === 'string' && /^\d+$/.test(name)) reads++;
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
  const sentence = 'It *is* a `b c` word.\nIt ends\nhere. ';
  const text = sentence.repeat(count).trimEnd();
  const at = (start: number, length: number): Range => ({ start, end: start + length });
  const all = <T>(of: (offset: number) => readonly T[]): readonly T[] =>
    counted(Array.from({ length: count }, (_, index) => of(index * sentence.length)).flat());
  const flow: ProseFlow = {
    lines: all(offset => [at(offset, 21), at(offset + 22, 7), at(offset + 30, 5)]),
    symbols: all(offset => [at(offset + 10, 5)]),
    markup: all(offset => [{ open: at(offset + 3, 1), close: at(offset + 6, 1) }]),
  };
  const pieces = segment(text, { language: 'en', symbolsInside: true, structure: { flows: [flow], kept: [] } });
  assert.equal(pieces.filter(({ kind }) => kind === 'prose').length, 2 * count);
  return reads;
}
