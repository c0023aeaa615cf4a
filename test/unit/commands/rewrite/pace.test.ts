import assert from 'node:assert/strict';
import {
  mergedPace,
  type Pace,
  paceKey,
  secondsFor,
  secondsLeft,
  withBeams,
} from '../../../../src/commands/rewrite/pace';
import type { ModelTask } from '../../../../src/models/card';

const translate: ModelTask = { kind: 'translate', from: 'en', to: 'de', input: {} };
const headline: ModelTask = { kind: 'summarize', form: 'headline', language: 'en', input: {} };

/** Runs of the built-in model as bench/pace.mjs measured them on a busy machine: greedy, English to German. */
const RECORDED: readonly (Pace & { readonly name: string })[] = [
  { name: '2,500 characters', characters: 2471, sourceTokens: 748, newTokens: 1008, seconds: 9.25 },
  { name: '10,000 characters', characters: 9666, sourceTokens: 2973, newTokens: 3924, seconds: 25.4 },
  { name: '30,000 characters', characters: 29095, sourceTokens: 8490, newTokens: 11440, seconds: 78.5 },
  { name: '100,000 characters', characters: 96397, sourceTokens: 28570, newTokens: 37692, seconds: 233.1 },
];

describe('mergedPace, secondsFor, withBeams and paceKey', () => {
  it('the pace of each recorded run predicts the time of each other one within a factor of two', () => {
    for (const known of RECORDED) {
      const pace = mergedPace(undefined, known);
      assert.ok(pace !== undefined, known.name);
      for (const { characters, seconds, name } of RECORDED) {
        const ratio = secondsFor(characters, pace) / seconds;
        assert.ok(ratio > 0.5 && ratio < 2, `${name} by ${known.name}: ${ratio}`);
      }
    }
  });

  it('a run that is too short does not change the pace', () => {
    const short = { characters: 40, sourceTokens: 12, newTokens: 14, seconds: 0.4 };
    assert.equal(mergedPace(undefined, short), undefined);
    assert.equal(mergedPace(RECORDED[0], short), RECORDED[0]);
  });

  it('the pace adapts within six runs to a machine that has become slower', () => {
    let pace = mergedPace(undefined, RECORDED[0]);
    const slow = { ...RECORDED[0], seconds: RECORDED[0].seconds * 5 };
    for (let run = 0; run < 6; run++) pace = mergedPace(pace, slow);
    assert.ok(pace !== undefined);
    const ratio = secondsFor(slow.characters, pace) / slow.seconds;
    assert.ok(ratio > 0.5 && ratio < 2, String(ratio));
  });

  it('the key differs by model, task and number of beams, and a pace can be converted to other beams', () => {
    const of = { model: 'm', task: translate, numBeams: 1 };
    const keys = [of, { ...of, numBeams: 4 }, { ...of, task: headline }, { ...of, model: 'n' }].map(paceKey);
    assert.equal(new Set(keys).size, 4);
    const four = withBeams(RECORDED[0], 1, 4);
    assert.ok(four.seconds > 2 * RECORDED[0].seconds && four.seconds < 3 * RECORDED[0].seconds);
    assert.ok(Math.abs(withBeams(four, 4, 1).seconds - RECORDED[0].seconds) < 1e-9);
  });
});

describe('secondsLeft', () => {
  const [pace] = RECORDED;
  const whole = secondsFor(pace.characters, pace);
  const atStart = { characters: pace.characters, total: 100, done: 0, stats: { sourceTokens: 0 }, elapsed: 0 };

  it('is the estimate from earlier runs at the beginning, and undefined without earlier runs', () => {
    assert.equal(secondsLeft(atStart, pace), whole);
    assert.equal(secondsLeft(atStart, undefined), undefined);
  });

  it('is extrapolated from this run when half of it is done', () => {
    const half = { ...atStart, done: 50, stats: { sourceTokens: pace.sourceTokens / 2 }, elapsed: whole };
    assert.ok(
      Math.abs((secondsLeft(half, pace) ?? 0) - whole) < 0.01 * whole,
      'half the run took the estimated time of a whole run',
    );
    assert.ok(Math.abs((secondsLeft(half, undefined) ?? 0) - whole) < 0.01 * whole);
  });

  it('goes by tokens, not by segments: repeated segments take no time', () => {
    const repeated = { ...atStart, done: 90, stats: { sourceTokens: pace.sourceTokens / 2 }, elapsed: whole / 2 };
    assert.ok(Math.abs((secondsLeft(repeated, pace) ?? 0) - whole / 2) < 0.01 * whole);
  });

  it('is 0 at the end and never negative', () => {
    const done = { ...atStart, done: 100, stats: { sourceTokens: pace.sourceTokens * 1.3 }, elapsed: whole };
    assert.equal(secondsLeft(done, pace), 0);
    assert.ok((secondsLeft({ ...done, done: 99 }, pace) ?? -1) >= 0);
  });
});
