import assert from 'node:assert/strict';
import { noNotes } from '../../../src/tasks/run/rewrite';
import { summarize, type SummarizeRequest } from '../../../src/tasks/summarize';
import { identity, outcome, runOn, scripted, type ScriptedEngine, textsOf } from './scripted';

function request(engine: ScriptedEngine, texts: readonly string[], more: Partial<SummarizeRequest> = {}) {
  return { ...runOn(engine.engine), texts, language: 'en', ...more };
}

describe('summarize', () => {
  it('summarizes each text as a whole, on one line', async () => {
    const engine = scripted({ answer: text => `About ${text.length}` });
    const { events, result } = await outcome(summarize(request(engine, ['  One.\r\n\tTwo.  \n', 'Three.'])));
    assert.deepEqual(engine.requests.map(textsOf), [['One. Two.', 'Three.']]);
    assert.deepEqual(result.texts, ['About 9', 'About 6']);
    const places = [
      { text: 0, start: 0, end: 16 },
      { text: 1, start: 0, end: 6 },
    ];
    assert.deepEqual(events[0], { kind: 'plan', places, total: 2, characters: 15 });
    const done = { outcome: 'done', score: -0.5, warnings: [] };
    assert.deepEqual(result.segments, [
      { ...places[0], source: 'One. Two.', result: 'About 9', written: 'About 9', ...done },
      { ...places[1], source: 'Three.', result: 'About 6', written: 'About 6', ...done },
    ]);
  });

  it('warns of a summary that repeats itself in the second run too, and gives summaries no other warning', async () => {
    const engine = scripted({ answer: text => (text.startsWith('One') ? 'so so so' : 'the same') });
    const { result } = await outcome(
      summarize(request(engine, ['One of 15. Two.', 'The same of 15 things that are.'])),
    );
    assert.deepEqual(
      result.segments.map(({ warnings }) => warnings),
      [[{ kind: 'repetition', phrase: 'so' }], []],
    );
    assert.deepEqual(engine.requests.map(textsOf)[1], ['One of 15. Two.']);
  });

  it('appends summaries in the order of the texts, and leaves texts without words as they are', async () => {
    const engine = scripted({ answer: text => text, order: rows => rows.reverse() });
    const { events, result } = await outcome(summarize(request(engine, ['a', '12', 'b', '', 'c'])));
    assert.deepEqual(result.texts, ['a', '12', 'b', '', 'c']);
    assert.deepEqual(
      events.flatMap(event => (event.kind === 'append' ? [[event.index, event.text]] : [])),
      [
        [0, 'a'],
        [1, '12'],
        [2, 'b'],
        [4, 'c'],
      ],
    );
  });

  it('sends neither lone surrogates nor control characters to the engine', async () => {
    const engine = identity();
    await outcome(summarize(request(engine, ['half \ud83d of one,\u0000 and\u001b a \ufffd bell\u0007'])));
    assert.deepEqual(engine.requests.map(textsOf), [['half of one, and a bell']]);
  });

  it('leaves a text in another script than the model reads as it is, and counts it', async () => {
    const engine = scripted({ answer: () => 'About' });
    const russian = '  Первая строка.\nВторая строка.\n';
    const { result } = await outcome(summarize(request(engine, ['One.', russian])));
    assert.deepEqual(result.texts, ['About', russian]);
    assert.deepEqual(result.notes, { ...noNotes(), otherScript: 1 });
    await assert.rejects(outcome(summarize(request(engine, [russian]))), {
      code: 'nothing-to-do',
      data: { why: 'script' },
    });
    assert.deepEqual(engine.requests.flatMap(textsOf), ['One.']);
  });

  it('leaves a text as it is, its line ends included, if its summary cannot be used', async () => {
    const text = 'First line.\n\n  Second line.\n';
    for (const [answer, outcomeOf] of [
      ['', 'empty'],
      ['Odd \ufffd', 'broken'],
      ['Odd \ue001', 'broken'],
    ] as const) {
      const { result } = await outcome(summarize(request(scripted({ answer: () => answer }), [text])));
      assert.deepEqual(result.texts, [text]);
      assert.equal(result.segments[0].outcome, outcomeOf);
    }
  });

  it('summarizes a long text part by part, at the ends of sentences', async () => {
    const sentences = Array.from({ length: 12 }, (_, index) => `This is sentence ${index} of it.`);
    const engine = scripted({ answer: text => (text.length > 120 ? { excess: text.length / 120 } : `<${text}>`) });
    const { result } = await outcome(summarize(request(engine, [sentences.join(' ')])));
    const parts = [...result.texts[0].matchAll(/<([^>]+)>/g)].map(([, part]) => part);
    assert.equal(parts.join(' '), sentences.join(' '));
    assert.ok(parts.length >= 3 && parts.length <= 5, `${parts.length} parts`);
    for (const part of parts) assert.match(part, /^This is.*of it\.$/);
  });

  it('makes one headline of the headlines of the parts', async () => {
    const sentences = Array.from({ length: 12 }, (_, index) => `This is sentence ${index} of it.`);
    const answer = (text: string) => (text.length > 120 ? { excess: text.length / 120 } : `About ${text.length}.`);
    const engine = scripted({ answer });
    const texts = ['Short.', sentences.join(' '), 'Brief.'];
    const { events, result } = await outcome(summarize(request(engine, texts, { form: 'headline' })));
    const last = engine.requests.map(textsOf).at(-1) ?? [];
    assert.match(last[0], /^(About \d+\. ?){3,5}$/);
    assert.deepEqual(result.texts, ['About 6.', `About ${last[0].length}.`, 'About 6.']);
    assert.equal(result.segments[1].source, texts[1]);
    const appended = events.flatMap(event => (event.kind === 'append' ? [event.index] : []));
    assert.deepEqual(appended, [0, 1, 2]);
  });

  it('does not run for ever if the headlines of the parts of a text are no shorter than the parts', async () => {
    const answer = (text: string) => (text.length > 30 ? { excess: text.length / 30 } : text);
    const engine = scripted({ answer });
    const text = 'One here. Two here. Three here. Four here. Five here.';
    const { result } = await outcome(summarize(request(engine, [text], { form: 'headline' })));
    assert.deepEqual(result.texts, [text]);
  });

  it('splits a single long sentence at its clauses', async () => {
    const engine = scripted({ answer: text => (text.length > 20 ? { excess: 1.5 } : `<${text}>`) });
    const { result } = await outcome(summarize(request(engine, ['one two three four, five six seven eight'])));
    assert.equal(result.texts[0].replace(/[<>]/g, ''), 'one two three four, five six seven eight');
    assert.ok(result.texts[0].includes('four,> <five'));
  });

  it('throws `nothing-to-do` if there is nothing to summarize, without a request to the engine', async () => {
    for (const texts of [[], [''], ['12 %\n', '🎉']]) {
      const engine = identity();
      await assert.rejects(outcome(summarize(request(engine, texts))), {
        code: 'nothing-to-do',
        data: { why: 'empty' },
      });
      assert.equal(engine.requests.length, 0);
    }
  });

  it('counts summaries that did not end, and yields the unfinished summary of a single text', async () => {
    const engine = scripted({ answer: text => ({ text, cut: true, partials: ['so far'] }) });
    const { events, result } = await outcome(summarize(request(engine, ['Endless.'])));
    assert.deepEqual(result.notes, { ...noNotes(), cut: 1 });
    assert.ok(events.some(event => event.kind === 'partial' && event.text === 'so far'));
  });

  it('is cancelled by its signal, and ends the engine’s work when its caller stops reading events', async () => {
    const controller = new AbortController();
    controller.abort();
    const cancelled = summarize(request(identity(), ['a'], { signal: controller.signal }));
    await assert.rejects(outcome(cancelled), { code: 'cancelled' });
    const engine = identity();
    for await (const event of summarize(request(engine, ['a', 'b']))) if (event.kind === 'append') break;
    assert.equal(engine.ended, 1);
  });
});
