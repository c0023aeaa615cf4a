import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AttentiveError } from '../../../../src/base/errors';
import { readGraph } from '../../../../src/onnx/bytes/graph';
import { fields } from '../../../../src/onnx/bytes/wire';
import { bytesOf } from '../fixtures';
import { broken, field, modelBytes, node, varint } from '../model';

describe('readGraph', () => {
  it('reads nodes, names and branches', () => {
    const then_branch = { nodes: [node('Identity', 'a', 'b')], outputs: ['b'] };
    const nodes = [node('If', 'c', 'd', { subgraphs: { then_branch } }), node('Op', 'd', 'e', { domain: 'my' })];
    const graph = readGraph('a', modelBytes({ nodes, inputs: ['a', 'c'], outputs: ['e'], weights: ['w'] }));
    assert.deepEqual([graph.inputs, graph.outputs], [['a', 'c'], ['e']]);
    assert.deepEqual(
      graph.nodes.map(({ op, domain, inputs, outputs }) => [op, domain, inputs, outputs]),
      [
        ['If', '', ['c'], ['d']],
        ['Op', 'my', ['d'], ['e']],
      ],
    );
    const [inner] = graph.nodes[0].subgraphs;
    assert.deepEqual(
      [inner.attribute, inner.graph.nodes[0].op, inner.graph.outputs],
      ['then_branch', 'Identity', ['b']],
    );
    assert.deepEqual(
      graph.initializers.map(({ name }) => name),
      ['w'],
    );
  });

  it('gives the byte range of each message and of its length', () => {
    const bytes = modelBytes({ nodes: [node('Op', 'd', 'e')] });
    const { parts, nodes } = readGraph('a', bytes);
    assert.deepEqual(parts, [{ lengthStart: 1, start: 2, end: bytes.length }]);
    assert.deepEqual(nodes[0].range, { lengthStart: 3, start: 4, end: bytes.length });
  });
});

describe('readGraph throws an error that names the file', () => {
  const assertRefused = (bytes: Uint8Array, why: RegExp): void => {
    assert.throws(
      () => readGraph('a.onnx', bytes),
      (error: { code?: string; data?: { file?: string; why?: string } }) => {
        assert.deepEqual([error.code, error.data?.file], ['model-broken-file', 'a.onnx']);
        assert.match(error.data?.why ?? '', why);
        return true;
      },
    );
  };

  it('for a file without a graph, and for a number in place of a message or name', () => {
    assertRefused(new Uint8Array(), /no graph/);
    assertRefused(Uint8Array.of(0x38, 1), /message is expected/);
    assertRefused(Uint8Array.from(field(7, [0x08, 1])), /message is expected/);
    assertRefused(Uint8Array.from(field(7, field(1, [0x08, 1]))), /name is expected/);
  });

  it('for a graph or node whose length is given as 2 GB in a file of a few bytes', () => {
    assertRefused(Uint8Array.from([0x3a, ...varint(2 ** 31), 0x0a, 0]), /too early/);
    assertRefused(Uint8Array.from(field(7, [0x0a, ...varint(2 ** 31), 0])), /too early/);
  });

  it('for more nodes or names than a real graph of that size has', () => {
    const filledWith = (content: readonly number[]): Uint8Array => {
      const body = new Uint8Array(1_000_000);
      for (let at = 0; at < body.length; at += content.length) body.set(content, at);
      return new Uint8Array(Buffer.concat([Uint8Array.of(0x3a, ...varint(body.length)), body]));
    };
    assertRefused(filledWith([0x0a, 0]), /more nodes and names/);
    assertRefused(filledWith([0x2a, 0]), /more nodes and names/);
    assertRefused(filledWith([0x5a, 2, 0x0a, 0]), /more nodes and names/);
  });

  it('for graphs that are nested too deep', () => {
    let graph: number[] = [];
    for (let depth = 0; depth < 12; depth++) graph = field(1, field(5, field(6, graph)));
    assertRefused(Uint8Array.from(field(7, graph)), /nested/);
  });
});

describe('readGraph, for a real model file,', () => {
  const file = 'onnx/encoder_model.onnx';
  const model = bytesOf(`marian/${file}`);

  it('reads a complete file', () => {
    readGraph(file, model);
  });

  it('throws an error with the name of the file for a file that was cut short at any length', () => {
    // A cut between two outermost fields leaves complete fields. After the graph such a cut loses only metadata, and is
    // not noticed.
    const ends = new Set<number>([...fields(model)].map(({ end }) => end));
    const graph = [...fields(model)].find(({ number }) => number === 7);
    assert.ok(graph !== undefined && graph.end - graph.start > model.length / 2);
    const lengths = [0, 1, 2, 3, 7, 8, 9, 100, 1000, model.length - 1, model.length - 2, model.length - 100];
    for (let length = 11; length < model.length; length += 997) lengths.push(length);
    for (const length of lengths) {
      if (ends.has(length) && length >= graph.end) continue;
      const error = broken(() => readGraph(file, model.subarray(0, length)));
      assert.equal(error.data['file'], file, `${length} bytes`);
      assert.notEqual(error.data['why'], 'undefined');
      assert.match(error.message, /encoder_model\.onnx: \S/);
    }
  });

  it('refuses an empty file, a Git LFS pointer, HTML and JSON', () => {
    assert.match(String(broken(() => readGraph('a', new Uint8Array())).data['why']), /no graph/);
    for (const text of ['version https://git-lfs.github.com/spec/v1\n', '<!DOCTYPE html>', '{"error":"not found"}']) {
      broken(() => readGraph('a', new TextEncoder().encode(text)));
    }
    // Field 7, in which the graph is expected, is a number here.
    broken(() => readGraph('a', Uint8Array.of(0x38, 1)));
  });

  it('returns a graph or throws `model-broken-file` for random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        try {
          readGraph('a', bytes);
        } catch (error) {
          assert.ok(error instanceof AttentiveError && error.code === 'model-broken-file');
        }
      }),
    );
  });

  it('returns a graph or throws `model-broken-file` for a file with one of its first 200 bytes changed', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(255), (at, byte) => {
        const copy = model.slice(0, model.length);
        copy[at] = byte;
        try {
          readGraph('a', copy);
        } catch (error) {
          assert.ok(error instanceof AttentiveError && error.code === 'model-broken-file');
        }
      }),
    );
  });
});
