// Wholeness: no text is lost, whatever a model answers; wholeness.long.test.ts tries more answers.
import assert from 'node:assert/strict';
import { proveWhole, type Segment } from '../../../src/tasks/run/rewrite';
import { translate } from '../../../src/tasks/translate';
import { unwrap } from '../text/wrap';
import { describeAnyAnswers } from './anyAnswers';
import { outcome, runOn, scripted } from './scripted';

describe('whatever the model answers', () => {
  describeAnyAnswers(40);

  it('an engine that leaves a row out, or answers it twice, gives an error and no result', async () => {
    for (const order of [() => [0, 2], () => [0, 1, 1, 2], () => []]) {
      const engine = scripted({ answer: text => text, order });
      const run = translate({ ...runOn(engine.engine), texts: ['One. Two. Three.'], from: 'en' });
      await assert.rejects(outcome(run), { code: 'internal' });
    }
  });
});

describe('the proof that a result is whole', () => {
  const sources = ['- One. Two.\n', 'kept'];
  const segment = (text: number, start: number, end: number, words: string): Segment => {
    return {
      text,
      start,
      end,
      source: '',
      result: unwrap(words),
      written: words,
      outcome: 'done',
      score: 0,
      warnings: [],
    };
  };
  const whole = [segment(0, 2, 6, 'Eins.'), segment(0, 7, 11, 'Zwei.')];

  const markedOf = (segments: readonly (Segment | undefined)[]): string[] => segments.map(one => one?.result ?? '');

  it('holds if kept text and written segments are all there', () => {
    proveWhole(sources, whole, ['- Eins. Zwei.\n', 'kept'], markedOf(whole));
    proveWhole([], [], [], []);
  });

  it('fails if anything is missing, added or out of order', () => {
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
      assert.throws(() => proveWhole(sources, segments, results, markedOf(segments)), { code: 'internal' }, name);
    }
  });
});
