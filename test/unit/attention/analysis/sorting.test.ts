import assert from 'node:assert/strict';
import { directionOf, type HeadIndex, sortedHeads } from '../../../../src/attention/analysis/sorting';

const namesOf = (heads: readonly HeadIndex[]): string => heads.map(({ layer, head }) => `${layer}.${head}`).join(' ');

describe('sortedHeads', () => {
  const values = [0.5, 0.25, NaN, 0.75, 0.25, 0.5];

  it('sorts in the model’s order, or by a statistic, with heads of unknown value (NaN) at the end', () => {
    assert.equal(namesOf(sortedHeads(3, 2, { by: 'layer', direction: 'ascending' }, [])), '0.0 0.1 1.0 1.1 2.0 2.1');
    assert.equal(namesOf(sortedHeads(3, 2, { by: 'layer', direction: 'descending' }, [])), '2.1 2.0 1.1 1.0 0.1 0.0');
    assert.equal(
      namesOf(sortedHeads(3, 2, { by: 'entropy', direction: 'ascending' }, values)),
      '0.1 2.0 0.0 2.1 1.1 1.0',
    );
    assert.equal(
      namesOf(sortedHeads(3, 2, { by: 'entropy', direction: 'descending' }, values)),
      '1.1 0.0 2.1 0.1 2.0 1.0',
    );
  });

  it('keeps the model’s order if no values are given', () => {
    assert.equal(namesOf(sortedHeads(1, 3, { by: 'first', direction: 'descending' }, [])), '0.0 0.1 0.2');
  });
});

describe('directionOf', () => {
  it('gives the direction that puts low entropy or high confidence first', () => {
    assert.equal(directionOf('entropy'), 'ascending');
    assert.equal(directionOf('confidence'), 'descending');
  });
});
