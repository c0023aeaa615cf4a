import assert from 'node:assert/strict';
import { fitting, isOutput } from '../../src/settingKeys';

describe('a setting', () => {
  it('is taken if it is of its kind and within its bounds', () => {
    assert.equal(fitting('numBeams', 4, 1), 4);
    assert.equal(fitting('output', 'copy', 'ask'), 'copy');
    assert.equal(fitting('output', 'ask', 'copy'), 'ask');
    assert.deepEqual(fitting('modelFolders', ['/a'], []), ['/a']);
  });

  it('is the default otherwise', () => {
    for (const wrong of ['4', 0, 9, NaN, null, undefined])
      assert.equal(fitting('numBeams', wrong, 1), 1, String(wrong));
    for (const wrong of ['nonsense', null, 1]) assert.equal(fitting('output', wrong, 'ask'), 'ask', String(wrong));
    for (const wrong of ['/a', [1], {}]) assert.deepEqual(fitting('modelFolders', wrong, []), []);
    assert.equal(fitting('threads', -3, 0), 0);
    assert.equal(fitting('translate.targetLanguage', 5, ''), '');
  });

  it('knows its outputs', () => {
    assert.deepEqual([isOutput('replace'), isOutput('ask'), isOutput(undefined)], [true, false, false]);
  });
});
