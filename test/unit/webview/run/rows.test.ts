import assert from 'node:assert/strict';
import { percent, rowsOf, spreadOf, type Segment } from '../../../../src/webview/run/rows';
import { fillTemplate } from '../../../../src/webview/dom/template';

function segment(source: string, probability?: number): Segment {
  const made = { source, result: '', outcome: probability === undefined ? 'tooLong' : 'done', warnings: [] } as const;
  return probability === undefined ? made : { ...made, probability };
}

const segments = [segment('a', 0.9), segment('b', 0.2), segment('c'), segment('d', 0.9), segment('e', 0)];

describe('the rows of the Run view', () => {
  it('come as in the document, numbered from 1', () => {
    const rows = rowsOf(segments, 'document');
    assert.deepEqual(
      rows.map(row => `${row.number}${row.segment.source}`),
      ['1a', '2b', '3c', '4d', '5e'],
    );
  });

  it('come least sure first, what was not run before them, equals as in the document', () => {
    const before = [...segments];
    const rows = rowsOf(segments, 'probability');
    assert.deepEqual(
      rows.map(row => `${row.number}${row.segment.source}`),
      ['3c', '5e', '2b', '1a', '4d'],
    );
    assert.deepEqual(segments, before, 'the report itself is not sorted');
  });

  it('are told in their middle and their lowest, those that were run alone', () => {
    assert.deepEqual(spreadOf(segments), { lowest: 0, median: 0.55 });
    assert.deepEqual(spreadOf([segment('a', 0.5)]), { lowest: 0.5, median: 0.5 });
    assert.equal(spreadOf([segment('a')]), undefined);
    assert.equal(spreadOf([]), undefined);
  });
});

describe('a probability as people read it', () => {
  it('is never rounded up to certainty, or down to impossibility', () => {
    assert.equal(percent(1, 'en'), '100%');
    assert.equal(percent(0.9999, 'en'), '99%');
    assert.equal(percent(0.29, 'en'), '29%');
    assert.equal(percent(0.01, 'en'), '1%');
    assert.equal(percent(0.0001, 'en'), '<\u20091%');
    assert.equal(percent(0, 'en'), '0%');
  });

  it('is written as the language writes it', () => {
    assert.equal(percent(0.42, 'de'), '42\u00a0%');
  });
});

describe('a message', () => {
  it('gets its values, in any order, and keeps a place that has none', () => {
    assert.equal(fillTemplate('{1} of {0}', 3, 'two'), 'two of 3');
    assert.equal(fillTemplate('{0} {7}', 1), '1 {7}');
  });

  it('takes a value as it is, whatever it holds', () => {
    assert.equal(fillTemplate('{0}{1}', '{1}$&', 'x'), '{1}$&x');
  });
});
