// Model: writes small model files for the tests of the code that reads them. The field numbers are those of onnx.proto.
import assert from 'node:assert/strict';
import { AttentiveError } from '../../../src/base/errors';

/** A node to write. */
export interface NodeSketch {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly domain?: string;
  /** The graphs inside the node, by the name of the attribute that holds each. */
  readonly subgraphs?: Readonly<Record<string, GraphSketch>>;
}

export interface GraphSketch {
  readonly nodes: readonly NodeSketch[];
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly weights?: readonly string[];
}

export function modelBytes(graph: GraphSketch): Uint8Array {
  return Uint8Array.from(field(7, graphFields(graph)));
}

/** A protobuf field that holds bytes (a message or a string), with its key and length. */
export function field(number: number, content: readonly number[]): number[] {
  return [...varint(number * 8 + 2), ...varint(content.length), ...content];
}

export function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 0x80, ...varint(Math.floor(value / 128))];
}

/** A node, with the names of its inputs and outputs separated by spaces: `node('Add', 'a b', 'c')`. */
export function node(op: string, inputs: string, outputs: string, more: Partial<NodeSketch> = {}): NodeSketch {
  return { op, inputs: inputs.split(' '), outputs: outputs.split(' '), ...more };
}

/** The nodes of one attention. The names of its inner values begin with the prefix; `result` is the name of its output. */
export function attentionNodes(prefix: string, queries: string, source: string, result: string): NodeSketch[] {
  const p = (name: string): string => `${prefix}${name}`;
  return [
    node('MatMul', `${queries} wq`, p('q')),
    node('MatMul', `${source} wk`, p('k')),
    node('MatMul', `${source} wv`, p('v')),
    node('Transpose', p('k'), p('kt')),
    node('MatMul', `${p('q')} ${p('kt')}`, p('raw')),
    node('Add', `${p('raw')} mask`, p('scores')),
    node('Softmax', p('scores'), p('weights')),
    node('MatMul', `${p('weights')} ${p('v')}`, result),
  ];
}

function graphFields({ nodes, inputs = [], outputs = [], weights = [] }: GraphSketch): number[] {
  return [
    ...nodes.flatMap(each => field(1, nodeFields(each))),
    ...weights.flatMap(name => field(5, [8, 2, ...text(8, name), ...field(9, [1, 2, 3, 4])])),
    ...inputs.flatMap(name => field(11, text(1, name))),
    ...outputs.flatMap(name => field(12, text(1, name))),
  ];
}

function nodeFields({ op, inputs, outputs, domain, subgraphs = {} }: NodeSketch): number[] {
  return [
    ...inputs.flatMap(name => text(1, name)),
    ...outputs.flatMap(name => text(2, name)),
    ...text(4, op),
    ...Object.entries(subgraphs).flatMap(([name, graph]) =>
      field(5, [...text(1, name), ...field(6, graphFields(graph))]),
    ),
    ...(domain === undefined ? [] : text(7, domain)),
  ];
}

function text(number: number, value: string): number[] {
  return field(number, [...new TextEncoder().encode(value)]);
}

/** The error that `run` throws; the test fails if it throws none, or another one than `model-broken-file`. */
export function broken(run: () => unknown): AttentiveError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof AttentiveError, String(error));
    assert.equal(error.code, 'model-broken-file');
    return error;
  }
  return assert.fail('nothing was thrown');
}
