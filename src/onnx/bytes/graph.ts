// Graph: reads the nodes, inputs, outputs and initializers of a model file's graph. Of an initializer it reads the name, and
// not the weights.
// Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
import { broken, type Field, fields, withFileName } from './wire';

/** The byte range of a message: its length stands from `lengthStart` to `start`, its fields from `start` to `end`. */
export interface MessageRange {
  readonly lengthStart: number;
  readonly start: number;
  readonly end: number;
}

/** A graph of a model file. Its values are referred to by their names. */
export interface Graph {
  /** The graph's message may be written in several parts, which protobuf merges. Fields can be added to the last part. */
  readonly parts: readonly MessageRange[];
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly initializers: readonly Initializer[];
}

export interface GraphNode {
  readonly op: string;
  /** Empty for the operators of ONNX itself. */
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly subgraphs: readonly Subgraph[];
  readonly range: MessageRange;
}

/** A graph inside an attribute, such as `then_branch` of an `If`. */
export interface Subgraph {
  readonly attribute: string;
  readonly graph: Graph;
  readonly range: MessageRange;
}

/** A weight or constant of a graph. */
export interface Initializer {
  readonly name: string;
  readonly range: MessageRange;
}

/**
 * Reads the graph of a model file.
 *
 * @throws AttentiveError `model-broken-file` (data.file, data.why)
 */
export function readGraph(file: string, bytes: Uint8Array): Graph {
  return withFileName(file, () => {
    const parts: MessageRange[] = [];
    for (const field of fields(bytes)) if (field.number === MODEL.graph) parts.push(message(field));
    if (parts.length === 0) throw broken('it holds no graph');
    return new Reader(bytes).graph(parts, 0);
  });
}

const MODEL = { graph: 7 };
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 };
const ATTRIBUTE = { name: 1, graph: 6, graphs: 11 };
const TENSOR = { name: 8 };
const VALUE_INFO = { name: 1 };

const DEEPEST_GRAPH = 8;

// A node or name takes many times the memory of its shortest encoding. So the number of nodes and names is limited, which
// keeps the memory in proportion to the size of the file. Every file may have BASE_LIMIT of them, more than any real graph
// needs, and one more for every BYTES_PER_NAME bytes.
const BASE_LIMIT = 200_000;
const BYTES_PER_NAME = 32;

const utf8 = new TextDecoder();

class Reader {
  /** How many more nodes and names may be read. */
  private left: number;

  constructor(private readonly bytes: Uint8Array) {
    this.left = BASE_LIMIT + bytes.length / BYTES_PER_NAME;
  }

  graph(parts: readonly MessageRange[], depth: number): Graph {
    if (depth > DEEPEST_GRAPH) throw broken(`its graphs are nested more than ${DEEPEST_GRAPH} deep`);
    const nodes: GraphNode[] = [];
    const inputs: string[] = [];
    const outputs: string[] = [];
    const initializers: Initializer[] = [];
    for (const { start, end } of parts) {
      for (const field of fields(this.bytes, start, end)) {
        if (field.number === GRAPH.node) nodes.push(this.node(message(field), depth));
        else if (field.number === GRAPH.initializer) initializers.push(this.initializer(message(field)));
        else if (field.number === GRAPH.input) inputs.push(this.nameIn(message(field), VALUE_INFO.name));
        else if (field.number === GRAPH.output) outputs.push(this.nameIn(message(field), VALUE_INFO.name));
      }
    }
    return { parts, nodes, inputs, outputs, initializers };
  }

  private node(range: MessageRange, depth: number): GraphNode {
    this.count();
    const inputs: string[] = [];
    const outputs: string[] = [];
    const subgraphs: Subgraph[] = [];
    let [name, op, domain] = ['', '', ''];
    for (const field of fields(this.bytes, range.start, range.end)) {
      if (field.number === NODE.input) inputs.push(this.text(field));
      else if (field.number === NODE.output) outputs.push(this.text(field));
      else if (field.number === NODE.name) name = this.text(field);
      else if (field.number === NODE.op) op = this.text(field);
      else if (field.number === NODE.domain) domain = this.text(field);
      else if (field.number === NODE.attribute) subgraphs.push(...this.subgraphs(message(field), depth));
    }
    return { op, domain: domain === 'ai.onnx' ? '' : domain, name, inputs, outputs, subgraphs, range };
  }

  /** The graphs of one attribute: one in `g`, or a list in `graphs`. */
  private subgraphs(range: MessageRange, depth: number): Subgraph[] {
    const parts: MessageRange[] = [];
    const listed: MessageRange[] = [];
    let attribute = '';
    for (const field of fields(this.bytes, range.start, range.end)) {
      if (field.number === ATTRIBUTE.name) attribute = this.text(field);
      else if (field.number === ATTRIBUTE.graph) parts.push(message(field));
      else if (field.number === ATTRIBUTE.graphs) listed.push(message(field));
    }
    const graphs = [...(parts.length > 0 ? [parts] : []), ...listed.map(part => [part])];
    return graphs.map(each => ({ attribute, graph: this.graph(each, depth + 1), range }));
  }

  private initializer(range: MessageRange): Initializer {
    this.count();
    return { name: this.nameIn(range, TENSOR.name), range };
  }

  private nameIn(range: MessageRange, number: number): string {
    let name = '';
    for (const field of fields(this.bytes, range.start, range.end)) {
      if (field.number === number) name = this.text(field);
    }
    return name;
  }

  private text(field: Field): string {
    if (field.type !== 'bytes') throw broken(`a name is expected at byte ${field.keyEnd}`);
    this.count();
    return utf8.decode(this.bytes.subarray(field.start, field.end));
  }

  private count(): void {
    if (--this.left < 0) throw broken('it has more nodes and names than any graph of its size');
  }
}

function message(field: Field): MessageRange {
  if (field.type !== 'bytes') throw broken(`a message is expected at byte ${field.keyEnd}`);
  return { lengthStart: field.keyEnd, start: field.start, end: field.end };
}
