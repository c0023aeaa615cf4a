import assert from 'node:assert/strict';
import fc from 'fast-check';
import { passageAt } from '../../../../src/tasks/explain';
import { summarize } from '../../../../src/tasks/summarize';
import type { RunTrace, RunPassage } from '../../../../src/tasks/rows/trace';
import { translate } from '../../../../src/tasks/translate';
import { mapRange, type Span } from '../../../../src/text/inline/spans';
import { anyText } from '../../text/texts';
import { outcome, runOn, scripted, type ScriptedEngine } from '../scripted';

const PLACEHOLDERS = ['\ue001', '\ue002'];
/** An engine that “translates” into capitals. */
const inCapitals = (): ScriptedEngine => scripted({ answer: text => ` ${text.toUpperCase()} ` });

async function translated(engine: ScriptedEngine, ...texts: string[]): Promise<RunTrace> {
  const request = { ...runOn(engine.engine), texts, from: 'en', placeholders: PLACEHOLDERS };
  return (await outcome(translate(request))).result.trace;
}

/** The part of `text` to which spans map a range of a passage. */
function at(spans: readonly Span[], text: string, start: number, end: number): string | undefined {
  const place = mapRange(spans, start, end);
  return place === undefined ? undefined : text.slice(place.start, place.end);
}

/** Each word of a passage, with the part of the run's text that it stands for. */
function words(trace: RunTrace, passage: RunPassage, side: 'source' | 'target'): [string, string | undefined][] {
  const [spans, texts] = side === 'source' ? [passage.read, trace.sources] : [passage.written, trace.results];
  return [...passage[side].matchAll(/\S+/g)].map(({ index, 0: word }) => {
    return [word, at(spans, texts[passage.text], index, index + word.length)];
  });
}

/** A text without its invisible characters. */
function visible(text: string | undefined): string | undefined {
  return text?.replace(/[\u00ad\u200b\u2060\ufeff]/g, '').toWellFormed();
}

describe('the trace of a translation', () => {
  it('has a passage for each sentence, in order, whose words stand in the texts', async () => {
    const trace = await translated(inCapitals(), '# Title\n\n  - One thing\n    here. Another thing!\n', 'End.');
    assert.deepEqual(
      trace.passages.map(({ text, segment, source, round }) => [text, segment, source, round]),
      [
        [0, 0, 'Title', 0],
        [0, 1, 'One thing', 0],
        [0, 2, 'here.', 0],
        [0, 3, 'Another thing!', 0],
        [1, 4, 'End.', 0],
      ],
    );
    for (const passage of trace.passages) {
      for (const [word, found] of words(trace, passage, 'source')) assert.equal(found, word);
      for (const [word, found] of words(trace, passage, 'target')) assert.equal(found, word);
    }
    assert.equal(passageAt(trace, 'source', 0, trace.sources[0].indexOf('Another') + 2), 3);
    assert.equal(passageAt(trace, 'target', 1, 0), 4);
    assert.equal(passageAt(trace, 'source', 0, 0), -1);
  });

  it('aligns the words of a wrapped sentence with source and result', async () => {
    const line = 'It is a long line of words that goes on and on until the margin,\n';
    const text = `  ${line}  ${line}  and ends.`;
    const trace = await translated(inCapitals(), text);
    assert.equal(trace.passages.length, 1);
    const [passage] = trace.passages;
    assert.ok(!passage.source.includes('\n') && trace.results[0].includes('\n'));
    for (const side of ['source', 'target'] as const) {
      const found = words(trace, passage, side);
      assert.ok(found.every(([word, place]) => word === place));
    }
    assert.equal(mapRange(passage.read, passage.source.length - 5, passage.source.length)?.end, text.length);
  });

  it('aligns placeholders with what they stand for, in source and result', async () => {
    const text = 'Well, `init` must be <br> called here.\n';
    const trace = await translated(inCapitals(), text);
    const [passage] = trace.passages;
    assert.equal(passage.source, 'Well, \ue001 must be \ue002 called here.');
    assert.deepEqual(
      words(trace, passage, 'source').map(([, place]) => place),
      text.trim().split(' '),
    );
    assert.deepEqual(
      words(trace, passage, 'target').map(([, place]) => place),
      ['WELL,', '`init`', 'MUST', 'BE', '<br>', 'CALLED', 'HERE.'],
    );
  });

  it('has a passage for each part of a sentence whose placeholders were lost', async () => {
    const answer = (text: string): string => text.replace(/[\ue001\ue002]/g, '').toUpperCase() || 'NOTHING';
    const trace = await translated(scripted({ answer }), 'Call `init` first. Then wait.');
    assert.deepEqual(
      trace.passages.map(({ source, target, segment }) => [source, target, segment]),
      [
        ['Call', 'CALL', 0],
        ['first.', 'FIRST.', 0],
        ['Then wait.', 'THEN WAIT.', 1],
      ],
    );
    for (const passage of trace.passages) {
      for (const side of ['source', 'target'] as const) {
        for (const [word, found] of words(trace, passage, side)) assert.equal(found, word);
      }
    }
  });

  it('has a passage for each part of a long text, for a second try, and for a text without an answer', async () => {
    const answer = (text: string, { settings }: { settings?: { noRepeatNgramSize?: number } }) => {
      if (text.length > 24) return { excess: 1.5 };
      if (text === 'Mute.') return '';
      return { text: text.toUpperCase(), cut: text === 'Endless.' && settings?.noRepeatNgramSize === undefined };
    };
    const trace = await translated(scripted({ answer }), 'Endless. one two three four, five six seven. Mute.');
    assert.deepEqual(
      trace.passages.map(({ source, isRetry, cut, written }) => [source, isRetry, cut, written.length]),
      [
        ['Endless.', true, false, 1],
        ['one two three four,', false, false, 1],
        ['five six seven.', false, false, 1],
        ['Mute.', false, false, 0],
      ],
    );
    for (const passage of trace.passages) {
      for (const [word, found] of words(trace, passage, 'source')) assert.equal(found, word);
      if (passage.written.length === 0) continue;
      for (const [word, found] of words(trace, passage, 'target')) assert.equal(found, word);
    }
  });

  it('aligns every word with an equal word, for any text', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async text => {
        const trace = await translated(scripted({ answer: own => own }), `One here.\n\n${text}`);
        for (const passage of trace.passages) {
          for (const side of ['source', 'target'] as const) {
            for (const [word, found] of words(trace, passage, side)) {
              // The model reads words without the invisible characters that stand in them.
              if (!/[\ue001\ue002]/.test(word)) assert.equal(visible(found), visible(word));
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is plain data', async () => {
    const trace = await translated(inCapitals(), 'One `a`. Two.');
    assert.deepEqual(JSON.parse(JSON.stringify(trace)), trace);
  });
});

describe('the trace of a summary', () => {
  async function summarized(engine: ScriptedEngine, texts: readonly string[], form?: string): Promise<RunTrace> {
    const request = { ...runOn(engine.engine), texts, language: 'en', ...(form === undefined ? {} : { form }) };
    return (await outcome(summarize(request))).result.trace;
  }

  it('has a passage for each text, and for each part of a long one', async () => {
    const engine = scripted({ answer: text => (text.length > 20 ? { excess: 1.6 } : text.toUpperCase()) });
    const text = '\nOne   goes here.\nTwo goes here.\n';
    const trace = await summarized(engine, ['12', 'Short.', text]);
    assert.deepEqual(
      trace.passages.map(({ text: number, segment, source }) => [number, segment, source]),
      [
        [1, 0, 'Short.'],
        [2, 1, 'One goes here.'],
        [2, 1, 'Two goes here.'],
      ],
    );
    for (const passage of trace.passages) {
      for (const side of ['source', 'target'] as const) {
        for (const [word, found] of words(trace, passage, side)) assert.equal(found, word);
      }
    }
  });

  it('has the headline of headlines, and aligns each headline with the part that it was made from', async () => {
    const answer = (text: string) => (text.length > 20 ? { excess: 1.6 } : `${text.slice(0, 3)}.`);
    const text = 'One  goes here.\nTwo goes here.';
    const trace = await summarized(scripted({ answer }), [text], 'headline');
    assert.deepEqual(
      trace.passages.map(({ source, round, written }) => [source, round, written.length]),
      [
        ['One goes here.', 0, 0],
        ['Two goes here.', 0, 0],
        ['One. Two.', 1, 1],
      ],
    );
    const last = trace.passages[2];
    assert.deepEqual(words(trace, last, 'source'), [
      ['One.', 'One  goes here.'],
      ['Two.', 'Two goes here.'],
    ]);
    assert.deepEqual(trace.results, ['One.']);
    assert.deepEqual(words(trace, last, 'target'), [['One.', 'One.']]);
  });
});
