import assert from 'node:assert/strict';
import type { FinishedRun } from '../../../../src/tasks/run/finishedRun';
import { reportOf, type RunReport } from '../../../../src/tasks/run/report';
import { noNotes, type RewriteResult, type Segment } from '../../../../src/tasks/run/rewrite';
import { finishedRun, PASSAGES } from '../../views/attention/run';

const run: FinishedRun = finishedRun({ id: 'run 7' });

function resultOf(...segments: readonly Segment[]): RewriteResult {
  const stats = { sourceTokens: 7, newTokens: 9, steps: 3, encoderMs: 1, decoderMs: 1 };
  const texts = ['a text'];
  const newTokenBound = { perSourceToken: 1, extra: 0 };
  const trace = { model: 'm', sources: texts, results: texts, passages: [], input: {}, settings: {}, newTokenBound };
  return { texts, segments, trace, notes: noNotes(), stats };
}

function report(result: RewriteResult): RunReport {
  return reportOf(run, result, { seconds: 2, notes: ['a note'] });
}

function segmentOf(source: string, result: string, outcome: Segment['outcome'], score: number): Segment {
  return { source, result, written: result, outcome, score, warnings: [], text: 0, start: 0, end: source.length };
}

function reported(outcome: Segment['outcome'], score: number, result = 'b'): number | undefined {
  return report(resultOf(segmentOf('a', result, outcome, score))).segments[0].probability;
}

describe('the report of a run', () => {
  it('has the title, id, time, notes and token counts of the run, and the segments in their order', () => {
    const segments = ['one', 'two', 'three'].map(source => segmentOf(source, source, 'done', 0));
    const { title, run: id, seconds, notes, sourceTokens, newTokens, ...all } = report(resultOf(...segments));
    assert.deepEqual([title, id, seconds, notes], [run.facts.title, 'run 7', 2, ['a note']]);
    assert.deepEqual([sourceTokens, newTokens], [7, 9]);
    assert.deepEqual(
      all.segments.map(segment => segment.source),
      ['one', 'two', 'three'],
    );
  });

  it('takes the number of beams from the settings in the trace, 1 if they name none, and the reason from its caller', () => {
    const result = resultOf(segmentOf('a', 'b', 'done', 0));
    assert.equal(report(result).numBeams, 1);
    assert.equal(report({ ...result, trace: { ...result.trace, settings: { numBeams: 4 } } }).numBeams, 4);
    assert.equal(reportOf(run, result, { seconds: 2, notes: [], whyBeams: 'It is short.' }).whyBeams, 'It is short.');
  });

  it('gives each segment the index of its first passage, and none to a segment that the model did not read', () => {
    const segments = ['one', 'two', 'three'].map(source => segmentOf(source, source, 'done', 0));
    const result = resultOf(...segments);
    const passages = [0, 0, 2].map(segment => ({ ...PASSAGES[0], segment }));
    assert.deepEqual(
      report({ ...result, trace: { ...result.trace, passages } }).segments.map(({ passage }) => passage),
      [0, undefined, 2],
    );
  });

  it('has the warnings of each segment', () => {
    const warnings = [{ kind: 'numbers', numbers: ['5'] }] as const;
    const { segments } = report(resultOf({ ...segmentOf('a', 'b', 'done', 0), warnings }));
    assert.deepEqual(segments[0].warnings, warnings);
  });

  it('makes a probability of a mean log-probability', () => {
    assert.equal(reported('done', 0), 1);
    assert.ok(Math.abs((reported('cut', Math.log(0.25)) ?? 0) - 0.25) < 1e-12);
    assert.equal(reported('done', -Infinity), 0);
  });

  it('has no probability above 1 if rounding makes the mean log-probability positive', () => {
    assert.equal(reported('done', 1e-7), 1);
  });

  it('has no probability where the model was not run, or gave no number', () => {
    assert.equal(reported('tooLong', 0, 'a'), undefined);
    assert.equal(reported('broken', 0, 'a'), undefined);
    assert.equal(reported('tooLong', 0), 1, 'a part of it was run');
    assert.equal(reported('done', Number.NaN), undefined);
  });

  it('is plain data: it survives being sent as JSON', () => {
    const whole = report(resultOf(segmentOf('<b>', '\u2028"', 'done', -1)));
    assert.deepEqual(JSON.parse(JSON.stringify(whole)), whole);
  });
});
