import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AttentiveError } from '../../../../src/base/errors';
import { weightsFiles } from '../../../../src/onnx/bytes/weightsFiles';
import { bytesOf, FILES } from '../fixtures';
import { field } from '../model';

const text = (number: number, value: string): number[] => field(number, [...new TextEncoder().encode(value)]);

/** The fields of a tensor with the name `w` whose bytes are in another file: `external_data` with these entries. */
function tensor(entries: Readonly<Record<string, string>>): number[] {
  const data = Object.entries(entries).flatMap(([key, value]) => field(13, [...text(1, key), ...text(2, value)]));
  return [...text(8, 'w'), ...data, 0x70, 1];
}

/** A model whose graph has these tensors as initializers. */
function weights(...tensors: number[][]): Uint8Array {
  return Uint8Array.from(
    field(
      7,
      tensors.flatMap(each => field(5, each)),
    ),
  );
}

describe('weightsFiles', () => {
  it('lists each file once, with the number of bytes that it must have', () => {
    const bytes = weights(
      tensor({ location: 'a.onnx_data', offset: '64', length: '100' }),
      tensor({ location: 'a.onnx_data_1', length: '7' }),
      tensor({ location: 'a.onnx_data', offset: '0', length: '64' }),
    );
    assert.deepEqual(weightsFiles('a.onnx', bytes), [
      { location: 'a.onnx_data', size: 164 },
      { location: 'a.onnx_data_1', size: 7 },
    ]);
  });

  it('finds the files of constants of nodes, and of tensors in the graphs inside nodes', () => {
    const constant = field(1, field(5, field(5, tensor({ location: 'c', length: '1' }))));
    const branch = field(1, field(5, field(6, [...constant, ...field(5, tensor({ location: 'i', length: '2' }))])));
    const graph = [...branch, ...field(5, tensor({ location: 'm', length: '3' }))];
    assert.deepEqual(
      weightsFiles('a', Uint8Array.from(field(7, graph))).map(({ location, size }) => [location, size]),
      [
        ['c', 1],
        ['i', 2],
        ['m', 3],
      ],
    );
  });

  it('finds the weights files of the q4 fixtures, and none for the other fixtures', () => {
    for (const file of FILES) {
      const [name] = file.split('/').slice(-1);
      const found = weightsFiles(file, bytesOf(file)).map(({ location }) => location);
      const expected = name.startsWith('encoder') ? [`${name}_data`] : [`${name}_data`, `${name}_data_1`];
      assert.deepEqual(found, name.endsWith('_q4.onnx') ? expected : [], file);
    }
  });

  it('refuses a path that leads outside of the folder, in any spelling', () => {
    for (const location of [
      '../encoder_model.onnx_data',
      'a/../../b',
      '/etc/passwd',
      '\\\\server\\share',
      'C:\\weights',
      'C:weights',
      'a//b',
      '.',
      '',
      'a\0b',
    ]) {
      assert.throws(() => weightsFiles('onnx/a.onnx', weights(tensor({ location, length: '4' }))), {
        code: 'model-broken-file',
        data: {
          file: 'onnx/a.onnx',
          why: `its weights are said to stand outside of its folder, in “${location}”`,
        },
      });
    }
  });

  it('accepts names that contain dots, a path that begins with ./, and one into a subfolder', () => {
    for (const location of ['..data', './a', 'a...b', 'part/a']) {
      assert.equal(weightsFiles('a', weights(tensor({ location, length: '4' })))[0].location, location);
    }
  });

  it('refuses an offset or length that is not a whole number, or too large for any file', () => {
    for (const number of ['-1', '1e3', ' 4', '0x10', '9'.repeat(16), '9'.repeat(40), 'NaN']) {
      for (const place of [{ offset: number }, { length: number }]) {
        assert.throws(() => weightsFiles('a', weights(tensor({ location: 'w', ...place }))), {
          code: 'model-broken-file',
        });
      }
    }
  });

  it('returns a list or throws `model-broken-file` for a file with one byte changed', () => {
    const bytes = bytesOf('precisions/onnx/encoder_model_q4.onnx');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const copy = bytes.slice();
        copy[at] = byte;
        try {
          weightsFiles('a', copy);
        } catch (error) {
          assert.ok(error instanceof AttentiveError && error.code === 'model-broken-file');
        }
      }),
    );
  });
});
