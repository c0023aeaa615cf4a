import assert from 'node:assert/strict';
import { parserOf } from './parsers';

/** Sources with `¤` in a comment, docstring or text, and words that must be refused in its place. */
const REFUSED: readonly { readonly id: string; readonly source: string; readonly words: readonly string[] }[] = [
  { id: 'typescript', source: '/* ¤ */\nlet a;\n', words: ['ends */ here', '*/', '*/ /* x', 'a */ b /* c'] },
  { id: 'typescript', source: '// ¤\nlet a;\n', words: ['two\nlines', 'a\rb', 'a\r\nb'] },
  { id: 'typescript', source: 'let a; // ¤', words: ['two\nlines'] },
  { id: 'c', source: '// ¤\nint a;\n', words: ['it goes on \\', 'two\nlines'] },
  { id: 'python', source: 'def f():\n    """¤"""\n    return 1\n', words: ['ends """ here', '"', 'a \\'] },
  { id: 'python', source: "'¤'\nx = 1\n", words: ["it's", 'two\nlines', 'a\\'] },
  { id: 'html', source: '<!-- ¤ -->\n<p>a</p>\n', words: ['ends --> here', '-->'] },
  { id: 'html', source: '<p>¤</p>\n', words: ['a <b>word</b>', '<!-- a', '</p>', ''] },
  { id: 'xml', source: '<a><!-- ¤ --></a>\n', words: ['ends --> here', 'a -- b'] },
  { id: 'lua', source: '--[[ ¤ ]]\nlocal a\n', words: ['ends ]] here'] },
  { id: 'lua', source: '-- ¤\nlocal a\n', words: ['two\nlines'] },
  { id: 'powershell', source: '<# ¤ #>\n$a = 1\n', words: ['ends #> here'] },
  { id: 'haskell', source: '{- ¤ -}\na = 1\n', words: ['ends -} here', 'opens {- one'] },
  { id: 'rust', source: '/* ¤ */\nlet a;\n', words: ['opens /* one', 'ends */ one'] },
  { id: 'php', source: '<?php\n// ¤\n$a = 1;\n', words: ['ends ?> here'] },
  { id: 'ruby', source: '=begin\n¤\n=end\na = 1\n', words: ['ends\n=end\nhere'] },
  { id: 'sql', source: '-- ¤\nSELECT 1;\n', words: ['two\nlines'] },
  { id: 'html', source: '<script>\n// ¤\nf();\n</script>\n', words: ['ends </script> here'] },
];

/** Sources with `¤`, and words that must be accepted in its place. */
const ACCEPTED: readonly { readonly id: string; readonly source: string; readonly words: readonly string[] }[] = [
  { id: 'typescript', source: '/* ¤ */\nlet a;\n', words: ['it’s "one', 'two\nlines', '// x', '', '`'] },
  { id: 'typescript', source: '/**\n * One.\n * ¤\n */\nlet a;\n', words: ['@example x', '{@link x', '<b>'] },
  { id: 'c', source: '// One.\n// ¤\nint a;\n', words: ['it\'s "one', 'two\n// lines', '#if'] },
  { id: 'python', source: 'def f():\n    """¤"""\n    return 1\n', words: ["it's", 'two\n    lines', '# x'] },
  { id: 'html', source: '<p>¤</p>\n', words: ['a &lt; b', 'two\nlines'] },
];

/** The source with `Words.` in place of `¤`, and the edit that replaces `Words.` by other words. */
function placed(source: string, words: string): [string, { start: number; end: number; text: string }] {
  const start = source.indexOf('¤');
  return [source.replace('¤', 'Words.'), { start, end: start + 'Words.'.length, text: words }];
}

describe('`fits` and `isSame` of a code parser', () => {
  for (const { id, source, words } of REFUSED) {
    for (const text of words) {
      it(`refuse ${JSON.stringify(text)} in ${JSON.stringify(source)} (${id})`, async () => {
        const parser = await parserOf(id);
        const [whole, edit] = placed(source, text);
        assert.deepEqual(await parser.fits(whole, [edit]), [false]);
        assert.equal(await parser.isSame(whole, [edit]), false);
      });
    }
  }

  for (const { id, source, words } of ACCEPTED) {
    for (const text of words) {
      it(`accept ${JSON.stringify(text)} in ${JSON.stringify(source)} (${id})`, async () => {
        const parser = await parserOf(id);
        const [whole, edit] = placed(source, text);
        assert.deepEqual(await parser.fits(whole, [edit]), [true]);
        assert.equal(await parser.isSame(whole, [edit]), true);
      });
    }
  }

  it('judge each edit by itself (`fits`) and all edits together (`isSame`)', async () => {
    const parser = await parserOf('typescript');
    const source = '/* One. */ let a; /* Two. */\n// Three.\n';
    const edit = (words: string, text: string): { start: number; end: number; text: string } => {
      const start = source.indexOf(words);
      return { start, end: start + words.length, text };
    };
    const edits = [edit('One.', 'Eins.'), edit('Two.', 'Zwei */'), edit('Three.', 'Drei\n// und mehr.')];
    assert.deepEqual(await parser.fits(source, edits), [true, false, true]);
    assert.equal(await parser.isSame(source, edits), false);
    assert.equal(await parser.isSame(source, [edit('One.', 'Eins.'), edit('Three.', 'Drei.')]), true);
  });

  it('refuse an edit that breaks the end of a comment, so that the comment goes on for thousands of lines', async () => {
    const parser = await parserOf('c');
    const source = `/* Words. */\n${'int a;\n'.repeat(3000)}/* End. */\n`;
    const edit = { start: 3, end: 12, text: 'Words. * /' };
    assert.deepEqual(await parser.fits(source, [edit]), [false]);
  });

  it('judge edits of string literals if the parser was asked for strings', async () => {
    const parser = await parserOf('typescript', true);
    const source = 'const a = `The ${name} is open.` + "One word";\n';
    const edit = (words: string, text: string): { start: number; end: number; text: string } => {
      const start = source.indexOf(words);
      return { start, end: start + words.length, text };
    };
    assert.deepEqual(await parser.fits(source, [edit('is open', 'ist offen')]), [true]);
    assert.deepEqual(await parser.fits(source, [edit('is open', 'ist `offen')]), [false]);
    assert.deepEqual(await parser.fits(source, [edit('is open', 'ist ${offen}')]), [false]);
    assert.deepEqual(await parser.fits(source, [edit('One word', 'Ein "Wort')]), [false]);
    assert.deepEqual(await parser.fits(source, [edit('${name} is', 'ist ${name}')]), [true]);
    assert.deepEqual(await parser.fits(source, [edit('${name} is', 'ist')]), [false]);
  });
});
