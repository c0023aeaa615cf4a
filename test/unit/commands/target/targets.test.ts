import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { asAttentive } from '../../../../src/base/errors';
import { partsTarget, type Wanted } from '../../../../src/commands/target/targets';
import { sentenceOf, untranslated } from '../../../../src/tasks/messages';
import { type FormatParsers, parseDocuments } from '../../../../src/tasks/run/formattedTexts';
import { parserOf } from '../../../formats/code/parsers';
import { stage, TextDocument } from '../../vscode';
import { Selection } from '../../vscode/values';

/** In place of the parsers in their worker: reads every text as TypeScript. */
const formats: FormatParsers = {
  structure: async ({ format, text, ranges }) => {
    assert.ok(format.kind === 'code');
    return (await parserOf('typescript', format.parts.includes('string'))).structure(text, ranges);
  },
  fits: () => Promise.reject(new Error('nothing is edited')),
  isSame: () => Promise.reject(new Error('nothing is edited')),
};

/** The prose of the comments or strings that `partsTarget` finds, in order; the lines of one flow are joined by ` / `. */
async function proseFound(wanted: Wanted, text: string, language: string, selection?: Selection): Promise<string[]> {
  const document = stage.open(new TextDocument(stage.uri('a.ts'), text, language));
  stage.show(document, ...(selection === undefined ? [] : [selection]));
  const openText = (): Promise<vscode.TextDocument> => Promise.reject(new Error('nothing is opened'));
  const target = await partsTarget(wanted)({ formats, openText }, new AbortController().signal);
  assert.ok(target);
  const { structures } = await parseDocuments(formats, target.documents ?? [], new AbortController().signal);
  target.dispose();
  return structures.flatMap(({ flows }, at) =>
    flows.map(({ lines }) => lines.map(({ start, end }) => target.texts[at].slice(start, end)).join(' / ')),
  );
}

const SOURCE = '/** Reads a file. */\nf("The file is open."); // Close it.\n';

describe('partsTarget', () => {
  it('finds the comments of a file, or its strings', async () => {
    assert.deepEqual(await proseFound('comments', SOURCE, 'typescript'), ['Reads a file.', 'Close it.']);
    assert.deepEqual(await proseFound('strings', SOURCE, 'typescript'), ['The file is open.']);
  });

  it('finds only the comments in the selection, if there is one', async () => {
    assert.deepEqual(await proseFound('comments', SOURCE, 'typescript', new Selection(1, 0, 1, 36)), ['Close it.']);
  });

  const refused: readonly (readonly [why: string, wanted: Wanted, text: string, language: string, words: RegExp])[] = [
    ['a file without comments', 'comments', 'f("The file is open.");\n', 'typescript', /no comments were found/],
    ['a file without strings', 'strings', '// Close it.\n', 'typescript', /no strings were found/],
    ['a language without a grammar', 'comments', 'Words.\n', 'unknown', /cannot be told from other text in unknown/],
    ['Markdown, which is prose', 'comments', 'Words.\n', 'markdown', /cannot be told from other text in markdown/],
  ];
  for (const [why, wanted, text, language, words] of refused) {
    it(`rejects ${why} with a message that names the cause`, async () => {
      await assert.rejects(proseFound(wanted, text, language), error => {
        assert.match(sentenceOf(error, untranslated), words);
        return asAttentive(error).code === 'nothing-to-do';
      });
    });
  }
});
