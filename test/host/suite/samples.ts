// Samples: texts that several suites translate.

export const MARKDOWN = [
  '# The **first** steps',
  '',
  'Good morning, my friend. See [the manual](docs/manual.md) or run `npm start`.',
  '',
  '- [ ] Read the *whole* text',
  '',
  '> - [ ] Read it again',
  '',
  '| Name | Meaning |',
  '|:-----|--------:|',
  '| `port` | The number of the port |',
  '',
  '```js',
  '// The code stays.',
  '```',
  '',
].join('\n');
