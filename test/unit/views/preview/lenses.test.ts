import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { ProposedSegment } from '../../../../src/tasks/run/proposal';
import { PreviewLenses } from '../../../../src/views/preview/lenses';
import type { PreviewEntry } from '../../../../src/views/preview/entry';
import { stage, TextDocument } from '../../vscode';

const TEXT = 'Eins.\nZwei.\n';

function lensesOf(warnings: ProposedSegment['warnings']): { titles: string[]; hover: string } {
  const document = stage.open(new TextDocument(stage.uri('letter.txt'), TEXT)) as unknown as vscode.TextDocument;
  const made = { text: 0, outcome: 'done', probability: 0.9 } as const;
  const segments: ProposedSegment[] = [
    { ...made, segment: 0, start: 0, end: 5, source: 'One.', written: 'Eins.', warnings: [] },
    { ...made, segment: 1, start: 6, end: 11, source: 'Two 5.', written: 'Zwei.', warnings },
  ];
  const request = { original: document, title: 't', draw: () => ({ text: TEXT, segments }), choose: () => undefined };
  const drawing = { text: TEXT, segments };
  const entry: PreviewEntry = {
    uri: document.uri,
    request,
    title: 't',
    decide: () => undefined,
    drawing,
    finished: true,
  };
  const lenses = new PreviewLenses(() => entry);
  const titles = lenses.provideCodeLenses(document).map(({ command }) => command?.title ?? '');
  const hover = lenses.provideHover(document, document.positionAt(7));
  lenses.dispose();
  return { titles, hover: JSON.stringify(hover) };
}

describe('the lenses and hovers of a preview', () => {
  it('say what a warning is, the lens in a few words and the hover in a sentence', () => {
    for (const [warning, short, whole] of [
      [{ kind: 'numbers', numbers: ['5'] }, 'Numbers missing', 'lacks numbers of the source: 5.'],
      [{ kind: 'repetition', phrase: 'so' }, 'Repeats itself', 'repeats itself: “so”.'],
      [{ kind: 'untranslated' }, 'Hardly translated', 'hardly translated.'],
      [{ kind: 'short' }, 'Much shorter', 'much shorter than the source.'],
    ] as const) {
      const { titles, hover } = lensesOf([warning]);
      assert.ok(
        titles.some(title => title.includes(short)),
        `${short} is not in ${titles.join()}`,
      );
      assert.ok(hover.includes(whole), `${whole} is not in ${hover}`);
    }
  });

  it('do not ask to check a sentence without a warning', () => {
    const { titles } = lensesOf([]);
    assert.ok(!titles.some(title => title.includes('please check')), titles.join());
  });
});
