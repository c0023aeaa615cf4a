import assert from 'node:assert/strict';
import { AttentiveError } from '../../../src/base/errors';
import {
  fieldsOfFile,
  filledText,
  finiteNumber,
  flag,
  index,
  listOf,
  oneOf,
  parseJsonFile,
  positiveNumber,
  type Reader,
  text,
  wholeNumber,
} from '../../../src/base/json';

function refused(read: () => unknown): AttentiveError {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof AttentiveError);
    assert.deepEqual([error.code, error.data['file']], ['model-broken-file', 'a.json']);
    return error;
  }
  return assert.fail('it was taken');
}

describe('a reader of JSON', () => {
  for (const [name, reader, taken, others] of [
    ['text', text, ['', 'a'], [undefined, null, 7, ['a']]],
    ['filledText', filledText, ['a'], ['', 7]],
    ['flag', flag, [true, false], [0, 'true', null]],
    ['finiteNumber', finiteNumber, [0, -1.5], ['1', NaN, Infinity, null]],
    ['positiveNumber', positiveNumber, [0.1], [0, -1, '1']],
    ['index', index, [0, 3], [-1, 0.5, '1', null]],
    ['wholeNumber', wholeNumber(2), [2, 3], [1, 2.5, '2']],
    ['listOf', listOf(index, 'indices'), [[], [1, 2]], [1, ['1'], [1, undefined], {}]],
    ['oneOf', oneOf(['a', 'b']), ['a', 'b'], ['c', 0]],
  ] satisfies readonly [string, Reader<unknown>, unknown[], unknown[]][]) {
    it(`takes values of its type alone: ${name}`, () => {
      for (const value of taken) assert.deepEqual(reader.read(value), value);
      for (const value of others) assert.equal(reader.read(value), undefined, JSON.stringify(value));
    });
  }
});

describe('the fields of a JSON file', () => {
  const fields = fieldsOfFile('a.json', {
    name: 'm',
    count: '4',
    nothing: null,
    inner: { deep: { flag: 1 } },
    tasks: [{ kind: 'a' }, 3],
  });

  it('are given as their types, or as undefined where they are missing', () => {
    assert.equal(fields.required('name', text), 'm');
    assert.equal(fields.optional('other', text), undefined);
    assert.equal(fields.nullable('nothing', text), undefined);
    assert.equal(fields.inside('other'), undefined);
  });

  it('are named with what they must be and what they are', () => {
    for (const [read, why] of [
      [() => fields.required('other', text), '"other" is missing'],
      [() => fields.optional('count', wholeNumber(1)), '"count" must be a whole number of at least 1, not "4"'],
      [() => fields.optional('nothing', text), '"nothing" must be a text, not null'],
      [() => fields.inside('name'), '"name" must be an object, not "m"'],
      [
        () => fields.inside('inner')?.inside('deep')?.required('flag', flag),
        '"flag" of "deep" of "inner" must be true or false, not 1',
      ],
      [() => fields.objects('name', 'task'), '"name" must be a list of tasks, not "m"'],
      [() => fields.objects('tasks', 'task'), 'task 2 must be an object'],
    ] as const) {
      assert.equal(refused(read).data['why'], why);
    }
  });
});

describe('a JSON file', () => {
  it('is an object', () => {
    assert.deepEqual(parseJsonFile('a.json', '{"a": 1}'), { a: 1 });
    for (const content of ['[]', 'null', '7', '"a"']) {
      assert.equal(refused(() => parseJsonFile('a.json', content)).data['why'], 'it is not a JSON object');
    }
  });

  it('is blamed with the line at which it goes wrong or ends', () => {
    for (const [content, line] of [
      ['{\n"a": 1\n"b": 2}', 3],
      ['{\n"a": [1,\n\n', 2],
    ] as const) {
      assert.equal(refused(() => parseJsonFile('a.json', content)).data['line'], line, content);
    }
  });
});
