import assert from 'node:assert/strict';
import { confirmSize, duration, learnPace, paceOf } from '../../../../src/commands/rewrite/estimate';
import type { ModelTask } from '../../../../src/models/card';
import { stage } from '../../vscode';
import { Memory } from '../../vscode/memory';

const TASK: ModelTask = { kind: 'translate', from: 'en', to: 'de', input: {} };
const OF = { model: 'small', task: TASK, numBeams: 1 };

/** A sentence that comes once: a repeated one costs nothing. */
function text(sentences: number): string {
  return Array.from({ length: sentences }, (_, at) => `This is the sentence with the number ${at}.`).join('\n');
}

/** A run of 1000 characters that took so long. */
function run(seconds: number, newTokens = 500): Parameters<typeof learnPace>[1] {
  const stats = { sourceTokens: 300, newTokens, steps: 100, encoderMs: 0, decoderMs: 0 };
  return { characters: 1000, seconds, stats };
}

describe('the question before a very large text', () => {
  let memory: Memory;
  beforeEach(() => {
    memory = new Memory();
    stage.said.splice(0);
    stage.set('attentive.confirmAboveCharacters', 1000);
    stage.set('attentive.numBeams', 1);
  });
  after(() => stage.settings.clear());

  it('is asked above so many characters of all texts together, and not of exactly so many', async () => {
    assert.equal(await confirmSize(['a'.repeat(400), 'b'.repeat(600)], OF, memory), true);
    assert.equal(stage.said.length, 0);
    assert.equal(await confirmSize(['a'.repeat(400), 'b'.repeat(601)], OF, memory), false, 'it was left');
    assert.match(stage.said[0].message, /^This text has 1,001 characters\./);
  });

  it('goes on only if told to', async () => {
    stage.answers.push('Continue');
    assert.equal(await confirmSize([text(50)], OF, memory), true);
  });

  it('tells the time that earlier runs suggest, or that it is not known', async () => {
    await confirmSize([text(50)], OF, memory);
    assert.match(stage.said[0].message, /is not known yet/);
    await learnPace(OF, run(60), memory);
    await confirmSize([text(50)], OF, memory);
    // Some 2,100 characters at 60 seconds for a thousand.
    assert.match(stage.said[1].message, /It will take about 2 min, going by earlier runs/);
  });
});

describe('the pace of earlier runs', () => {
  it('is that of runs with as many beams, or of others, made slower or faster', async () => {
    const memory = new Memory();
    assert.equal(paceOf(OF, memory), undefined);
    await learnPace({ ...OF, numBeams: 4 }, run(60), memory);
    const guessed = paceOf(OF, memory);
    assert.ok(guessed !== undefined && guessed.seconds < 60, 'one beam is faster than four');
    await learnPace(OF, run(10), memory);
    assert.equal(paceOf(OF, memory)?.seconds, 10);
    assert.equal(paceOf({ ...OF, model: 'large' }, memory), undefined);
  });

  it('is not learned from a run that was too short to tell', async () => {
    const memory = new Memory();
    await learnPace(OF, run(1, 20), memory);
    assert.deepEqual(memory.keys(), []);
  });
});

describe('a time for people', () => {
  it('is no more exact than it can be known', () => {
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
});
