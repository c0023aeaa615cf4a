// Translating Markdown: only prose changes, markup moves with its words, and the structure of the document stays.
import assert from 'node:assert/strict';
import type { Engine } from '../../../src/engine/api/contract';
import { describeAnyMarkdown, events, translated } from './anyMarkdown';
import { scripted } from '../../unit/tasks/scripted';

/** An engine that “translates” into capitals. */
const inCapitals = (): Engine => scripted({ answer: text => text.toUpperCase() }).engine;

describe('translate, of Markdown', () => {
  const cases: readonly (readonly [title: string, source: string, result: string])[] = [
    ['puts emphasis around the same words', 'You **must not** go.\n', 'YOU **MUST NOT** GO.\n'],
    ['keeps the address of a link', 'See [the manual](a/b.md "T") now.\n', 'SEE [THE MANUAL](a/b.md "T") NOW.\n'],
    ['nests markup as it was', 'A ***third* one** is here.\n', 'A ***THIRD* ONE** IS HERE.\n'],
    ['keeps code', 'Run `npm ci` first.\n\n```\nlet a;\n```\n', 'RUN `npm ci` FIRST.\n\n```\nlet a;\n```\n'],
    ['keeps the lines of a quotation', '> A long text\n> of two lines.\n', '> A LONG TEXT\n> OF TWO LINES.\n'],
    [
      'translates the cells of a table and keeps its form',
      '| a | b |\n|:--|--:|\n| one | `x` |\n',
      '| A | B |\n|:--|--:|\n| ONE | `x` |\n',
    ],
    ['translates a title and keeps a date', '---\ntitle: One\ndate: two\n---\n', '---\ntitle: ONE\ndate: two\n---\n'],
    [
      'translates the text between HTML tags and keeps the tags',
      '<p align="center">Some words</p>\n',
      '<p align="center">SOME WORDS</p>\n',
    ],
    ['puts tags around the same words', 'The <em>very</em> end.\n', 'THE <em>VERY</em> END.\n'],
    ['translates the text of a picture', 'See ![an icon](a.png) now.\n', 'SEE ![AN ICON](a.png) NOW.\n'],
    [
      'translates the text of a picture before a sentence',
      '![an icon](a.png) See it now.\n',
      '![AN ICON](a.png) SEE IT NOW.\n',
    ],
    [
      'translates the text of a picture in a link',
      '[![one](a.png) two](b.md) three.\n',
      '[![ONE](a.png) TWO](b.md) THREE.\n',
    ],
    [
      'translates the two sentences of a picture',
      'So ![It is. It was.](a.png) it.\n',
      'SO ![IT IS. IT WAS.](a.png) IT.\n',
    ],
    [
      'translates the text of a picture that has brackets',
      'So ![an [old] \\] one](a.png) it.\n',
      'SO ![AN [OLD] \\] ONE](a.png) IT.\n',
    ],
    [
      'translates the text of a picture on two lines',
      'So ![an\n  old one](a.png) is it.\n',
      'SO\n  ![AN OLD ONE](a.png) IS IT.\n',
    ],
    ['translates the title of a link', 'See [one](a.md "the title") now.\n', 'SEE [ONE](a.md "THE TITLE") NOW.\n'],
    [
      'translates the title of a link around code',
      'See [`a`](a.md (the title)) now.\n',
      'SEE [`a`](a.md (THE TITLE)) NOW.\n',
    ],
    [
      'translates the title of a picture',
      "So ![one](a.png 'two \\' three') it.\n",
      "SO ![ONE](a.png 'TWO \\' THREE') IT.\n",
    ],
    [
      'translates the title of a definition',
      'See [one][a].\n\n[a]: b.md "the title"\n',
      'SEE [ONE][a].\n\n[a]: b.md "THE TITLE"\n',
    ],
    [
      'keeps the text of a picture that is also the name of its definition',
      'So ![one] and ![two][].\n\n[one]: a\n[two]: b\n',
      'SO ![one] AND ![two][].\n\n[one]: a\n[two]: b\n',
    ],
    [
      'translates attributes of tags in a sentence',
      'The <abbr title="a long word">alw</abbr> and <img alt=\'a tree\' src="b"> here.\n',
      'THE <abbr title="A LONG WORD">ALW</abbr> AND <img alt=\'A TREE\' src="b"> HERE.\n',
    ],
    [
      'translates attributes of tags in a block of HTML',
      '<p>\nThe <abbr title="a word">aw</abbr> here.\n</p>\n',
      '<p>\nTHE <abbr title="A WORD">AW</abbr> HERE.\n</p>\n',
    ],
    [
      'translates the text of a picture and the title of a link in a quotation',
      '> See ![one](a.png) and\n> [two](b "three").\n',
      '> SEE ![ONE](a.png) AND\n> [TWO](b "THREE").\n',
    ],
  ];
  for (const [title, source, result] of cases) {
    it(title, async () => assert.deepEqual((await translated(source, inCapitals())).texts, [result]));
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

  it('escapes the signs of a translation that would end the text of a picture, a title or an attribute', async () => {
    const { engine } = scripted({ answer: text => (text.startsWith('inner') ? 'ein "altes" (l\'arbre) [x]' : text) });
    for (const [source, result] of [
      ['One ![inner](a.png).', 'One ![ein "altes" (l\'arbre) [x]](a.png).'],
      ['One [two](a.md "inner").', 'One [two](a.md "ein \\"altes\\" (l\'arbre) [x]").'],
      ["One [two](a.md 'inner').", "One [two](a.md 'ein \"altes\" (l\\'arbre) [x]')."],
      ['One [two](a.md (inner)).', 'One [two](a.md (ein "altes" \\(l\'arbre\\) [x])).'],
      ['One <i title="inner">two</i>.', 'One <i title="ein &quot;altes&quot; (l\'arbre) [x]">two</i>.'],
      ["One <i title='inner'>two</i>.", 'One <i title=\'ein "altes" (l&#39;arbre) [x]\'>two</i>.'],
      ['![inner](a.png)', '![ein "altes" (l\'arbre) [x]](a.png)'],
      ['<img alt="inner">', '<img alt="ein &quot;altes&quot; (l\'arbre) [x]">'],
    ]) {
      assert.deepEqual((await translated(`${source}\n`, engine)).texts, [`${result}\n`]);
    }
  });

  it('reports a sentence in which the text of a picture stays as it was', async () => {
    const { engine } = scripted({ answer: text => (text === 'an icon' ? '' : text.toUpperCase()) });
    const { texts, segments, notes } = await translated('See ![an icon](a.png) now.\n', engine);
    assert.deepEqual(texts, ['SEE ![an icon](a.png) NOW.\n']);
    assert.deepEqual([segments[0].outcome, notes.empty], ['empty', 1]);
  });

  it('translates the text of a picture in a sentence that stays because the model writes nothing for it', async () => {
    const { engine } = scripted({ answer: text => (text === 'an icon' ? text.toUpperCase() : '') });
    const { texts, segments } = await translated('See ![an icon](a.png) now.\n', engine);
    assert.deepEqual([texts, segments[0].outcome], [['See ![AN ICON](a.png) now.\n'], 'empty']);
  });

  it('yields sentences without markup while the engine generates, and those with markup at the end', async () => {
    const { engine } = scripted({ answer: text => text.toUpperCase() });
    const kinds = (await events('One.\n\nTwo *x*.\n\nThree.\n', engine)).map(({ kind }) => kind);
    assert.deepEqual(
      kinds.filter(kind => kind !== 'append'),
      ['plan', 'segment', 'progress', 'progress', 'segment', 'progress', 'segment', 'progress'],
    );
  });

  describeAnyMarkdown(15);
});
