import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AttentiveError } from '../../../src/base/errors';
import { noNotes, type RewriteEvent } from '../../../src/tasks/run/rewrite';
import { translate, type TranslateRequest } from '../../../src/tasks/translate';
import { segment } from '../../../src/text/segment';
import { anyText, textOf } from '../text/texts';
import { type Answer, identity, outcome, runOn, scripted, type ScriptedEngine, textsOf } from './scripted';

function request(engine: ScriptedEngine, texts: readonly string[], more: Partial<TranslateRequest> = {}) {
  return { ...runOn(engine.engine), texts, from: 'en', ...more };
}

/** An engine that “translates” into capitals. */
function loud(order?: (rows: number[]) => number[]): ScriptedEngine {
  const answer = (text: string): string => text.toUpperCase();
  return scripted(order === undefined ? { answer } : { answer, order });
}

async function translated(engine: ScriptedEngine, ...texts: string[]) {
  return (await outcome(translate(request(engine, texts)))).result;
}

function appended(events: readonly RewriteEvent[], index: number): string[] {
  return events.flatMap(event => (event.kind === 'append' && event.index === index ? [event.text] : []));
}

describe('translate', () => {
  it('translates sentence by sentence and keeps the rest', async () => {
    const engine = loud();
    const text = '# Title\n\n  - One thing. Another thing!\n\n\tEnd\n';
    const { texts, notes } = await translated(engine, text);
    assert.deepEqual(texts, ['# TITLE\n\n  - ONE THING. ANOTHER THING!\n\n\tEND\n']);
    assert.deepEqual(notes, noNotes());
    assert.deepEqual(engine.requests.flatMap(textsOf), ['Title', 'One thing.', 'Another thing!', 'End']);
  });

  it('warns of translations that are probably poor, if the card says how to tell', async () => {
    const sureness = { bias: -1, meanLogProbability: -1, logSourceLength: 0, logLengthRatio: 0 };
    const answers: Record<string, Answer> = {
      'One.': { text: 'Eins.', score: -0.9 },
      'Two!': { text: 'Zwei!', score: -1.1 },
    };
    const warnings = async (more: Partial<TranslateRequest>): Promise<unknown> => {
      const engine = scripted({ answer: text => answers[text] });
      const { result } = await outcome(translate(request(engine, ['One. Two!'], more)));
      return result.segments.map(segment => segment.warnings);
    };
    assert.deepEqual(await warnings({ sureness }), [[], [{ kind: 'unsure' }]]);
    assert.deepEqual(await warnings({}), [[], []]);
    const withBeams = { sureness: { ...sureness, beamSearch: 0.2 } };
    assert.deepEqual(await warnings({ ...withBeams, settings: { numBeams: 1 } }), [[], [{ kind: 'unsure' }]]);
    assert.deepEqual(await warnings({ ...withBeams, settings: { numBeams: 4 } }), [
      [{ kind: 'unsure' }],
      [{ kind: 'unsure' }],
    ]);
  });

  describe('into or from a script without spaces', () => {
    const words: Readonly<Record<string, string>> = {
      'One thing.': '一つ。',
      'Two things!': '二つ！',
      '一つ。': 'One thing.',
      '二つ！': 'Two things!',
      'Ein *Ding*.': '一つ。',
    };
    const dictionary = (): ScriptedEngine => scripted({ answer: text => words[text] ?? text });
    const cases: readonly (readonly [from: string, to: string, text: string, result: string])[] = [
      ['en', 'ja', 'One thing. Two things!  One thing.\n', '一つ。二つ！一つ。\n'],
      ['en', 'ja', 'One thing.\nTwo things!\n', '一つ。\n二つ！\n'],
      ['en', 'ja', 'One thing. Unknown. Two things! Z.\n', '一つ。Unknown. 二つ！Z.\n'],
      ['en', 'zh-CN', 'One thing. Two things!\n', '一つ。二つ！\n'],
      ['en', 'th', 'One thing. Two things!\n', '一つ。 二つ！\n'],
      ['ja', 'en', '一つ。二つ！一つ。\n', 'One thing. Two things! One thing.\n'],
      ['ja', 'en', '一つ。\n二つ！\n', 'One thing.\nTwo things!\n'],
      ['ja', 'en', '一つ。三つ。二つ！\n', 'One thing. 三つ。Two things!\n'],
      ['ja', 'zh', '一つ。二つ！\n', 'One thing.Two things!\n'],
    ];
    for (const [from, to, text, result] of cases) {
      it(`joins sentences as ${to} does: ${JSON.stringify(text)}`, async () => {
        const { result: done } = await outcome(translate({ ...request(dictionary(), [text]), from, to }));
        assert.deepEqual(done.texts, [result]);
      });
    }
  });

  it('yields a plan first: the places, number and length of the segments', async () => {
    const { events } = await outcome(translate(request(loud(), ['One. Two!', 'Three'])));
    const places = [
      { text: 0, start: 0, end: 4 },
      { text: 0, start: 5, end: 9 },
      { text: 1, start: 0, end: 5 },
    ];
    assert.deepEqual(events[0], { kind: 'plan', places, total: 3, characters: 'One.Two!Three'.length });
    const twice = await outcome(translate(request(loud(), ['One. Two! One.', 'Two!'])));
    assert.ok(twice.events[0].kind === 'plan' && twice.events[0].characters === 'One.Two!'.length);
  });

  it('appends text in the order of the document, in whatever order sentences finish', async () => {
    const texts = ['One here. Two here. Three here.', 'Four. Five.'];
    for (const order of [undefined, (rows: number[]) => rows.reverse(), () => [2, 4, 0, 3, 1]]) {
      const { events, result } = await outcome(translate(request(loud(order), texts)));
      const indices = events.flatMap(event => (event.kind === 'append' ? [event.index] : []));
      assert.deepEqual(indices, [...indices].sort());
      assert.deepEqual(
        texts.map((_, index) => appended(events, index).join('')),
        texts.map(text => text.toUpperCase()),
      );
      assert.deepEqual(
        result.texts,
        texts.map(text => text.toUpperCase()),
      );
    }
  });

  it('appends each sentence as soon as all before it are finished', async () => {
    const { events } = await outcome(translate(request(loud(), ['  One here. Two here.\n'])));
    assert.deepEqual(appended(events, 0), ['  ', 'ONE HERE. ', 'TWO HERE.\n']);
  });

  it('gives a result for each text, also for one without sentences', async () => {
    const { texts } = await translated(loud(), '', 'One.', '  \n', '123', 'Two.');
    assert.deepEqual(texts, ['', 'ONE.', '  \n', '123', 'TWO.']);
  });

  it('keeps CRLF, indentation and blank lines', async () => {
    const text = 'One.\r\n\r\n    Two.\r\n\tThree.\r\n';
    assert.deepEqual((await translated(loud(), text)).texts, [text.toUpperCase()]);
  });

  it('wraps a sentence as it was wrapped', async () => {
    const text = [
      '  This sentence was wrapped by hand at about sixty characters',
      '  or so, because someone wanted it to look like this in the',
      '  editor, and its translation is to be wrapped in the same way.',
    ].join('\r\n');
    const engine = loud();
    assert.deepEqual((await translated(engine, text)).texts, [text.toUpperCase()]);
    assert.equal(engine.requests.flatMap(textsOf).length, 1);
    assert.doesNotMatch(engine.requests.flatMap(textsOf)[0], /\s\s|[\r\n]/);
  });

  it('keeps pictographs, other scripts and noise, and counts the last two', async () => {
    const blob = 'QUJD'.repeat(60);
    const text = `Look 🎉 here. Привет, как дела сегодня. This is ${blob} data.\n\nbad\u0000bytes`;
    const { texts, notes } = await translated(loud(), text);
    assert.deepEqual(texts, [`LOOK 🎉 HERE. Привет, как дела сегодня. THIS IS ${blob} DATA.\n\nbad\u0000bytes`]);
    assert.deepEqual(notes, { ...noNotes(), otherScript: 1, noise: 2 });
  });

  it('counts segments that were cut and segments that were too long', async () => {
    const engine = scripted({
      answer: text => (text.startsWith('Long') ? { excess: 3 } : { text, cut: text.startsWith('Endless') }),
    });
    const { texts, notes } = await translated(engine, 'Longlonglong.\n\nEndless.\n\nFine.');
    assert.deepEqual(texts, ['Longlonglong.\n\nEndless.\n\nFine.']);
    assert.deepEqual(notes, { ...noNotes(), cut: 1, tooLong: 1 });
  });

  it('gives the segments that went through the model, in order, with their outcomes', async () => {
    const engine = scripted({ answer: text => ({ text: text.toUpperCase(), score: -text.length }) });
    const { segments } = await translated(engine, 'One. Two two.', 'One.');
    assert.deepEqual(segments, [
      {
        text: 0,
        start: 0,
        end: 4,
        source: 'One.',
        result: 'ONE.',
        written: 'ONE.',
        outcome: 'done',
        score: -4,
        warnings: [],
      },
      {
        ...{ text: 0, start: 5, end: 13 },
        ...{ source: 'Two two.', result: 'TWO TWO.', written: 'TWO TWO.', outcome: 'done', score: -8, warnings: [] },
      },
      {
        text: 1,
        start: 0,
        end: 4,
        source: 'One.',
        result: 'ONE.',
        written: 'ONE.',
        outcome: 'done',
        score: -4,
        warnings: [],
      },
    ]);
  });

  it('gives unfinished text only if there is a single sentence', async () => {
    const answer = (text: string) => ({ text, partials: ['Ei', 'Eins'] });
    const partials = async (text: string): Promise<string[]> => {
      const { events } = await outcome(translate(request(scripted({ answer }), [text])));
      return events.flatMap(event => (event.kind === 'partial' ? [event.text] : []));
    };
    assert.deepEqual(await partials('One'), ['Ei', 'Eins']);
    assert.deepEqual(await partials('One. Two.'), []);
    assert.deepEqual(await partials('One! One!'), []);
  });

  it('reports how many segments are finished', async () => {
    const { events } = await outcome(translate(request(loud(), ['One. Two. One.'])));
    const done = events.flatMap(event => (event.kind === 'progress' ? [[event.done, event.total]] : []));
    assert.deepEqual(done, [
      [2, 3],
      [3, 3],
    ]);
  });

  it('throws the reason why there is nothing to do, without a request to the engine', async () => {
    for (const [texts, why] of [
      [[''], 'empty'],
      [['  \n', '123 + 4 = 127!'], 'empty'],
      [['Привет, как дела?'], 'script'],
      [['bad\u0000bytes'], 'noise'],
      [['bad\u0000bytes', 'Привет, как дела?'], 'script'],
      [[], 'empty'],
    ] as const) {
      const engine = identity();
      await assert.rejects(outcome(translate(request(engine, texts))), { code: 'nothing-to-do', data: { why } });
      assert.equal(engine.requests.length, 0);
    }
  });

  it('throws an error of the engine, and `cancelled` when its signal aborts', async () => {
    const failure = new AttentiveError('model-run-failed', 'no memory', { why: 'no memory' });
    const failing = scripted({
      answer: () => {
        throw failure;
      },
    });
    await assert.rejects(outcome(translate(request(failing, ['One.']))), failure);
    const controller = new AbortController();
    const run = translate(request(identity(), ['One. Two. Three.'], { signal: controller.signal }));
    const seen: string[] = [];
    await assert.rejects(
      async () => {
        for await (const event of run) {
          seen.push(event.kind);
          if (event.kind === 'append') controller.abort();
        }
      },
      { code: 'cancelled' },
    );
    assert.equal(seen.filter(kind => kind === 'append').length, 1);
  });

  it('ends the engine’s work when its caller stops reading events', async () => {
    const engine = identity();
    for await (const event of translate(request(engine, ['One. Two.']))) if (event.kind === 'append') break;
    assert.equal(engine.ended, 1);
  });

  describe('with an engine that answers every text with the text itself', () => {
    const LINE_END = /[\n\r\u0085\u2028\u2029]/;
    const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

    const texts = fc
      .oneof(
        anyText,
        fc.array(anyText, { maxLength: 4 }).map(parts => `Some words. ${parts.join(' ')}`),
      )
      .filter(text => segment(text, { language: 'en' }).some(piece => piece.kind === 'prose'));

    it('gives the text back, with other line ends at most inside of sentences that were wrapped by hand', async () => {
      await fc.assert(
        fc.asyncProperty(texts, async text => {
          const { events, result } = await outcome(translate(request(identity(), [text])));
          const [back] = result.texts;
          assert.equal(appended(events, 0).join(''), back);
          const pieces = segment(text, { language: 'en' });
          const wrapped = pieces.some(piece => piece.kind === 'prose' && LINE_END.test(piece.text));
          if (!wrapped) {
            assert.equal(back, text);
            return;
          }
          // Each piece stands in its place: kept text to the last character, prose except for its white space.
          let at = 0;
          for (const piece of pieces) {
            if (piece.kind === 'prose') {
              const whole = withoutSpace(piece.text);
              let end = at;
              for (let left = whole.length; left > 0 && end < back.length; end++) if (/\S/.test(back[end])) left--;
              assert.equal(withoutSpace(back.slice(at, end)), whole);
              at = end;
            } else {
              assert.equal(back.slice(at, at + piece.text.length), piece.text);
              at += piece.text.length;
            }
          }
          assert.equal(at, back.length);
        }),
        { numRuns: 100 },
      );
    });

    it('keeps prose wrapped by hand to the last character if single spaces stand between its words', async () => {
      const word = fc.string({ unit: fc.constantFrom(...'abcdefghij'), minLength: 2, maxLength: 9 });
      const line = fc.array(word, { minLength: 9, maxLength: 14 }).map(words => words.join(' '));
      const prose = fc
        .tuple(fc.array(line, { minLength: 1, maxLength: 5 }), fc.constantFrom('\n', '\r\n', '\n  ', '\r\n\t'))
        .map(([lines, lineEnd]) => `${lines.join(lineEnd)}.`);
      let wrapped = 0;
      await fc.assert(
        fc.asyncProperty(prose, async text => {
          const pieces = segment(text, { language: 'en' });
          if (pieces.some(piece => LINE_END.test(piece.text) && piece.kind === 'prose')) wrapped++;
          assert.equal(textOf(pieces), text);
          assert.deepEqual((await translated(identity(), text)).texts, [text]);
        }),
        { numRuns: 100 },
      );
      assert.ok(wrapped > 20, `only ${wrapped} were wrapped`);
    });
  });
});
