import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Range } from '../../../src/text/range';
import { keptOf, parserOf, proseOf, structureOf } from './parsers';

interface Case {
  /** The name of the test. What “stays” is not translated. */
  readonly why: string;
  /** The id of the language in VS Code. */
  readonly id: string;
  readonly text: string;
  /** The words of each flow, with a slash between its lines. */
  readonly prose: readonly string[];
  /** The ranges with letters that are reported as kept, which means that they are not translated. */
  readonly kept?: readonly string[];
}

const lines = (...all: string[]): string => `${all.join('\n')}\n`;

const CASES: readonly Case[] = [
  {
    why: 'a comment of Go begins with the name of its declaration, which stays',
    id: 'go',
    text: lines(
      '// Check reads the file and',
      '// returns it.',
      'func Check() {}',
      '',
      '// Check all of them.',
      'var x int',
    ),
    prose: ['reads the file and / returns it.', 'Check all of them.'],
  },
  {
    why: 'a sentence goes on over the lines of a comment, at whatever width it was wrapped',
    id: 'go',
    text: lines('// The name of the file that is read', '// when no other is given.', '// Another one.'),
    prose: ['The name of the file that is read / when no other is given.', 'Another one.'],
  },
  {
    why: 'a sentence does not go on in a comment with another column or sign',
    id: 'typescript',
    text: lines('// The name of the file that is read', '  // when no other is given', '  /// or two of them are.'),
    prose: ['The name of the file that is read', 'when no other is given', 'or two of them are.'],
  },
  {
    why: 'a comment after code goes on in the same column of the next line',
    id: 'c',
    text: lines('int a; // the number of files that', '       // are open now', 'int b; // another number'),
    prose: ['the number of files that / are open now', 'another number'],
  },
  {
    why: 'short lines and items of lists are sentences of their own',
    id: 'python',
    text: lines('# name', '# address', '# - the first item of the list that', '#   goes on', '# - the second'),
    prose: ['name', 'address', 'the first item of the list that / goes on', 'the second'],
  },
  {
    why: 'code that was commented out stays, with its remarks',
    id: 'typescript',
    text: lines('// The old way:', '// const a = b.map(c => c.d); // note', '//   if (a < b && c) { stop(); }'),
    prose: ['The old way:'],
    kept: ['const a = b.map(c => c.d); // note\n//   if (a < b && c) { stop(); }'],
  },
  {
    why: 'rulers and borders around words stay',
    id: 'typescript',
    text: lines(
      '// ---------',
      '// A title',
      '// ---------',
      '// ===== Another =====',
      '/*******',
      ' *  Third  *',
      ' *******/',
    ),
    prose: ['A title', 'Another', 'Third'],
  },
  {
    why: 'drawings stay',
    id: 'c',
    text: lines('// +-----+    +-----+', '// | one | -> | two |', '// +-----+    +-----+'),
    prose: [],
    kept: ['| one | -> | two |'],
  },
  {
    why: 'directives of tools stay, and sentences about them do not',
    id: 'typescript',
    text: lines(
      '// @ts-expect-error wrong types',
      '// eslint reports an error here.',
      '/* istanbul ignore next */',
      '// prettier-ignore',
      '// Coverage of all tests.',
      '//#region Helpers',
      '// more than one is open',
    ),
    prose: ['eslint reports an error here.', 'Coverage of all tests.', 'more than one is open'],
    kept: ['@ts-expect-error wrong types', 'istanbul ignore next', 'prettier-ignore', '#region Helpers'],
  },
  {
    why: 'headers of licenses stay, and what is said beside them does not',
    id: 'java',
    text: lines(
      '/*',
      ' * Copyright (c) 2020 The Authors.',
      ' *',
      ' * This class reads files.',
      ' *',
      ' * Licensed under the Apache License, Version 2.0 (the "License");',
      ' * you may not use this file except in compliance with the License.',
      ' */',
      '// SPDX-License-Identifier: MIT',
      '// The copyright notice is shown below.',
      '// MIT Licensed',
    ),
    prose: ['This class reads files.', 'The copyright notice is shown below.'],
    kept: [
      'Copyright (c) 2020 The Authors.',
      'Licensed under the Apache License, Version 2.0 (the "License");\n * you may not use this file except in compliance with the License.',
      'SPDX-License-Identifier: MIT',
      'MIT Licensed',
    ],
  },
  {
    why: 'marks such as TODO stay, with the names in them',
    id: 'rust',
    text: lines('// TODO(marlow): read all', '// FIXME #345: mend it', '// TODO write it', '// SAFETY: it is checked'),
    prose: ['read all', 'mend it', 'write it', 'it is checked'],
  },
  {
    why: 'tags of JSDoc stay with types and names, and examples as a whole',
    id: 'typescript',
    text: lines(
      '/**',
      ' * @param {{ a: string }} [first="x"] - The first value, which is read',
      ' *   from the file.',
      ' * @throws {RangeError} If it is negative.',
      ' * @returns {{a: {b: string}[]}}',
      ' * @type {string}',
      ' * @see {@link Camera#look} for more.',
      ' * @example',
      ' * A word here.',
      ' *',
      ' * @returns Nothing.',
      ' */',
    ),
    prose: ['The first value, which is read / from the file.', 'If it is negative.', 'for more.', 'Nothing.'],
    kept: ['@example\n * A word here.'],
  },
  {
    why: 'tags of PHP stay with their types, which have no braces',
    id: 'php',
    text: lines(
      '<?php',
      '/**',
      ' * @param array<int, string> $list The list.',
      ' * @return string|null The name.',
      ' */',
    ),
    prose: ['The list.', 'The name.'],
  },
  {
    why: 'tags of Ruby stay with their types in brackets',
    id: 'ruby',
    text: lines(
      '# @param [String, nil] name the name',
      '# @return [Boolean] whether it is',
      '# @example One',
      '#   read',
    ),
    prose: ['the name', 'whether it is'],
    kept: ['@example One\n#   read'],
  },
  {
    why: 'tags of Lua stay with their types behind the names',
    id: 'lua',
    text: lines(
      '---@param list table<string, number> The list.',
      '---@return boolean ok Whether it is.',
      '---@class A : B',
    ),
    prose: ['The list.', 'Whether it is.'],
  },
  {
    why: 'tags of XML stay around the words',
    id: 'csharp',
    text: lines(
      '/// <summary>Reads <c>x</c> of the',
      '/// file.</summary>',
      '/// <param name="a">The one.</param>',
      '/// <code>',
      '/// a word',
      '/// </code>',
    ),
    prose: ['Reads <c>x</c> of the / file.', 'The one.'],
    kept: ['<code>\n/// a word\n/// </code>'],
  },
  {
    why: 'sections of docstrings in the style of Google: titles, names and types stay',
    id: 'python',
    text: lines(
      'def f():',
      '    """Reads it.',
      '',
      '    Args:',
      '        name (str): The name, which is long',
      '            enough.',
      '        **more: Others.',
      '',
      '    Raises:',
      '        ValueError: If it fails.',
      '    """',
    ),
    prose: ['Reads it.', 'The name, which is long / enough.', 'Others.', 'If it fails.'],
  },
  {
    why: 'sections of docstrings in the style of NumPy: titles, names and types stay',
    id: 'python',
    text: lines(
      '"""',
      'Parameters',
      '----------',
      'name : str, optional',
      '    The name.',
      '',
      'Returns',
      '-------',
      'bool',
      '    Whether it is.',
      '',
      '>>> read(1)',
      'a word',
      '"""',
    ),
    prose: ['The name.', 'Whether it is.'],
    kept: ['>>> read(1)\na word'],
  },
  {
    why: 'literal blocks and fences stay',
    id: 'python',
    text: lines('"""An example::', '', '    a word', '', 'A fence:', '', '```', 'a word', '```', '"""'),
    prose: ['An example', 'A fence:'],
    kept: ['a word', 'a word'],
  },
  {
    why: 'descriptions after dashes are no drawings, and indented ones no code',
    id: 'python',
    text: lines(
      '"""Arguments:',
      '',
      '    name -- the name (a = 1)',
      '    size -- the number of',
      '        bytes',
      '"""',
    ),
    prose: ['name -- the name (a = 1)', 'size -- the number of', 'bytes'],
  },
  {
    why: 'a line in the midst of a sentence is no code',
    id: 'c',
    text: lines('// Some systems are known to', '// return 0 even without an error, and others', '// return -1;'),
    prose: ['Some systems are known to / return 0 even without an error, and others'],
    kept: ['return -1;'],
  },
  {
    why: 'settings that were commented out stay',
    id: 'yaml',
    text: lines(
      '# Build it:',
      '# - name: build',
      '#   run: make all the files',
      '# steps:',
      '#   - one',
      '# Note: it takes long.',
    ),
    prose: ['Build it:', 'Note: it takes long.'],
    kept: ['- name: build\n#   run: make all the files\n# steps:\n#   - one'],
  },
  {
    why: 'settings of an INI file that were commented out stay',
    id: 'ini',
    text: lines('; The extension that reads files.', ';extension=curl', '; [section]'),
    prose: ['The extension that reads files.'],
    kept: ['extension=curl\n; [section]'],
  },
  {
    why: 'a string is no docstring where it is a value',
    id: 'python',
    text: lines(
      'text = (',
      '    "a value of words"',
      ')',
      'other = \\',
      '    "another value"',
      'def f():',
      '    "Words."',
    ),
    prose: ['Words.'],
  },
  {
    why: 'a line end of Windows ends a line of a comment',
    id: 'c',
    text: '/* One.\r\n * Two.\r\n */\r\n// Three.\r\n',
    prose: ['One.', 'Two.', 'Three.'],
  },
  {
    why: 'a line that is too long to be written by people is not read',
    id: 'javascript',
    text: lines(`a("${'x'.repeat(20_000)}"); // no`, '// A line.'),
    prose: ['A line.'],
  },
];

describe('the prose of comments', () => {
  for (const { why, id, text, prose, kept = [] } of CASES) {
    it(why, async () => {
      assert.deepEqual(await proseOf(id, text), prose);
      assert.deepEqual(await keptOf(id, text), kept);
    });
  }

  it('has inline tags as symbols', async () => {
    const text = '/** Reads {@link Reader the reader}, see [`Token`]. @c x of it. */';
    const { flows } = await structureOf('java', text);
    const symbols = flows.flatMap(flow => flow.symbols.map(({ start, end }) => text.slice(start, end)));
    assert.deepEqual(symbols, ['{@link Reader the reader}', '[`Token`]', '@c x']);
  });

  it('has the structure of each range, with offsets that count from the start of the range', async () => {
    const text = '// One.\nlet a; // Two words.\n';
    const parser = await parserOf('typescript');
    const [range] = [{ start: 8, end: 22 }];
    const [part] = await parser.structure(text, [range]);
    assert.deepEqual(part, { flows: [{ lines: [{ start: 10, end: 14 }], symbols: [], markup: [] }], kept: [] });
  });
});

describe('strings', () => {
  it('are prose on request, with their variables as symbols, and without keys and names', async () => {
    const text = 'const a = { "a key": `The file ${name} is open.\\n` }; f("name", \'Close it?\');\n';
    assert.deepEqual(await proseOf('typescript', text), []);
    const { flows } = await structureOf('typescript', text, true);
    const words = flows.map(({ lines: all }) => all.map(({ start, end }) => text.slice(start, end)).join(''));
    assert.ok(words.includes('The file ${name} is open.\\n') && words.includes('Close it?'), words.join('|'));
    assert.ok(!words.includes('name'));
    const symbols = flows.flatMap(flow => flow.symbols.map(({ start, end }) => text.slice(start, end)));
    assert.ok(symbols.includes('${name}') && symbols.includes('\\n'), symbols.join('|'));
  });
});

describe('a structure', () => {
  const contains = (outer: Range, inner: Range): boolean => outer.start <= inner.start && inner.end <= outer.end;
  /** Code, words, signs of comments and quotation marks in any order. */
  const pieces = fc.constantFrom(
    ...[
      '// ',
      '/* ',
      ' */',
      '/**',
      ' * ',
      '"',
      "'",
      '`',
      '${',
      '}',
      '\\',
      '\n',
      '\n',
      '  ',
      'word ',
      'The file is open. ',
    ],
    ...[
      '{@link x}',
      '@param a ',
      '<summary>',
      '```',
      '- ',
      '| ',
      'a = f(b);',
      '# ',
      '"""',
      '--',
      '<!--',
      '-->',
      '{-',
      '::',
    ],
  );
  const ids = fc.constantFrom('typescript', 'python', 'c', 'html', 'sql', 'lua', 'rust', 'csharp', 'perl');

  it('has ascending flows inside of the text, whose symbols lie in their lines', async () => {
    await fc.assert(
      fc.asyncProperty(ids, fc.array(pieces, { maxLength: 40 }), async (id, some) => {
        const text = some.join('');
        const { flows, kept } = await structureOf(id, text);
        let done = 0;
        for (const { lines: all, symbols } of flows) {
          assert.ok(all.length > 0);
          for (const { start, end } of all) {
            assert.ok(start >= done && end > start && end <= text.length, JSON.stringify(text));
            assert.ok(!/[\r\n]/.test(text.slice(start, end)));
            done = end;
          }
          for (const symbol of symbols)
            assert.ok(
              all.some(line => contains(line, symbol)),
              JSON.stringify(text),
            );
        }
        for (const one of kept)
          assert.ok(!flows.some(flow => flow.lines.some(line => line.start < one.end && one.start < line.end)));
      }),
      { numRuns: 300 },
    );
  }).timeout(20_000);
});
