import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type Graph, type GraphNode, readGraph } from '../../../../src/onnx/bytes/graph';
import { withFloatProducts } from '../../../../src/onnx/structure/floatProducts';

const FOLDERS = ['test/fixtures/marian', 'test/fixtures/pegasus', 'test/fixtures/t5-gated', 'models/embedded'];
const FILES = FOLDERS.flatMap(folder =>
  ['encoder_model_quantized', 'decoder_model_merged_quantized'].map(name => `${folder}/onnx/${name}.onnx`),
);

function bytesOf(file: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(fs.readFileSync(path.join(__ROOT__, file)));
}

function nodesOf({ nodes }: Graph): GraphNode[] {
  return nodes.flatMap(node => [node, ...node.subgraphs.flatMap(({ graph }) => nodesOf(graph))]);
}

function count(graph: Graph, op: string): number {
  return nodesOf(graph).filter(node => node.op === op).length;
}

/** Each value that a node reads before it is made, which the runtime refuses. */
function tooEarly({ nodes, inputs, initializers }: Graph, outer: ReadonlySet<string> = new Set([''])): string[] {
  const known = new Set([...outer, ...inputs, ...initializers.map(({ name }) => name)]);
  const found: string[] = [];
  for (const node of nodes) {
    found.push(...node.inputs.filter(name => !known.has(name)));
    for (const { graph } of node.subgraphs) found.push(...tooEarly(graph, known));
    for (const name of node.outputs) known.add(name);
  }
  return found;
}

describe('products of integers as products of floats', () => {
  for (const file of FILES) {
    it(`replace each one in ${file}, in an order that can run`, () => {
      const before = readGraph(file, bytesOf(file));
      const after = readGraph(file, withFloatProducts(file, bytesOf(file)));
      const products = count(before, 'MatMulInteger');
      assert.ok(products > 0);
      assert.equal(count(after, 'MatMulInteger') + count(after, 'DynamicQuantizeLinear'), 0);
      assert.equal(count(after, 'MatMul'), count(before, 'MatMul') + products);
      assert.deepEqual(tooEarly(after), tooEarly(before));
      assert.deepEqual([after.inputs, after.outputs], [before.inputs, before.outputs]);
      const weights = (graph: Graph): string[] => graph.initializers.map(({ name }) => name);
      assert.deepEqual(
        weights(after).filter(name => name !== 'attentive_one'),
        weights(before),
      );
    });
  }

  it('leave a file alone that has none', () => {
    const bytes = bytesOf('test/fixtures/marian/onnx/decoder_model_merged.onnx');
    assert.equal(withFloatProducts('x.onnx', bytes), bytes);
  });

  it('are refused where they are of 4 bits and run on a processor alone', () => {
    const file = 'test/fixtures/precisions/onnx/encoder_model_bnb4.onnx';
    assert.throws(() => withFloatProducts('x.onnx', bytesOf(file)), {
      code: 'model-run-failed',
      message: /WebGPU has no MatMulBnb4/,
    });
  });

  it('are refused in a form that is not known, and the product is named', () => {
    const bytes = bytesOf('test/fixtures/marian/onnx/encoder_model_quantized.onnx');
    // With another operator of the same length in place of the one that quantizes.
    const text = Buffer.from(bytes.buffer)
      .toString('latin1')
      .replaceAll('DynamicQuantizeLinear', 'DynamicQuantizeOther!');
    const other = Uint8Array.from(Buffer.from(text, 'latin1'));
    assert.throws(() => withFloatProducts('x.onnx', other), {
      code: 'model-run-failed',
      message: /WebGPU has no MatMulInteger, and \S*q_proj\S* in x\.onnx/,
    });
  });
});
