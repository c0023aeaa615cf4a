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

/** The error that `read` throws. It must be about the file a.json. */
function errorOf(read: () => unknown): AttentiveError {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof AttentiveError);
    assert.deepEqual([error.code, error.data['file']], ['model-broken-file', 'a.json']);
    return error;
  }
  return assert.fail('nothing was thrown');
}

describe('a Reader', () => {
  for (const [name, reader, accepted, refused] of [
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
    it(`of ${name} returns values of its type, and undefined for all others`, () => {
      for (const value of accepted) assert.deepEqual(reader.read(value), value);
      for (const value of refused) assert.equal(reader.read(value), undefined, JSON.stringify(value));
    });
  }
});

describe('JsonFields', () => {
  const fields = fieldsOfFile('a.json', {
    name: 'm',
    count: '4',
    nothing: null,
    inner: { deep: { flag: 1 } },
    tasks: [{ kind: 'a' }, 3],
  });

  it('returns a field as its type, or undefined for an optional field that is missing', () => {
    assert.equal(fields.required('name', text), 'm');
    assert.equal(fields.optional('other', text), undefined);
    assert.equal(fields.nullable('nothing', text), undefined);
    assert.equal(fields.inside('other'), undefined);
  });

  it('throws an error that names the wrong field, what it must be, and its value', () => {
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
      assert.equal(errorOf(read).data['why'], why);
    }
  });
});

describe('parseJsonFile', () => {
  it('returns an object, and throws for any other JSON value', () => {
    assert.deepEqual(parseJsonFile('a.json', '{"a": 1}'), { a: 1 });
    for (const content of ['[]', 'null', '7', '"a"']) {
      assert.equal(errorOf(() => parseJsonFile('a.json', content)).data['why'], 'it is not a JSON object');
    }
  });

  it('throws an error with the line of the syntax error or of the early end', () => {
    for (const [content, line] of [
      ['{\n"a": 1\n"b": 2}', 3],
      ['{\n"a": [1,\n\n', 2],
    ] as const) {
      assert.equal(errorOf(() => parseJsonFile('a.json', content)).data['line'], line, content);
    }
  });
});
