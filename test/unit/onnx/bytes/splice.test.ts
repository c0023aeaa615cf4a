import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readGraph } from '../../../../src/onnx/bytes/graph';
import { joinPieces, splice } from '../../../../src/onnx/bytes/splice';
import { varintBytes } from '../../../../src/onnx/bytes/write';
import { field, modelBytes, node, varint } from '../model';

describe('splice', () => {
  it('returns the bytes of the file as one piece if nothing is added', () => {
    const bytes = modelBytes({ nodes: [node('Op', 'a', 'b')] });
    assert.deepEqual(splice(bytes, []), [bytes]);
  });

  it('corrects the length of every message around an insertion, also if the length needs more bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 6 }), fc.nat(400), (targets, size) => {
        const nodes = Array.from({ length: 4 }, (_, at) => node('Op', `a${at}`, 'b'.repeat(at * 40 + 1)));
        const bytes = modelBytes({ nodes });
        const { parts, nodes: places } = readGraph('a', bytes);
        const added = 'c'.repeat(size);
        const output = Uint8Array.from(field(2, [...new TextEncoder().encode(added)]));
        const insertions = targets.map(at => ({ within: [...parts, places[at].range], bytes: output }));
        const after = readGraph('a', joinPieces(splice(bytes, insertions)));
        const expected = nodes.map(({ outputs }, at) => [
          ...outputs,
          ...targets.filter(t => t === at).map(() => added),
        ]);
        assert.deepEqual(
          after.nodes.map(({ outputs }) => outputs),
          expected,
        );
      }),
    );
  });
});

describe('varintBytes', () => {
  it('encodes numbers in base 128, as protobuf does', () => {
    for (const value of [0, 1, 127, 128, 300, 2 ** 31, 2 ** 40 + 5]) {
      assert.deepEqual([...varintBytes(value)], varint(value));
    }
  });
});
