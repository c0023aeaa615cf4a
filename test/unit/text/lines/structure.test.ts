// Structure: lines whose form has a meaning, and what of them is kept, tested through segment().
import assert from 'node:assert/strict';
import { unwrap } from '../wrap';
import { segment } from '../../../../src/text/segment';
import { textOf } from '../texts';

/** The sentences that a model gets of a text. */
function read(text: string): string[] {
  const pieces = segment(text, { language: 'en', symbolsInside: true });
  assert.equal(textOf(pieces), text);
  return pieces.flatMap(piece => (piece.kind === 'prose' ? [unwrap(piece.text)] : []));
}

interface Case {
  readonly why: string;
  readonly text: string;
  readonly read: readonly string[];
}

const lines = (...all: readonly string[]): string => all.join('\n');

const cases: readonly Case[] = [
  // Lines of about equal length, which look like wrapped prose.
  {
    why: 'records with commas are kept',
    text: lines(
      '1001,Garden chair,A small chair for the whole garden,20.50,green',
      '1002,Kitchen desk,A large table for the new kitchen,99.00,brown',
    ),
    read: [],
  },
  {
    why: 'a record that is alone is kept, and one whose neighbor has more values',
    text: lines('1001,Garden chair,A chair,20.50,green', '', 'a,b,c,d,e', '1001,Garden chair,A chair,20.50,green,x'),
    read: [],
  },
  {
    why: 'prose with commas and numbers is no record',
    text: lines('There were 1,200,300 of them, and 2,300,400 of us.', 'Ca, Mg, and more.'),
    read: ['There were 1,200,300 of them, and 2,300,400 of us.', 'Ca, Mg, and more.'],
  },
  {
    why: 'of a log the messages alone are read',
    text: lines(
      '2024-05-01 10:00:02 ERROR The reader cannot open the last file of the folder',
      '2024-05-01T10:00:03.120Z [WARN] The writer cannot close the log because it is full',
      '[2024-05-01 10:00:03] INFO [main] - The program was stopped by the user before the end',
      'May  1 10:00:04 host daemon[17]: The program was stopped by the user before the end',
    ),
    read: [
      'The reader cannot open the last file of the folder',
      'The writer cannot close the log because it is full',
      'The program was stopped by the user before the end',
      'The program was stopped by the user before the end',
    ],
  },
  {
    why: 'badges are kept',
    text: lines(
      '[![Build status](https://example.org/badge/build.svg)](https://example.org/build)',
      '[![License of it](https://example.org/badge/mit.svg)](https://example.org/license)',
      'The tool is free.',
    ),
    read: ['The tool is free.'],
  },
  {
    why: 'the cells of tables without outer bars are read one by one',
    text: lines('Name | Meaning', '--- | :--:', 'red | The build has failed', '`a|b` | Either'),
    read: ['Name', 'Meaning', 'red', 'The build has failed', 'Either'],
  },
  // Comments.
  {
    why: 'a wrapped comment is read as a whole',
    text: lines(
      '    // The reader keeps all files of the folder open until the end is',
      '    // reached, because it is faster than to open all of them again.',
    ),
    read: [
      'The reader keeps all files of the folder open until the end is reached, because it is faster than to open all of them again.',
    ],
  },
  {
    why: 'a wrapped quotation and a wrapped block comment are read as a whole',
    text: lines(
      '> The reader keeps all files of the folder open until the end is',
      '> reached, which is fast.',
      '',
      '/** The reader keeps all files of the folder open until the end is',
      ' *  reached, which is fast. */',
    ),
    read: Array<string>(2).fill(
      'The reader keeps all files of the folder open until the end is reached, which is fast.',
    ),
  },
  {
    why: 'the words of every kind of comment are read',
    text: lines(
      ...[
        '/// One here.',
        '-- Two here.',
        '# Three here.',
        ';; Four here.',
        '% Five here.',
        '"""Six here."""',
        "'''Seven",
      ],
      ...["eight.'''", '/* Nine here. */', 'REM Ten here.', '<!-- Eleven here. -->', '//! Twelve', '{/* Thirteen */}'],
    ),
    read: [
      ...['One here.', 'Two here.', 'Three here.', 'Four here.', 'Five here.', 'Six here.', 'Seven', 'eight.'],
      ...['Nine here.', 'Ten here.', 'Eleven here.', 'Twelve', 'Thirteen'],
    ],
  },
  {
    why: 'a list with stars is no block comment',
    text: lines('* The reader keeps all files of the folder open until the end is', '* reached, which is fast.'),
    read: ['The reader keeps all files of the folder open until the end is', 'reached, which is fast.'],
  },
  {
    why: 'tags of documentation are kept with types and names',
    text: lines(
      '/**',
      ' * @param {string} path The path.',
      ' * @returns {boolean} Whether it is.',
      ' * @throws',
      ' */',
    ),
    read: ['The path.', 'Whether it is.'],
  },
  {
    why: 'comments that are written for tools are kept',
    text: lines(
      ...['#!/usr/bin/env node', '// eslint-disable-next-line no-console', '// @ts-expect-error wrong', '<!-- toc -->'],
      ...['<!-- LIST:START - Do not remove -->', '# type: ignore', '//go:build linux', '/* istanbul ignore next */'],
    ),
    read: [],
  },
  {
    why: 'of a line of code, the comment behind or before the code is read',
    text: lines(
      'x = 1     # the first',
      'open++; // one more',
      '/* The size. */ "size": 12',
      'port: 8080 # open',
      'RUN make # all',
    ),
    read: ['the first', 'one more', 'The size.', 'open', 'all'],
  },
  // Fences, front matter, formulas and other lines that are kept byte for byte.
  {
    why: 'what is between fences is kept',
    text: lines(
      'Do this:',
      '```bash',
      'npm install it',
      '# Start it.',
      '```',
      'Then that.',
      '~~~',
      'a file',
      '```',
      '~~~',
      'End.',
    ),
    read: ['Do this:', 'Then that.', 'End.'],
  },
  {
    why: 'a fence within a list, and one in a comment, which ends with the comment',
    text: lines('1. Do this:', '   ```sh', '   make it', '   ```', '2. That.', '/// ```', '/// let it be', 'A line.'),
    read: ['Do this:', 'That.', 'A line.'],
  },
  {
    why: 'a fence that nobody closes goes on to the end',
    text: lines('So:', '```text', 'warning: the file is empty'),
    read: ['So:'],
  },
  {
    why: 'front matter is kept',
    text: lines('---', 'title: How to start', 'tags: [a, b]', '---', '', 'This is it.'),
    read: ['This is it.'],
  },
  {
    why: 'a rule is no front matter',
    text: lines('---', 'This is it.', '---', 'And that.'),
    read: ['This is it.', 'And that.'],
  },
  {
    why: 'formulas on lines of their own and scripts are kept',
    text: lines(
      '$$',
      '\\textrm{mean}',
      '$$',
      '<script>',
      'start("Read the file");',
      '</script>',
      'And $x_{the end}$ here.',
    ),
    read: ['And $x_{the end}$ here.'],
  },
  {
    why: 'indented code is kept, but no indented prose',
    text: lines(
      'So:',
      '',
      '    return the value;',
      '    port = it',
      '',
      '    This is a quotation.',
      '    It stands far in.',
    ),
    read: ['So:', 'This is a quotation.', 'It stands far in.'],
  },
  {
    why: 'code that is beyond doubt is kept',
    text: lines(
      "import { a } from 'the file';",
      'const it = open(the, file);',
      'The end.',
      'match(input, regex[, options]);',
    ),
    read: ['The end.'],
  },
  {
    why: 'definitions of links and the lines that open notes are kept',
    text: lines(
      '> [!NOTE]',
      '[the page]: https://example.org "The page"',
      '[^1]: The note.',
      ':::warning[Take care]',
      '::: tip',
      'Read it.',
    ),
    read: ['The note.', 'Read it.'],
  },
  { why: 'trees of folders are kept', text: lines('├── src', '│   └── the index', '└── test'), read: [] },
  {
    why: 'a sentence does not go on after a hard line break',
    text: lines(
      'The first line of this paragraph was ended with a backslash here\\',
      'and the second line is the last one.',
    ),
    read: ['The first line of this paragraph was ended with a backslash here', 'and the second line is the last one.'],
  },
  // White space inside of a line.
  { why: 'doubled spaces are read as one', text: 'The   file   is    open.', read: ['The file is open.'] },
  { why: 'tabs separate columns', text: 'Size\t12 kB\tof memory', read: ['Size', 'of memory'] },
  {
    why: 'aligned columns are read one by one',
    text: lines('open    Opens the file', 'close   Closes the file', '--watch     Starts anew', 'Name:    lantern'),
    read: ['open', 'Opens the file', 'close', 'Closes the file', 'Starts anew', 'Name:', 'lantern'],
  },
  {
    why: 'justified prose is read as a whole',
    text: lines(
      'The reader keeps  all files  of the folder  open until the end is',
      'reached, as it is  faster than to  open all of  them anew  again.',
    ),
    read: [
      'The reader keeps all files of the folder open until the end is reached, as it is faster than to open all of them anew again.',
    ],
  },
  {
    why: 'no-break spaces are read as spaces',
    text: 'The file is 10\u00a0MB large.',
    read: ['The file is 10 MB large.'],
  },
  { why: 'invisible characters are not read', text: 'The fi\u00adle is\u200b open.', read: ['The file is open.'] },
  { why: 'colors of a terminal are no broken text', text: '\u001b[31mIt failed.\u001b[0m', read: ['It failed.'] },
];

describe('structure', () => {
  for (const { why, text, read: expected } of cases) it(why, () => assert.deepEqual(read(text), expected));

  it('gives kept lines of code the reason `code`', () => {
    const reasons = segment('const it = open(the, file);\nThe end.', { language: 'en' }).map(piece =>
      piece.kind === 'keep' ? piece.reason : piece.kind,
    );
    assert.deepEqual(reasons, ['code', undefined, 'prose']);
  });
});
