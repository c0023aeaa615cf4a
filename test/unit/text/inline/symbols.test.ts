import assert from 'node:assert/strict';
import { inlineSpans } from '../../../../src/text/inline/inlineSpans';

const cases: readonly (readonly [why: string, sentence: string, symbols: readonly string[]])[] = [
  ['links', 'Read [the manual](a.md "How to"), or ![it](b.png).', ['[', '](a.md "How to")', '![', '](b.png)']],
  ['a target with brackets', 'See [it](https://a.org/x_(y)).', ['[', '](https://a.org/x_(y))']],
  ['references', 'Ask [us][forum] or read [this page][], see[^2].', ['[', '][forum]', '[this page][]', '[^2]']],
  ['brackets of prose are none', 'It was [sic] so (really).', []],
  ['printf', 'Open %s: %1$d of %.1f, 100% sure, 5 %% done', ['%s', '%1$d', '%.1f', '%%']],
  ['variables', '{name} of {{ count }}, ${x} and $HOME', ['{name}', '{{ count }}', '${x}', '$HOME']],
  ['choices', '{n, plural, one {a file} other {# files}} gone', ['{n, plural, one {a file} other {# files}}']],
  ['prices are none', 'It costs $5 a month or $20.', []],
  ['formulas', 'The area $A = r^2$ is $5.', ['$A = r^2$']],
  ['entities', 'The &quot;old&quot; R&D &#39;', ['&quot;', '&quot;', '&#39;']],
  ['escapes', 'answers.\\nDo you', ['\\n']],
  ['options', 'Use --watch=all or -v, but re-use - it', ['--watch=all', '-v']],
  ['paths', 'In ~/.config/app or ./a/b, and/or src/a/b.ts.', ['~/.config/app', './a/b', 'src/a/b.ts']],
  ['files and machines', 'Open package.json at example.org. And go', ['package.json', 'example.org']],
  ['names', 'Call read_file, __init__ and f.open() of @ada.', ['read_file', '__init__', 'f.open()', '@ada']],
  ['keys pressed together', 'Press Ctrl+Shift+P or Alt+F4, C++ and A+B.', ['Ctrl+Shift+P', 'Alt+F4']],
  ['arrows and keys', 'Tap ☰, ⌘⇧P → on', ['☰', '⌘⇧P', '→']],
  ['fractions, powers, money, degrees', 'x² + ½ cup, £1.6m, 25 °C, 10⁻³', ['x²', '½', '£1.6m', '°C', '10⁻³']],
  ['trademarks', 'MIT © Finch of the tool™', ['©', '™']],
  ['colors of a terminal', '\u001b[1;31mred\u001b[0m', ['\u001b[1;31m', '\u001b[0m']],
  ['comment ends', 'a --> b <!-- c', ['-->', '<!--']],
];

describe('symbols', () => {
  for (const [why, sentence, expected] of cases) {
    it(why, () => {
      const found = inlineSpans(sentence).map(({ start, end }) => sentence.slice(start, end));
      assert.deepEqual(found, expected);
    });
  }
});
