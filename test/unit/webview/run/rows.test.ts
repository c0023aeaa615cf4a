import assert from 'node:assert/strict';
import { percent, rowsOf, spreadOf, type Stretch } from '../../../../src/webview/run/rows';
import { filled } from '../../../../src/webview/dom/template';

function stretch(source: string, probability?: number): Stretch {
  const made = { source, result: '', outcome: probability === undefined ? 'tooLong' : 'done' } as const;
  return probability === undefined ? made : { ...made, probability };
}

const stretches = [stretch('a', 0.9), stretch('b', 0.2), stretch('c'), stretch('d', 0.9), stretch('e', 0)];

describe('the rows of the Run view', () => {
  it('come as in the document, numbered from 1', () => {
    const rows = rowsOf(stretches, 'document');
    assert.deepEqual(
      rows.map(row => `${row.number}${row.stretch.source}`),
      ['1a', '2b', '3c', '4d', '5e'],
    );
  });

  it('come least sure first, what was not run before them, equals as in the document', () => {
    const before = [...stretches];
    const rows = rowsOf(stretches, 'probability');
    assert.deepEqual(
      rows.map(row => `${row.number}${row.stretch.source}`),
      ['3c', '5e', '2b', '1a', '4d'],
    );
    assert.deepEqual(stretches, before, 'the report itself is not sorted');
  });

  it('are told in their middle and their lowest, those that were run alone', () => {
    assert.deepEqual(spreadOf(stretches), { lowest: 0, median: 0.55 });
    assert.deepEqual(spreadOf([stretch('a', 0.5)]), { lowest: 0.5, median: 0.5 });
    assert.equal(spreadOf([stretch('a')]), undefined);
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
    assert.equal(filled('{1} of {0}', 3, 'two'), 'two of 3');
    assert.equal(filled('{0} {7}', 1), '1 {7}');
  });

  it('takes a value as it is, whatever it holds', () => {
    assert.equal(filled('{0}{1}', '{1}$&', 'x'), '{1}$&x');
  });
});
