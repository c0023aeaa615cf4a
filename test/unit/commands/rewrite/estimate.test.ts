import assert from 'node:assert/strict';
import { beamsFor, confirmSize, duration, learnPace, paceOf } from '../../../../src/commands/rewrite/estimate';
import type { ModelTask } from '../../../../src/models/card';
import { env, stage } from '../../vscode';
import { Memory } from '../../vscode/memory';

const TASK: ModelTask = { kind: 'translate', from: 'en', to: 'de', input: {} };
const KIND = { model: 'small', task: TASK, numBeams: 1 };

/** The texts of a run, all of which goes through the model. */
function of(...texts: string[]): Parameters<typeof confirmSize>[0] {
  return { texts, characters: texts.join('').length };
}

/** A run of 1000 characters that took `seconds`. */
function run(seconds: number, newTokens = 500): Parameters<typeof learnPace>[1] {
  const stats = { sourceTokens: 300, newTokens, steps: 100, encoderMs: 0, decoderMs: 0 };
  return { characters: 1000, seconds, stats };
}

describe('confirmSize', () => {
  let memory: Memory;
  beforeEach(() => {
    memory = new Memory();
    stage.messages.splice(0);
    stage.set('attentive.confirmAboveCharacters', 1000);
    stage.set('attentive.numBeams', 1);
  });
  after(() => stage.settings.clear());

  it('asks if all texts together have more characters than the setting, and not if they have as many', async () => {
    assert.equal(await confirmSize(of('a'.repeat(400), 'b'.repeat(600)), KIND, memory), true);
    assert.equal(stage.messages.length, 0);
    assert.equal(
      await confirmSize(of('a'.repeat(400), 'b'.repeat(601)), KIND, memory),
      false,
      'the user dismissed the question',
    );
    assert.match(stage.messages[0].message, /^This text has 1,001 characters\./);
  });

  it('returns true if the user chooses Continue', async () => {
    stage.answers.push('Continue');
    assert.equal(await confirmSize(of('a'.repeat(2000)), KIND, memory), true);
  });

  it('states the time estimated from earlier runs, or that it is not known', async () => {
    await confirmSize(of('a'.repeat(2000)), KIND, memory);
    assert.match(stage.messages[0].message, /is not known yet/);
    await learnPace(KIND, run(60), memory);
    await confirmSize(of('a'.repeat(2000)), KIND, memory);
    // 2,000 characters at 60 seconds for a thousand.
    assert.match(stage.messages[1].message, /It will take about 2 min, going by earlier runs/);
  });
});

describe('beamsFor', () => {
  const kind = { model: 'small', task: TASK };

  it('returns the number of beams in the setting, even for a long text', () => {
    assert.deepEqual(beamsFor(40_000, { kind, set: 2 }, new Memory()), { numBeams: 2 });
  });

  it('for the setting auto without earlier runs, depends on the length of the text and says so', () => {
    const memory = new Memory();
    const short = { numBeams: 4, why: 'Chosen automatically, because the text is short.' };
    assert.deepEqual(beamsFor(2000, { kind, set: 'auto' }, memory), short);
    const long = { numBeams: 1, why: 'Chosen automatically, because the text is long.' };
    assert.deepEqual(beamsFor(20_000, { kind, set: 'auto' }, memory), long);
  });

  it('for the setting auto after earlier runs, depends on their pace, measured with 4 beams or converted from 1, and states the time', async () => {
    const memory = new Memory();
    // A thousand characters a second with one beam: four take about two and a half times as long.
    await learnPace(KIND, run(1), memory);
    const short = { numBeams: 4, why: 'Chosen automatically: with 4 beams the text takes about 5 s.' };
    assert.deepEqual(beamsFor(2000, { kind, set: 'auto' }, memory), short);
    await learnPace({ ...KIND, numBeams: 4 }, run(60), memory);
    const long = { numBeams: 1, why: 'Chosen automatically: with 4 beams the text would take about 2 min.' };
    assert.deepEqual(beamsFor(2000, { kind, set: 'auto' }, memory), long);
  });
});

describe('paceOf and learnPace', () => {
  it('paceOf returns the pace of runs with as many beams, else one converted from another number of beams', async () => {
    const memory = new Memory();
    assert.equal(paceOf(KIND, memory), undefined);
    await learnPace({ ...KIND, numBeams: 4 }, run(60), memory);
    const converted = paceOf(KIND, memory);
    assert.ok(converted !== undefined && converted.seconds < 60, 'one beam is faster than four');
    await learnPace(KIND, run(10), memory);
    assert.equal(paceOf(KIND, memory)?.seconds, 10);
    assert.equal(paceOf({ ...KIND, model: 'large' }, memory), undefined);
  });

  it('learnPace does not store a run that was too short', async () => {
    const memory = new Memory();
    await learnPace(KIND, run(1, 20), memory);
    assert.deepEqual(memory.keys(), []);
  });
});

describe('duration', () => {
  it('rounds to the precision of an estimate', () => {
    for (const [seconds, words] of [
      [0.2, '1 s'],
      [7.4, '7 s'],
      [43, '45 s'],
      [99, '100 s'],
      [100, '2 min'],
      [5399, '90 min'],
      [5400, '1.5 h'],
    ] as const) {
      assert.equal(duration(seconds), words, String(seconds));
    }
  });

  it('writes the number of hours as the language of the editor does', () => {
    env.language = 'de';
    try {
      assert.equal(duration(5400), '1,5 h');
    } finally {
      env.language = 'en';
    }
  });
});
