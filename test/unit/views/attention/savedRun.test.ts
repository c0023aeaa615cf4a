import assert from 'node:assert/strict';
import fc from 'fast-check';
import { savedRunOf, readSavedRun } from '../../../../src/views/attention/savedRun';
import { finishedRun, PASSAGES } from './run';

const results = { uri: 'file:///letter.md', starts: [40], rejected: [1] };

/** The value after the editor has stored it as JSON. */
function stored(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A saved run in which the value at a path is changed. */
function changed(path: readonly (string | number)[], value: unknown): unknown {
  const saved = stored(savedRunOf({ run: finishedRun(), results, isPinned: false })) as Record<string, unknown>;
  let owner = saved as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) owner = owner[key] as typeof owner;
  owner[path[path.length - 1]] = value;
  return saved;
}

describe('a saved run', () => {
  it('is read as it was saved', () => {
    const run = finishedRun();
    for (const saved of [
      { run, results, isPinned: false },
      { run, results: undefined, isPinned: true },
    ]) {
      assert.deepEqual(readSavedRun(stored(savedRunOf(saved))), saved);
    }
  });

  it('omits the last passages, or everything, to stay within its limit', () => {
    const run = finishedRun();
    const whole = JSON.stringify(savedRunOf({ run, results, isPinned: false })).length;
    const less = savedRunOf({ run, results, isPinned: false }, whole - 30);
    assert.ok(JSON.stringify(less).length < whole);
    assert.deepEqual(readSavedRun(stored(less))?.run.trace.passages, PASSAGES.slice(0, 1));
    assert.equal(savedRunOf({ run, results, isPinned: false }, 300), undefined);
  });

  it('is not read from another version, or with a missing or invalid field', () => {
    for (const [path, value] of [
      [['version'], 1],
      [['isPinned'], 'yes'],
      [['run', 'finishedAt'], undefined],
      [['run', 'finishedAt'], 'today'],
      [['run'], undefined],
      [['run', 'id'], 7],
      [['run', 'facts', 'model', 'name'], { toString: 'x' }],
      [
        ['run', 'location', 'starts'],
        [1, 2],
      ],
      [['run', 'location', 'uri'], null],
      [['run', 'trace', 'passages'], []],
      [['run', 'trace', 'passages', 0, 'text'], 4],
      [['run', 'trace', 'passages', 0, 'sourceIds'], [1.5]],
      [['run', 'trace', 'passages', 0, 'targetIds'], ['1']],
      [['run', 'trace', 'passages', 0, 'read', 0, 'to'], 1e9],
      [['run', 'trace', 'passages', 0, 'read', 0, 'from'], -1],
      [['run', 'trace', 'passages', 1, 'written', 0, 'whole'], 'yes'],
      [['run', 'trace', 'results'], []],
      [['run', 'trace', 'newTokenBound', 'extra'], null],
      [['results', 'starts'], 'none'],
    ] as const) {
      assert.equal(readSavedRun(changed(path, value)), undefined, path.join('.'));
    }
  });

  it('is not read from any other value', () => {
    for (const value of [undefined, null, 0, '', 'saved', [], {}, { version: 1 }, () => 0]) {
      assert.equal(readSavedRun(value), undefined);
    }
    fc.assert(fc.property(fc.anything(), value => readSavedRun(value) === undefined));
  });
});
