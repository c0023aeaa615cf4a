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

  it('says where each message and its length stand', () => {
    const bytes = modelBytes({ nodes: [node('Op', 'd', 'e')] });
    const { parts, nodes } = readGraph('a', bytes);
    assert.deepEqual(parts, [{ lengthStart: 1, start: 2, end: bytes.length }]);
    assert.deepEqual(nodes[0].range, { lengthStart: 3, start: 4, end: bytes.length });
  });
});

describe('readGraph refuses, naming the file,', () => {
  const refused = (bytes: Uint8Array, why: RegExp): void => {
    assert.throws(
      () => readGraph('a.onnx', bytes),
      (error: { code?: string; data?: { file?: string; why?: string } }) => {
        assert.deepEqual([error.code, error.data?.file], ['model-broken-file', 'a.onnx']);
        assert.match(error.data?.why ?? '', why);
        return true;
      },
    );
  };

  it('no graph, and numbers where messages belong', () => {
    refused(new Uint8Array(), /no graph/);
    refused(Uint8Array.of(0x38, 1), /message is expected/);
    refused(Uint8Array.from(field(7, [0x08, 1])), /message is expected/);
    refused(Uint8Array.from(field(7, field(1, [0x08, 1]))), /name is expected/);
  });

  it('a graph of 2 GB by its header', () => {
    refused(Uint8Array.from([0x3a, ...varint(2 ** 31), 0x0a, 0]), /too early/);
    refused(Uint8Array.from(field(7, [0x0a, ...varint(2 ** 31), 0])), /too early/);
  });

  it('more nodes or names than weigh anything', () => {
    const empty = (content: readonly number[]): Uint8Array => {
      const body = new Uint8Array(3_000_000);
      for (let at = 0; at < body.length; at += content.length) body.set(content, at);
      return new Uint8Array(Buffer.concat([Uint8Array.of(0x3a, ...varint(body.length)), body]));
    };
    refused(empty([0x0a, 0]), /more nodes and names/);
    refused(empty([0x2a, 0]), /more nodes and names/);
    refused(empty([0x5a, 2, 0x0a, 0]), /more nodes and names/);
  });

  it('graphs inside graphs without end', () => {
    let graph: number[] = [];
    for (let depth = 0; depth < 12; depth++) graph = field(1, field(5, field(6, graph)));
    refused(Uint8Array.from(field(7, graph)), /nested/);
  });
});

describe('readGraph, of files as they are found,', () => {
  const file = 'onnx/encoder_model.onnx';
  const model = bytesOf(`marian/${file}`);

  it('takes a whole model', () => {
    readGraph(file, model);
  });

  it('refuses one that was cut anywhere, naming the file', () => {
    // Cuts between two outermost fields leave whole fields; those after the graph lose only metadata and go unseen.
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

  it('refuses what is no model', () => {
    assert.match(String(broken(() => readGraph('a', new Uint8Array())).data['why']), /no graph/);
    for (const text of ['version https://git-lfs.github.com/spec/v1\n', '<!DOCTYPE html>', '{"error":"not found"}']) {
      broken(() => readGraph('a', new TextEncoder().encode(text)));
    }
    // A field 7 that is a number is no graph.
    broken(() => readGraph('a', Uint8Array.of(0x38, 1)));
  });

  it('answers for any bytes: taken, or broken', () => {
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

  it('answers for a model with a wrong byte anywhere near its outermost fields', () => {
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
