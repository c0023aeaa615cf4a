import assert from 'node:assert/strict';
import { directionOf, type HeadIndex, sortedHeads } from '../../../../src/attention/analysis/sorting';

const told = (places: readonly HeadIndex[]): string => places.map(({ layer, head }) => `${layer}.${head}`).join(' ');

describe('sorted heads', () => {
  const values = [0.5, 0.25, NaN, 0.75, 0.25, 0.5];

  it('stand in the model’s order, or in that of a number', () => {
    assert.equal(told(sortedHeads(3, 2, { by: 'layer', direction: 'ascending' }, [])), '0.0 0.1 1.0 1.1 2.0 2.1');
    assert.equal(told(sortedHeads(3, 2, { by: 'layer', direction: 'descending' }, [])), '2.1 2.0 1.1 1.0 0.1 0.0');
    assert.equal(told(sortedHeads(3, 2, { by: 'entropy', direction: 'ascending' }, values)), '0.1 2.0 0.0 2.1 1.1 1.0');
    assert.equal(
      told(sortedHeads(3, 2, { by: 'entropy', direction: 'descending' }, values)),
      '1.1 0.0 2.1 0.1 2.0 1.0',
    );
  });

  it('have those without a number last, either way', () => {
    assert.equal(told(sortedHeads(1, 3, { by: 'first', direction: 'descending' }, [])), '0.0 0.1 0.2');
  });

  it('begin with the most telling', () => {
    assert.equal(directionOf('entropy'), 'ascending');
    assert.equal(directionOf('confidence'), 'descending');
  });
});
