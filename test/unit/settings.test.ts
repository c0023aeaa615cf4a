// Settings test: a valid value of a setting is taken, and the default in place of any other.
import assert from 'node:assert/strict';
import { validSetting, isOutput } from '../../src/settingKeys';

describe('validSetting and isOutput', () => {
  it('validSetting returns a value of the right type and within its bounds', () => {
    assert.equal(validSetting('numBeams', 4, 'auto'), 4);
    assert.equal(validSetting('numBeams', 'auto', 'auto'), 'auto');
    assert.equal(validSetting('output', 'copy', 'ask'), 'copy');
    assert.equal(validSetting('output', 'ask', 'copy'), 'ask');
    assert.deepEqual(validSetting('modelFolders', ['/a'], []), ['/a']);
  });

  it('validSetting returns the default for any other value', () => {
    for (const wrong of ['4', 'many', 0, 9, NaN, null, undefined])
      assert.equal(validSetting('numBeams', wrong, 'auto'), 'auto', String(wrong));
    for (const wrong of ['nonsense', null, 1]) assert.equal(validSetting('output', wrong, 'ask'), 'ask', String(wrong));
    for (const wrong of ['/a', [1], {}]) assert.deepEqual(validSetting('modelFolders', wrong, []), []);
    assert.equal(validSetting('threads', -3, 0), 0);
    assert.equal(validSetting('translate.targetLanguage', 5, ''), '');
  });

  it('isOutput is true for the outputs and false for other values', () => {
    assert.deepEqual([isOutput('replace'), isOutput('ask'), isOutput(undefined)], [true, false, false]);
  });
});
