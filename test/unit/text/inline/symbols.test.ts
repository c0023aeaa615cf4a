import assert from 'node:assert/strict';
import { inlineSpans } from '../../../../src/text/inline/inlineSpans';

const cases: readonly (readonly [title: string, sentence: string, symbols: readonly string[]])[] = [
  ['links', 'Read [the manual](a.md "How to"), or ![it](b.png).', ['[', '](a.md "How to")', '![', '](b.png)']],
  ['a link whose address has brackets', 'See [it](https://a.org/x_(y)).', ['[', '](https://a.org/x_(y))']],
  [
    'links by reference and footnotes',
    'Ask [us][forum] or read [this page][], see[^2].',
    ['[', '][forum]', '[this page][]', '[^2]'],
  ],
  ['brackets of prose are no symbols', 'It was [sic] so (really).', []],
  [
    'fields of printf, and percentages',
    'Open %s: %1$d of %.1f, 100% sure, 5 %% done',
    ['%s', '%1$d', '%.1f', '100%', '%%'],
  ],
  ['variables', '{name} of {{ count }}, ${x} and $HOME', ['{name}', '{{ count }}', '${x}', '$HOME']],
  [
    'a plural choice in the message format of ICU',
    '{n, plural, one {a file} other {# files}} gone',
    ['{n, plural, one {a file} other {# files}}'],
  ],
  ['prices, which are no formulas', 'It costs $5 a month, US$20 or $1.5bn', ['$5', 'US$20', '$1.5bn']],
  ['formulas', 'The area $A = r^2$ is $5.', ['$A = r^2$', '$5']],
  ['entities', 'The &quot;old&quot; R&D &#39;', ['&quot;', '&quot;', '&#39;']],
  ['escape sequences', 'answers.\\nDo you', ['\\n']],
  ['options of commands', 'Use --watch=all or -v, but re-use - it', ['--watch=all', '-v']],
  ['paths', 'In ~/.config/app or ./a/b, and/or src/a/b.ts.', ['~/.config/app', './a/b', 'src/a/b.ts']],
  ['files and host names', 'Open package.json at example.org. And go', ['package.json', 'example.org']],
  [
    'names in code, and of users',
    'Call read_file, __init__ and f.open() of @ada.',
    ['read_file', '__init__', 'f.open()', '@ada'],
  ],
  ['keys pressed together', 'Press Ctrl+Shift+P or Alt+F4, C++ and A+B.', ['Ctrl+Shift+P', 'Alt+F4']],
  ['arrows and keys', 'Tap ☰, ⌘⇧P → on', ['☰', '⌘⇧P', '→']],
  ['fractions, powers, money, degrees', 'x² + ½ cup, £1.6m, 25 °C, 10⁻³', ['x²', '½', '£1.6m', '25 °C', '10⁻³']],
  ['trademarks', 'MIT © Finch of the tool™', ['©', '™']],
  ['colors of a terminal', '\u001b[1;31mred\u001b[0m', ['\u001b[1;31m', '\u001b[0m']],
  [
    'names with capitals inside',
    'Call readFile or fs.readFile of NodeJS, GitHub, macOS and OAuth. NASA, APIs, PDFs',
    ['readFile', 'fs.readFile', 'NodeJS', 'GitHub', 'macOS', 'OAuth'],
  ],
  ['German plurals with a capital inside are no symbols', 'Alle LehrerInnen und Schüler der GmbH', ['GmbH']],
  [
    'versions and IP addresses',
    'From 1.2.3 to v2, 1.0.0-beta.2, 18.x or 3.1rc1 at 192.168.0.1:80. See fig. 3.2',
    ['1.2.3', 'v2', '1.0.0-beta.2', '18.x', '3.1rc1', '192.168.0.1:80'],
  ],
  [
    'hashes',
    'Commit 9fceb02 of 4e1243bd22c66e76c2ba9eddc1f91394e57f9f83, defaced 1234567',
    ['9fceb02', '4e1243bd22c66e76c2ba9eddc1f91394e57f9f83'],
  ],
  [
    'issues and hashtags',
    'Fixes #12, GH-34, PROJ-7 and a-b/c.d#5 (#release), C# is',
    ['#12', 'GH-34', 'PROJ-7', 'a-b/c.d#5', '#release'],
  ],
  [
    'numbers with units in French',
    "1 234,50 € et 100\u202f000 km, l'art. 5 s'applique, 3 m'ont dit, 2 h plus tard",
    ['1 234,50 €', '100\u202f000 km', '2 h'],
  ],
  [
    'numbers with units',
    'At 10 KBps, 3.5 GB, 25 °C, 100 nM, 5ms, 50%, 1,000 km and 2.5 % for 5 in a row',
    ['10 KBps', '3.5 GB', '25 °C', '100 nM', '5ms', '50%', '1,000 km', '2.5 %'],
  ],
  ['years, ordinals and plain numbers are no symbols', 'In the 90s and 1980s, the 21st of 5 or 3.14 at 5 PM', []],
  [
    'codes',
    'UTF-8 on x86_64 with H2O, 3D, 10k, 1920x1080 and 0xff',
    ['UTF-8', 'x86_64', 'H2O', '3D', '10k', '1920x1080', '0xff'],
  ],
  ['pages of manuals', 'See wait(2), printf(3p) and f(x) (2)', ['wait(2)', 'printf(3p)']],
  ['Greek letters among words of another script', 'For each α and β of it', ['α', 'β']],
  ['Greek words are no symbols', 'Η γάτα ή ο σκύλος.', []],
  ['ions', 'Some Ca2+, Mg2+ and Na+, an A+ in C++', ['Ca2+', 'Mg2+', 'Na+', 'A+']],
  [
    'dates, times and time zones',
    'On 2024-05-01T10:00:00Z or 5/7/2024, 10:30 +0200',
    ['2024-05-01T10:00:00Z', '5/7/2024', '10:30', '+0200'],
  ],
  ['folders', 'In src/components/, and/or here', ['src/components/']],
  ['templates', 'Dear <%= user.name %>, hello', ['<%= user.name %>']],
  [
    'keys with spaces or hyphens between them, and two in a row',
    'Press Ctrl + C, Ctrl-D, ctrl-d or Cmd+K Cmd+S',
    ['Ctrl + C', 'Ctrl-D', 'Cmd+K', 'Cmd+S'],
  ],
  ['escape sequences before words', 'Not there.\\nthe next\\n@param x', ['\\n', '\\n', '@param']],
  ['people on other servers', 'Thanks @ada@example.org for it', ['@ada@example.org']],
  ['comment ends', 'a --> b <!-- c', ['-->', '<!--']],
];

describe('The symbols that inlineSpans finds', () => {
  for (const [title, sentence, expected] of cases) {
    it(title, () => {
      const found = inlineSpans(sentence).map(({ start, end }) => sentence.slice(start, end));
      assert.deepEqual(found, expected);
    });
  }
});
