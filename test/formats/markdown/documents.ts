// Documents: random Markdown, made of blocks and inline markup that nest.
import fc from 'fast-check';

const word = fc.constantFrom(
  'one',
  'The',
  'words,',
  'end.',
  'it',
  'snake_case',
  '5',
  'a*b',
  'x < y',
  'Tom & Ann',
  '中文。',
  'naïve',
);
const atom = fc.constantFrom(
  '`a b`',
  '<br>',
  'https://a.example/b_c',
  '![pic](x.png)',
  '![a [pic] \\] x](x.png "the title")',
  '<img alt="an *icon*" title=\'it is\'>',
  '[^1]',
  '&amp;',
  '$a_1$',
  '\\*',
  '<i>',
  '</i>',
);

const { inline } = fc.letrec<{ inline: string; part: string }>(tie => ({
  part: fc.oneof(
    { maxDepth: 3 },
    { weight: 6, arbitrary: word },
    { weight: 2, arbitrary: atom },
    tie('inline').map(text => `**${text}**`),
    tie('inline').map(text => `*${text}*`),
    tie('inline').map(text => `~~${text}~~`),
    tie('inline').map(text => `[${text}](a.md "t")`),
    tie('inline').map(text => `[${text}][ref]`),
  ),
  inline: fc.array(tie('part'), { minLength: 1, maxLength: 6 }).map(parts => parts.join(' ')),
}));

const lines = fc.array(inline, { minLength: 1, maxLength: 3 });

const block = fc.oneof(
  lines.map(rows => rows.join('\n')),
  lines.map(rows => rows.join('  \n')),
  inline.map(text => `## ${text}`),
  lines.map(rows => rows.map(row => `- ${row}`).join('\n')),
  lines.map(rows => rows.map((row, at) => `${at + 1}. ${row}\n   more words`).join('\n')),
  lines.map(rows => rows.map(row => `> ${row}`).join('\n')),
  lines.map(rows => rows.map(row => `- [ ] ${row}`).join('\n')),
  lines.map(rows => ['| a | b |', '|---|:-:|', ...rows.map(row => `| ${row} | \`c\` |`)].join('\n')),
  lines.map(rows => `\`\`\`js\n${rows.join('\n')}\n\`\`\``),
  inline.map(text => `<div title="t">\n${text}\n</div>`),
  inline.map(text => `[^1]: ${text}`),
  inline.map(text => `:::note\n${text}\n:::`),
  fc.constantFrom(
    '---',
    '[ref]: https://a.example',
    '    code();',
    '$$\na = b\n$$',
    '<!-- note -->',
    '# Title {#name}',
  ),
);

export const anyMarkdown = fc
  .tuple(
    fc.constantFrom('', '---\ntitle: The page\ntags: [a]\n---\n\n'),
    fc.array(block, { minLength: 1, maxLength: 6 }),
  )
  .map(([front, blocks]) => `${front}${blocks.join('\n\n')}\n`);
