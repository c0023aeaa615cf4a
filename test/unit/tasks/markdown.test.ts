// Translating Markdown: only prose changes, markup moves with its words, and the structure of the document stays.
import assert from 'node:assert/strict';
import type { Engine } from '../../../src/engine/api/contract';
import { describeAnyMarkdown, events, translated } from './anyMarkdown';
import { scripted } from './scripted';

/** An engine that “translates” into capitals. */
const inCapitals = (): Engine => scripted({ answer: text => text.toUpperCase() }).engine;

describe('translate, of Markdown', () => {
  const cases: readonly (readonly [why: string, source: string, result: string])[] = [
    ['puts emphasis around the same words', 'You **must not** go.\n', 'YOU **MUST NOT** GO.\n'],
    ['keeps the address of a link', 'See [the manual](a/b.md "T") now.\n', 'SEE [THE MANUAL](a/b.md "T") NOW.\n'],
    ['nests markup as it was', 'A ***third* one** is here.\n', 'A ***THIRD* ONE** IS HERE.\n'],
    ['keeps code', 'Run `npm ci` first.\n\n```\nlet a;\n```\n', 'RUN `npm ci` FIRST.\n\n```\nlet a;\n```\n'],
    ['keeps the lines of a quotation', '> A long text\n> of two lines.\n', '> A LONG TEXT\n> OF TWO LINES.\n'],
    ['keeps a table', '| a | b |\n|:--|--:|\n| one | `x` |\n', '| A | B |\n|:--|--:|\n| ONE | `x` |\n'],
    ['translates a title and keeps a date', '---\ntitle: One\ndate: two\n---\n', '---\ntitle: ONE\ndate: two\n---\n'],
    ['keeps HTML', '<p align="center">Some words</p>\n', '<p align="center">SOME WORDS</p>\n'],
    ['puts tags around the same words', 'The <em>very</em> end.\n', 'THE <em>VERY</em> END.\n'],
  ];
  for (const [why, source, result] of cases) {
    it(why, async () => assert.deepEqual((await translated(source, inCapitals())).texts, [result]));
  }

  it('keeps a sentence whose translation would change the structure', async () => {
    for (const answer of ['1. One', '# Title', '- item', '`code', '<b>', 'a *b* c', '[a](b)', '> text', '***', '```']) {
      const source = 'Some words.\n\nThe end.\n';
      const { engine } = scripted({ answer: text => (text === 'The end.' ? 'ENDE.' : answer) });
      const { texts, segments } = await translated(source, engine);
      assert.equal(texts[0], 'Some words.\n\nENDE.\n', answer);
      assert.equal(segments[0].outcome, 'broken', answer);
    }
  });

  it('gives each sentence without markup as soon as the engine has it', async () => {
    const { engine } = scripted({ answer: text => text.toUpperCase() });
    const kinds = (await events('One.\n\nTwo *x*.\n\nThree.\n', engine)).map(({ kind }) => kind);
    assert.deepEqual(
      kinds.filter(kind => kind !== 'append'),
      ['plan', 'segment', 'progress', 'progress', 'segment', 'progress', 'segment', 'progress'],
    );
  });

  describeAnyMarkdown(15);
});
