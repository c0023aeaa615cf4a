import assert from 'node:assert/strict';
import { parseDocuments, type TextEdit } from '../../../../src/tasks/run/formattedTexts';
import { localFormats } from '../../../formats/localFormats';

const MARKDOWN = { kind: 'markdown', mdx: false, frontMatterKeys: [] } as const;

describe('parseDocuments', () => {
  // The texts of the run: the first document as a whole, and two ranges of the second one.
  const texts = ['# One\n', 'Two *words*.', 'Three birds.'];
  const second = 'Two *words*.\n\nThree birds.\n';
  const documents = [
    { format: MARKDOWN, text: texts[0], ranges: [{ start: 0, end: 6 }] },
    {
      format: MARKDOWN,
      text: second,
      ranges: [
        { start: 0, end: 12 },
        { start: 14, end: 26 },
      ],
    },
  ];
  const edit = (text: number, words: string, replacement: string): TextEdit => {
    const start = texts[text].indexOf(words);
    return { text, start, end: start + words.length, replacement };
  };

  it('returns the structure of each text', async () => {
    const { structures } = await parseDocuments(localFormats(), documents, new AbortController().signal);
    assert.deepEqual(
      structures.map(({ flows }) => flows.map(({ lines }) => lines)),
      [[[{ start: 2, end: 5 }]], [[{ start: 0, end: 12 }]], [[{ start: 0, end: 12 }]]],
    );
  });

  it('checks each edit against the document of its text, and returns the answers in the order of the edits', async () => {
    const parsed = await parseDocuments(localFormats(), documents, new AbortController().signal);
    const good = [edit(0, 'One', 'Eins'), edit(1, 'Two', 'Zwei'), edit(2, 'Three', 'Drei')];
    const bad = edit(1, 'words', '`Wort`');
    assert.deepEqual(await parsed.fits([good[2], bad, good[0], good[1]]), [true, false, true, true]);
    assert.deepEqual(
      [await parsed.isSame(good), await parsed.isSame([good[0], bad]), await parsed.isSame([])],
      [true, false, true],
    );
  });
});
