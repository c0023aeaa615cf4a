// Texts: arbitrary strings for the property tests of texts, and a text from its pieces.
import fc from 'fast-check';
import type { Piece } from '../../../src/text/segment';

/** The text that pieces were cut from. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(piece => piece.text).join('');
}

/** Any code units at all, halves of characters among them. */
const codeUnits = fc.array(fc.nat(0xffff), { maxLength: 40 }).map(units => String.fromCharCode(...units));

/** What sentences, lines and noise are made of. */
const scraps = fc.array(
  fc.constantFrom(
    ...[
      'word',
      'Word',
      'e.g.',
      'Dr.',
      'z.',
      'B.',
      'No.',
      '5',
      '3.',
      'node.js',
      'Привет',
      '你好',
      'שלום',
      'สวัสดี',
      'a\u0301',
    ],
    ...[
      '. ',
      '.',
      '! ',
      '? ',
      '...',
      '…',
      '。',
      ', ',
      '; ',
      ': ',
      ' — ',
      '"',
      '”',
      '(',
      ')',
      ' ',
      ' ',
      '  ',
      '\t',
      '\u00a0',
    ],
    ...['\n', '\n', '\n\n', '\r\n', '\r', '\n  ', '\n    ', '\u2028', '\u2029', '\u0085', '\f', '\v'],
    ...[
      '// ',
      ' * ',
      '/** ',
      '*/',
      '-- ',
      '#',
      '; ',
      '<!-- ',
      ' -->',
      '"""',
      '```',
      '~~~',
      '$$',
      '---\n',
      '\t// ',
      '@param x ',
    ],
    ...[
      'a,b,c',
      '\tx\t',
      'x = 1;',
      '{',
      '}',
      '[',
      '](x)',
      '%s',
      '&amp;',
      '\\n',
      '--flag',
      '~/a/b',
      'a_b',
      '½',
      '→',
      '©',
      '\u001b[0m',
    ],
    ...['2024-01-01 10:00:00 INFO ', '| a | b |', '-|-', 'key: value', '    code();', '\u00ad', '\u2066'],
    ...['- ', '* ', '1. ', '2) ', '# ', '> ', '> - [ ] ', '|', '\\|', '---'],
    ...['🎉', '👩‍👩‍👧', '👍🏽', '🇩🇪', '🇩', '1️⃣', '❤️', '™', '\u200d', '\ufe0f', '\u0301', '\u200b', '\ufeff', '\u202e'],
    ...['\0', '\u001b', '\ufffd', '\ud83d', '\ude00', 'x'.repeat(201), 'https://example.org/?q=A. b'],
  ),
  { maxLength: 40 },
);

const prose = fc
  .array(
    fc.array(fc.constantFrom('The', 'quick', 'brown', 'foxes', 'jump.', 'Over', 'und', 'so,', 'weiter!'), {
      maxLength: 24,
    }),
    {
      maxLength: 8,
    },
  )
  .chain(lines =>
    fc.constantFrom('\n', '\r\n', '\n  ', '\n\n').map(lineEnd => lines.map(line => line.join(' ')).join(lineEnd)),
  );

export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  codeUnits,
  scraps.map(parts => parts.join('')),
  prose,
);

export const anyLanguage = fc.constantFrom(
  'en',
  'de-CH',
  'ru',
  'zh',
  'ja',
  'th',
  'ar',
  'sr-Latn',
  'und',
  'not a language',
  '',
);
