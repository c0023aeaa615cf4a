import assert from 'node:assert/strict';
import { reportOf, type RunFacts } from '../../../../src/tasks/run/report';
import { noNotes, type RewriteResult, type Segment } from '../../../../src/tasks/run/rewrite';

const facts: RunFacts = {
  title: 'Translate: English to German',
  document: 'letter.txt',
  languages: { source: 'en', result: 'de' },
  model: { name: 'Toy', quality: 'draft', license: 'MIT' },
  numBeams: 1,
  seconds: 2,
  finishedAt: 0,
  notes: [],
};

function resultOf(...segments: readonly Segment[]): RewriteResult {
  const stats = { sourceTokens: 7, newTokens: 9, steps: 3, encoderMs: 1, decoderMs: 1 };
  const texts = ['a text'];
  const newTokenBound = { perSourceToken: 1, extra: 0 };
  const trace = { model: 'm', sources: texts, results: texts, windows: [], input: {}, settings: {}, newTokenBound };
  return { texts, segments, trace, notes: noNotes(), stats };
}

function segmentOf(source: string, result: string, outcome: Segment['outcome'], score: number): Segment {
  return { source, result, written: result, outcome, score, text: 0, start: 0, end: source.length };
}

function reported(outcome: Segment['outcome'], score: number, result = 'b'): number | undefined {
  return reportOf(facts, resultOf(segmentOf('a', result, outcome, score))).segments[0].probability;
}

describe('the report of a run', () => {
  it('keeps the facts, the tokens and the segments in their order', () => {
    const segments = ['one', 'two', 'three'].map(source => segmentOf(source, source, 'done', 0));
    const report = reportOf(facts, resultOf(...segments));
    assert.deepEqual([report.title, report.sourceTokens, report.newTokens], [facts.title, 7, 9]);
    assert.deepEqual(
      report.segments.map(segment => segment.source),
      ['one', 'two', 'three'],
    );
  });

  it('makes a probability of a mean log-probability', () => {
    assert.equal(reported('done', 0), 1);
    assert.ok(Math.abs((reported('cut', Math.log(0.25)) ?? 0) - 0.25) < 1e-12);
    assert.equal(reported('done', -Infinity), 0);
  });

  it('stays a probability when sums of rounded numbers come out above 0', () => {
    assert.equal(reported('done', 1e-7), 1);
  });

  it('has no probability where the model was not run, or gave no number', () => {
    assert.equal(reported('tooLong', 0, 'a'), undefined);
    assert.equal(reported('broken', 0, 'a'), undefined);
    assert.equal(reported('tooLong', 0), 1, 'a part of it was run');
    assert.equal(reported('done', Number.NaN), undefined);
  });

  it('is plain data: it survives being sent as JSON', () => {
    const report = reportOf(facts, resultOf(segmentOf('<b>', '\u2028"', 'done', -1)));
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  });
});
