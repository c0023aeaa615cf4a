// Any answers: property tests of translations and summaries, with random texts and random faults in the model's answers.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { composed, type RewriteEvent, type RewriteResult } from '../../../src/tasks/run/rewrite';
import { summarize } from '../../../src/tasks/summarize';
import { translate } from '../../../src/tasks/translate';
import type { Engine } from '../../../src/engine/api/contract';
import { inlineSpans } from '../../../src/text/inline/inlineSpans';
import { lostWords } from '../../../src/text/inline/placeholders';
import { segment } from '../../../src/text/segment';
import { anyText } from '../text/texts';
import { type Answer, outcome, runOn, scripted, type ScriptedEngine } from './scripted';

const PLACEHOLDERS = ['\ue001', '\ue002', '\ue003'];

/** How a model may answer a text. */
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
  // Answers that change the case of names in code, change numbers, or repeat themselves.
  text => ({ text: text.toLowerCase() }),
  text => ({ text: text.replace(/\d/g, '') }),
  text => ({ text: text.replace(/\d+/g, '$&0') }),
  text => ({ text: `${text} ${text} ${text}` }),
];

/** An engine that answers each text with the next fault of those that were drawn, and begins again after the last one. */
function faulty(draws: readonly number[]): ScriptedEngine {
  let next = 0;
  return scripted({
    answer: text => {
      const at = next++;
      // After 400 texts none is too long, because splitting texts must come to an end.
      const answer = FAULTS[draws[at % draws.length] % FAULTS.length](text);
      return answer.excess !== undefined && at > 400 ? { text } : answer;
    },
    order: rows => (draws.length % 2 === 0 ? rows : rows.reverse()),
  });
}

/** The engine of `faulty`, without the lists of what was asked. */
export function faultyEngine(draws: readonly number[]): Engine {
  return faulty(draws).engine;
}

const draws = fc.array(fc.nat(FAULTS.length - 1), { minLength: 1, maxLength: 12 });

const protectedWords = fc.constantFrom(
  'readFile',
  'GitHub',
  'v1.2.3',
  '3.5 GB',
  '25 °C',
  '#12',
  '10:30',
  'UTF-8',
  'Ca2+',
  '12',
  '1,000',
);

const code = fc.constantFrom('`x`', '`a b`', 'https://example.org/a?b=c', '<b>', '</b>', 'me@example.org', '`', '<');

const texts = fc.array(
  fc.oneof(
    anyText,
    fc
      .array(
        fc.oneof(code, protectedWords, fc.constantFrom('One', 'word', 'here.', 'Then', 'two,', '\n', '  ', 'run!')),
        {
          maxLength: 30,
        },
      )
      .map(parts => parts.join(' ')),
  ),
  { minLength: 1, maxLength: 3 },
);

interface Ended {
  readonly events: readonly RewriteEvent[];
  readonly result: RewriteResult;
}

/** The events and the result of a run; undefined if there was nothing to do. */
async function ended(run: AsyncGenerator<RewriteEvent, RewriteResult, void>): Promise<Ended | undefined> {
  try {
    return await outcome(run);
  } catch (error) {
    assert.equal((error as { code?: unknown }).code, 'nothing-to-do');
    return undefined;
  }
}

/** Checks that the events of a run, put together, are its result. */
function checkEvents({ events, result }: Ended, sources: readonly string[]): void {
  const [plan] = events;
  assert.ok(plan.kind === 'plan');
  const written: (string | undefined)[] = plan.places.map(() => undefined);
  for (const event of events) {
    if (event.kind !== 'segment') continue;
    assert.equal(written[event.segment], undefined, 'a segment has two events');
    written[event.segment] = event.written;
  }
  assert.ok(!written.includes(undefined), 'a segment has no event');
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
    assert.ok(count(result, character) <= count(source, character), `${escape(character)} was invented`);
  }
}

/**
 * Tests that no text is lost, whatever the model answers.
 *
 * @param runs how often each property is tried; a failure names the seed and the path of its case
 * @param seed a new one each time if left out
 */
export function describeAnyAnswers(runs: number, seed?: number): void {
  const parameters = { numRuns: runs, ...(seed === undefined ? {} : { seed }) };

  for (const placeholders of [undefined, PLACEHOLDERS]) {
    it(`a translation keeps all text that is no prose, ${placeholders ? 'with' : 'without'} placeholders`, async () => {
      await fc.assert(
        fc.asyncProperty(texts, draws, async (sources, drawn) => {
          const given = placeholders === undefined ? {} : { placeholders };
          const run = translate({ ...runOn(faulty(drawn).engine), texts: sources, from: 'en', ...given });
          const done = await ended(run);
          if (done === undefined) return;
          checkEvents(done, sources);
          const { result } = done;
          for (const [text, source] of sources.entries()) {
            checkNothingInvented(source, result.texts[text]);
            checkKept(source, result.texts[text], placeholders !== undefined);
          }
          for (const { source, result: made, text, start: at } of result.segments) {
            // “@name” is a symbol at the beginning of a string. At the beginning of a segment it is none if the source
            // has other characters directly before it, such as “\\n” written as two characters.
            const isApart = at === 0 || /\s/.test(sources[text][at - 1]);
            const symbols = inlineSpans(source).filter(
              ({ kind, start }) => kind === 'symbol' && (start > 0 || isApart),
            );
            assert.deepEqual(lostWords(source, made), [], `${made} of ${source}`);
            for (const { start, end } of symbols) {
              const symbol = source.slice(start, end);
              const same = symbols.filter(other => source.slice(other.start, other.end) === symbol);
              assert.ok(count(made, symbol) >= same.length, `${symbol} is not in ${made}`);
            }
          }
        }),
        parameters,
      );
    });
  }

  for (const form of ['tldr', 'headline']) {
    it(`each text has one summary (${form}) or stays as it was`, async () => {
      await fc.assert(
        fc.asyncProperty(texts, draws, async (sources, drawn) => {
          const run = summarize({ ...runOn(faulty(drawn).engine), texts: sources, language: 'en', form });
          const done = await ended(run);
          if (done === undefined) return;
          checkEvents(done, sources);
          const summarized = new Set(done.result.segments.map(({ text }) => text));
          for (const [text, source] of sources.entries()) {
            if (!summarized.has(text)) assert.equal(done.result.texts[text], source);
            checkNothingInvented(source, done.result.texts[text]);
          }
        }),
        parameters,
      );
    });
  }
}

/**
 * Checks that all parts of the source that are no prose stand in the result, in the same order.
 *
 * @param symbolsInside whether symbols belong to the prose, as in a run with placeholders
 */
function checkKept(source: string, result: string, symbolsInside: boolean): void {
  let at = 0;
  for (const piece of segment(source, { language: 'en', symbolsInside })) {
    if (piece.kind === 'prose' || piece.text.trim() === '') continue;
    const found = result.indexOf(piece.text, at);
    assert.ok(found >= 0, `${JSON.stringify(piece.text)} is not behind ${at} in ${JSON.stringify(result)}`);
    at = found + piece.text.length;
  }
}
