// Any Markdown: the property that a translation of any document leaves its structure as it was, whatever the model answers.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Engine } from '../../../src/engine/api/contract';
import { signatureOf } from '../../../src/formats/markdown/signature';
import { parseMarkdown } from '../../../src/formats/markdown/tree';
import { parseDocuments } from '../../../src/tasks/run/formattedTexts';
import type { RewriteEvent, RewriteResult } from '../../../src/tasks/run/rewrite';
import { translate } from '../../../src/tasks/translate';
import { anyMarkdown } from '../markdown/documents';
import { localFormats } from '../localFormats';
import { faultyEngine } from '../../unit/tasks/anyAnswers';
import { type Outcome, outcome, runOn } from '../../unit/tasks/scripted';

const FORMAT = { kind: 'markdown', mdx: false, frontMatterKeys: ['title'] } as const;
const PLACEHOLDERS = ['\ue001', '\ue002', '\ue003', '\ue004'];

/** The result of the translation of a Markdown document by an engine. */
export async function translated(text: string, engine: Engine): Promise<RewriteResult> {
  return (await translation(text, engine)).result;
}

/** The events of the translation of a Markdown document by an engine. */
export async function events(text: string, engine: Engine): Promise<readonly RewriteEvent[]> {
  return (await translation(text, engine)).events;
}

async function translation(text: string, engine: Engine): Promise<Outcome<RewriteEvent, RewriteResult>> {
  const run = runOn(engine);
  const ranges = [{ start: 0, end: text.length }];
  const formatted = await parseDocuments(localFormats(), [{ format: FORMAT, text, ranges }], run.signal);
  return outcome(translate({ ...run, texts: [text], from: 'en', placeholders: PLACEHOLDERS, formatted }));
}

export function describeAnyMarkdown(numRuns: number): void {
  it('leaves the structure as it was, whatever the model answers', async () => {
    await fc.assert(
      fc.asyncProperty(anyMarkdown, fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), async (source, draws) => {
        const signature = (text: string): string => signatureOf(parseMarkdown(text, FORMAT), FORMAT.frontMatterKeys);
        const result = await translated(source, faultyEngine(draws)).catch((error: unknown) => {
          assert.equal((error as { code?: unknown }).code, 'nothing-to-do');
        });
        if (result !== undefined) assert.equal(signature(result.texts[0]), signature(source), result.texts[0]);
      }),
      { numRuns },
    );
  });
}
