// Whatever a model answers, no text is lost: properties over random texts and answers that go wrong in every way known.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  composed,
  proveWhole,
  type RewriteEvent,
  type RewriteResult,
  type Segment,
} from '../../../src/tasks/run/rewrite';
import { summarize } from '../../../src/tasks/summarize';
import { translate } from '../../../src/tasks/translate';
import { inlineSpans } from '../../../src/text/inline/inlineSpans';
import { unwrap } from '../../../src/text/inline/wrapping';
import { segment } from '../../../src/text/segment';
import { anyText } from '../text/texts';
import { type Answer, outcome, runOn, scripted, type ScriptedEngine } from './scripted';

const PLACEHOLDERS = ['\ue001', '\ue002', '\ue003'];

/** One way to answer. */
type Fault = (text: string) => Answer;

const FAULTS: readonly Fault[] = [
  text => ({ text }),
  text => ({ text: text.toUpperCase() }),
  text => ({ text: `\ue001${text}` }),
  text => ({ text: `${text} \ue003\ue008` }),
  text => ({ text: text.replace(/[\ue001-\ue003]/g, '$&$&') }),
  text => ({ text: text.replace(/[\ue001-\ue003]/g, '') }),
  text => ({ text: Array.from(text).reverse().join('') }),
  text => ({ text: text.replaceAll('\ue001', '\ue002') }),
  () => ({ text: '' }),
  () => ({ text: ' \n ' }),
  () => ({ text: '\ufffd' }),
  text => ({ text: `${text}\u0007` }),
  () => ({ text: '\ue001' }),
  text => ({ text: `${text}\n\n${text}` }),
  text => ({ text: text.repeat(20), cut: true }),
  () => ({ text: '', cut: true }),
  text => ({ text: `${text} \ufffd`, cut: true }),
  () => ({ excess: 3 }),
  text => (text.length > 12 ? { excess: 2 } : { text: text.toUpperCase() }),
];

/** Answers by the numbers drawn, one after the other. */
function faulty(draws: readonly number[]): ScriptedEngine {
  let next = 0;
  return scripted({
    answer: text => {
      const at = next++;
      // What is split must come to an end.
      const answer = FAULTS[draws[at % draws.length] % FAULTS.length](text);
      return answer.excess !== undefined && at > 400 ? { text } : answer;
    },
    order: rows => (draws.length % 2 === 0 ? rows : rows.reverse()),
  });
}

const draws = fc.array(fc.nat(FAULTS.length - 1), { minLength: 1, maxLength: 12 });

const code = fc.constantFrom('`x`', '`a b`', 'https://example.org/a?b=c', '<b>', '</b>', 'me@example.org', '`', '<');

const texts = fc.array(
  fc.oneof(
    anyText,
    fc
      .array(fc.oneof(code, fc.constantFrom('One', 'word', 'here.', 'Then', 'two,', '\n', '  ', 'run!')), {
        maxLength: 30,
      })
      .map(parts => parts.join(' ')),
  ),
  { minLength: 1, maxLength: 3 },
);

interface Ended {
  readonly events: readonly RewriteEvent[];
  readonly result: RewriteResult;
}

/** The run, or nothing where there was nothing to do. */
async function ended(run: AsyncGenerator<RewriteEvent, RewriteResult, void>): Promise<Ended | undefined> {
  try {
    return await outcome(run);
  } catch (error) {
    assert.equal((error as { code?: unknown }).code, 'nothing-to-do');
    return undefined;
  }
}

function checkTold({ events, result }: Ended, sources: readonly string[]): void {
  const [plan] = events;
  assert.ok(plan.kind === 'plan');
  const written: (string | undefined)[] = plan.places.map(() => undefined);
  for (const event of events) {
    if (event.kind !== 'segment') continue;
    assert.equal(written[event.segment], undefined, 'a segment was told twice');
    written[event.segment] = event.written;
  }
  assert.ok(!written.includes(undefined), 'a segment was not told');
  assert.equal(result.segments.length, plan.places.length);
  assert.deepEqual(composed(sources, plan.places, written), result.texts);
  assert.deepEqual(result.trace.results, result.texts);
  const appended = sources.map(() => '');
  for (const event of events) if (event.kind === 'append') appended[event.index] += event.text;
  assert.deepEqual(appended, result.texts);
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function checkNothingInvented(source: string, result: string): void {
  for (const character of new Set(result.match(/[\p{Co}\ufffd]/gu) ?? [])) {
    assert.ok(count(result, character) <= count(source, character), `${escape(character)} came out of nowhere`);
  }
}

describe('whatever the model answers', () => {
  for (const placeholders of [undefined, PLACEHOLDERS]) {
    it(`a translation has all that was kept, ${placeholders ? 'with' : 'without'} placeholders`, async () => {
      await fc.assert(
        fc.asyncProperty(texts, draws, async (sources, drawn) => {
          const given = placeholders === undefined ? {} : { placeholders };
          const run = translate({ ...runOn(faulty(drawn).engine), texts: sources, from: 'en', ...given });
          const done = await ended(run);
          if (done === undefined) return;
          checkTold(done, sources);
          const { result } = done;
          for (const [text, source] of sources.entries()) {
            checkNothingInvented(source, result.texts[text]);
            checkKept(source, result.texts[text], placeholders !== undefined);
          }
          for (const { source, result: made } of result.segments) {
            const symbols = inlineSpans(source).filter(({ kind }) => kind === 'symbol');
            for (const { start, end } of symbols) {
              const symbol = source.slice(start, end);
              const same = symbols.filter(other => source.slice(other.start, other.end) === symbol);
              assert.ok(count(made, symbol) >= same.length, `${symbol} is not in ${made}`);
            }
          }
        }),
        { numRuns: 400 },
      );
    });
  }

  for (const form of ['tldr', 'headline']) {
    it(`a summary (${form}) is one for each text, or the text`, async () => {
      await fc.assert(
        fc.asyncProperty(texts, draws, async (sources, drawn) => {
          const run = summarize({ ...runOn(faulty(drawn).engine), texts: sources, language: 'en', form });
          const done = await ended(run);
          if (done === undefined) return;
          checkTold(done, sources);
          const worked = new Set(done.result.segments.map(({ text }) => text));
          for (const [text, source] of sources.entries()) {
            if (!worked.has(text)) assert.equal(done.result.texts[text], source);
            checkNothingInvented(source, done.result.texts[text]);
          }
        }),
        { numRuns: 200 },
      );
    });
  }

  it('an engine that leaves a row out, or answers it twice, gives an error and no result', async () => {
    for (const order of [() => [0, 2], () => [0, 1, 1, 2], () => []]) {
      const engine = scripted({ answer: text => text, order });
      const run = translate({ ...runOn(engine.engine), texts: ['One. Two. Three.'], from: 'en' });
      await assert.rejects(outcome(run), { code: 'internal' });
    }
  });
});

/** What is no prose stands in the result in its order. */
function checkKept(source: string, result: string, symbolsInside: boolean): void {
  let at = 0;
  for (const piece of segment(source, { language: 'en', symbolsInside })) {
    if (piece.kind === 'prose' || piece.text.trim() === '') continue;
    const found = result.indexOf(piece.text, at);
    assert.ok(found >= 0, `${JSON.stringify(piece.text)} is not behind ${at} in ${JSON.stringify(result)}`);
    at = found + piece.text.length;
  }
}

describe('the proof that a result is whole', () => {
  const sources = ['- One. Two.\n', 'kept'];
  const segment = (text: number, start: number, end: number, words: string): Segment => {
    return { text, start, end, source: '', result: unwrap(words), written: words, outcome: 'done', score: 0 };
  };
  const whole = [segment(0, 2, 6, 'Eins.'), segment(0, 7, 11, 'Zwei.')];

  it('holds for what was put together', () => {
    proveWhole(sources, whole, ['- Eins. Zwei.\n', 'kept']);
    proveWhole([], [], []);
  });

  it('fails for every kind of hole', () => {
    for (const [name, segments, results] of [
      ['a tail', whole, ['- Eins. ', 'kept']],
      ['kept text', whole, ['- Eins. Zwei.\n', '']],
      ['a marker', whole, ['Eins. Zwei.\n', 'kept']],
      ['something more', whole, ['- Eins. Zwei.\n\n', 'kept']],
      ['a text', whole, ['- Eins. Zwei.\n']],
      ['an outcome', [whole[0], undefined], ['- Eins. Two.\n', 'kept']],
      ['order', [whole[1], whole[0]], ['- Zwei. Eins.\n', 'kept']],
      ['words', [{ ...whole[0], result: 'Eins und.' }, whole[1]], ['- Eins. Zwei.\n', 'kept']],
    ] as const) {
      assert.throws(() => proveWhole(sources, segments, results), { code: 'internal' }, name);
    }
  });
});
