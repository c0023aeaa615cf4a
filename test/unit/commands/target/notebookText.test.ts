import assert from 'node:assert/strict';
import { joinedCells } from '../../../../src/commands/target/notebookText';

describe('joinedCells', () => {
  it('puts each text below its heading, and returns the ranges of the texts', () => {
    const cells = [
      { heading: 'Cell 1 [markdown]', text: '# One' },
      { heading: 'Cell 3 [python]', text: 'a = 1\r\n# Two\r' },
      { heading: 'Cell 4 [python]', text: '' },
    ];
    const { text, ranges } = joinedCells(cells);
    const texts = ['# One', 'a = 1\n# Two\n', ''];
    assert.deepEqual(
      ranges.map(({ start, end }) => text.slice(start, end)),
      texts,
    );
    const headings = ['# %% Cell 1 [markdown]\n', '\n\n# %% Cell 3 [python]\n', '\n\n# %% Cell 4 [python]\n'];
    assert.equal(text, `${headings[0]}${texts[0]}${headings[1]}${texts[1]}${headings[2]}\n`);
  });
});
