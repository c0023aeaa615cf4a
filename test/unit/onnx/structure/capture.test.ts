import assert from 'node:assert/strict';
import { type Capture, captureAttention } from '../../../../src/onnx/structure/capture';
import { type Graph, type GraphNode, readGraph } from '../../../../src/onnx/bytes/graph';
import { joinPieces } from '../../../../src/onnx/bytes/splice';
import { fields } from '../../../../src/onnx/bytes/wire';
import { bytesOf, FILES } from '../fixtures';
import { attentionNodes, modelBytes, node } from '../model';

const [RAW_DATA, EXTERNAL_DATA] = [9, 13]; // TensorProto
const utf8 = new TextDecoder();

/** The values of a message by field number. */
function fieldsOf(bytes: Uint8Array, { start, end }: { start: number; end: number }): Map<number, Uint8Array[]> {
  const found = new Map<number, Uint8Array[]>();
  for (const field of fields(bytes, start, end)) {
    found.set(field.number, [...(found.get(field.number) ?? []), bytes.subarray(field.start, field.end)]);
  }
  return found;
}

function names(kind: string, layers: number): string[] {
  return Array.from({ length: layers }, (_, layer) => `${kind}.${layer}`);
}

/** The outputs that a fixture's file must get, by the numbers of layers in its config.json. */
function expected(file: string): string[] {
  if (file.includes('encoder_model')) return names('encoder_attentions', file.startsWith('bart') ? 3 : 2);
  return [...names('decoder_attentions', 2), ...names('cross_attentions', 2)];
}

/** The byte ranges of the file that no piece contains, in order. */
function omittedBytes(bytes: Uint8Array, { pieces }: Capture): Uint8Array[] {
  const gaps: Uint8Array[] = [];
  let at = 0;
  for (const piece of pieces) {
    if (piece.buffer !== bytes.buffer) continue;
    assert.ok(piece.byteOffset >= at, 'the pieces are in the order of the file');
    if (piece.byteOffset > at) gaps.push(bytes.subarray(at, piece.byteOffset));
    at = piece.byteOffset + piece.length;
  }
  assert.equal(at, bytes.length, 'the pieces reach the end of the file');
  return gaps;
}

/** A node as a value to compare, without byte positions. */
function nodeSummary({ op, domain, name, inputs, outputs, subgraphs }: GraphNode): unknown {
  return [op, domain, name, inputs, outputs, subgraphs.map(({ attribute, graph }) => [attribute, summary(graph)])];
}

/** A graph as a value to compare, without byte positions. */
function summary(graph: Graph): unknown {
  const { nodes, inputs, outputs, initializers } = graph;
  return [nodes.map(nodeSummary), inputs, outputs, initializers.map(({ name }) => name)];
}

/** A graph without the nodes and outputs that the capture added. */
function stripped(graph: Graph): Graph {
  const isOriginal = (name: string): boolean => !/^\w+_attentions\.\d/.test(name);
  return {
    ...graph,
    nodes: graph.nodes
      .filter(({ outputs }) => outputs.every(isOriginal) || outputs.some(isOriginal))
      .map(each => ({
        ...each,
        outputs: each.outputs.filter(isOriginal),
        subgraphs: each.subgraphs.map(inner => ({ ...inner, graph: stripped(inner.graph) })),
      })),
    outputs: graph.outputs.filter(isOriginal),
  };
}

describe('captureAttention', () => {
  it('is tested with at least 28 fixture files', () => {
    assert.ok(FILES.length >= 28);
  });

  for (const file of FILES) {
    it(`adds an output for every layer of ${file}, and keeps its bytes`, () => {
      const bytes = bytesOf(file);
      const capture = captureAttention(file, bytes);
      assert.deepEqual([...capture.outputs].sort(), expected(file).sort());
      const gaps = omittedBytes(bytes, capture);
      // The only bytes that no piece contains are, in a merged decoder, the six length prefixes that change: those of the
      // main graph, of its If node, and of the attribute and the graph of each of the two branches.
      assert.equal(gaps.length, file.includes('merged') ? 6 : 0);
      const joined = joinPieces(capture.pieces);
      const omitted = gaps.reduce((size, gap) => size + gap.length, 0);
      assert.ok(omitted <= 6 * 4 && joined.length - bytes.length < 4000, `${joined.length - bytes.length} bytes more`);
      const [before, after] = [readGraph(file, bytes), readGraph(file, joined)];
      assert.deepEqual(after.outputs, [...before.outputs, ...capture.outputs]);
      assert.deepEqual(summary(stripped(after)), summary(before));
    });
  }

  it('leaves out more than 50 kB of weights in at least 10 fixture files', () => {
    const sizes = FILES.filter(file => !file.includes('quantized')).map(
      file => bytesOf(file).length - joinPieces(captureAttention(file, bytesOf(file), 'w').pieces).length,
    );
    assert.ok(sizes.filter(size => size > 50_000).length >= 10, `${sizes.join(' ')}`);
  });

  for (const file of FILES) {
    it(`replaces the large weights of ${file} by references to their place in the old file`, () => {
      const bytes = bytesOf(file);
      const joined = joinPieces(captureAttention(file, bytes, 'weights').pieces);
      const [before, after] = [readGraph(file, bytes), readGraph(file, joined)];
      assert.deepEqual(summary(stripped(after)), summary(before));
      let [leftOut, large] = [0, 0];
      for (const [at, { range }] of after.initializers.entries()) {
        const tensor = fieldsOf(joined, range);
        const old = fieldsOf(bytes, before.initializers[at].range);
        const raw = old.get(RAW_DATA)?.[0];
        // A tensor that refers to another file already is not changed.
        if (old.has(EXTERNAL_DATA)) {
          assert.deepEqual(tensor, old);
          continue;
        }
        const entries = (tensor.get(EXTERNAL_DATA) ?? []).map(entry =>
          [...fieldsOf(entry, { start: 0, end: entry.length }).values()].map(([value]) => utf8.decode(value)),
        );
        const { location, offset, length } = Object.fromEntries(entries) as Record<string, string | undefined>;
        const isLarge = raw !== undefined && raw.length >= 16_384;
        assert.equal(location !== undefined, isLarge);
        if (isLarge) large += raw.length;
        if (location === undefined || raw === undefined) continue;
        assert.deepEqual([location, tensor.has(RAW_DATA), length], ['weights', false, `${raw.length}`]);
        assert.equal(Number(offset), raw.byteOffset);
        leftOut += raw.length;
      }
      assert.equal(leftOut, large);
      assert.ok(joined.length < bytes.length - leftOut + 6000, `${joined.length} bytes, ${leftOut} left out`);
    });
  }

  it('returns a file unchanged if it has the outputs already', () => {
    for (const file of ['marian/onnx/encoder_model.onnx', 'marian/onnx/decoder_model_merged.onnx']) {
      const once = joinPieces(captureAttention(file, bytesOf(file)).pieces);
      const twice = captureAttention(file, once);
      assert.deepEqual(twice.pieces.length, 1);
      assert.ok(Buffer.from(twice.pieces[0]).equals(once));
    }
  });

  it('refuses a graph in which a value that is no attention has the name of an output to add', () => {
    const nodes = [...attentionNodes('', 'x', 'x', 'y'), node('Add', 'y y', 'encoder_attentions.0')];
    assert.throws(() => captureAttention('a', modelBytes({ nodes, inputs: ['x'] })), {
      code: 'model-unsupported',
      data: { what: 'Add', file: 'a' },
    });
  });

  it('reads a graph whose field occurs several times in the file, which protobuf merges', () => {
    const nodes = attentionNodes('', 'x', 'x', 'y');
    const [head, tail] = [
      modelBytes({ nodes: nodes.slice(0, 4), inputs: ['x'] }),
      modelBytes({ nodes: nodes.slice(4) }),
    ];
    const { outputs } = captureAttention('a', Uint8Array.from([...head, ...tail]));
    assert.deepEqual(outputs, ['encoder_attentions.0']);
  });
});
