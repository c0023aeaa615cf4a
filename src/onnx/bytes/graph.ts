// Graph: what a model file's graph is made of, read through views of the bytes; weights are passed over.
// Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
import { broken, type Field, fields, naming } from './wire';

/** Where a message stands: its length from lengthStart to start, its fields from start to end. */
export interface Place {
  readonly lengthStart: number;
  readonly start: number;
  readonly end: number;
}

export interface Graph {
  /** Protobuf merges a message that is written in several parts; the last one can be added to. */
  readonly parts: readonly Place[];
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
  readonly place: Place;
}

/** A graph that an attribute holds, such as `then_branch` of an `If`. */
export interface Subgraph {
  readonly attribute: string;
  readonly graph: Graph;
  readonly place: Place;
}

export interface Initializer {
  readonly name: string;
  readonly place: Place;
}

/**
 * The graph of a model file.
 *
 * @throws AttentiveError `model-broken-file` (data.file, data.why)
 */
export function readGraph(file: string, bytes: Uint8Array): Graph {
  return naming(file, () => {
    const parts: Place[] = [];
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

// What is read becomes objects many times the size of the shortest fields. These keep them in proportion to the file:
// the first number is beyond any real graph's need, and only a file with weights of its own gets more.
const FREE_THINGS = 200_000;
const BYTES_PER_THING = 32;

const utf8 = new TextDecoder();

class Reader {
  private left: number;

  constructor(private readonly bytes: Uint8Array) {
    this.left = FREE_THINGS + bytes.length / BYTES_PER_THING;
  }

  graph(parts: readonly Place[], depth: number): Graph {
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

  private node(place: Place, depth: number): GraphNode {
    this.count();
    const inputs: string[] = [];
    const outputs: string[] = [];
    const subgraphs: Subgraph[] = [];
    let [name, op, domain] = ['', '', ''];
    for (const field of fields(this.bytes, place.start, place.end)) {
      if (field.number === NODE.input) inputs.push(this.text(field));
      else if (field.number === NODE.output) outputs.push(this.text(field));
      else if (field.number === NODE.name) name = this.text(field);
      else if (field.number === NODE.op) op = this.text(field);
      else if (field.number === NODE.domain) domain = this.text(field);
      else if (field.number === NODE.attribute) subgraphs.push(...this.subgraphs(message(field), depth));
    }
    return { op, domain: domain === 'ai.onnx' ? '' : domain, name, inputs, outputs, subgraphs, place };
  }

  /** The graphs of one attribute: one in `g`, or a list in `graphs`. */
  private subgraphs(place: Place, depth: number): Subgraph[] {
    const parts: Place[] = [];
    const listed: Place[] = [];
    let attribute = '';
    for (const field of fields(this.bytes, place.start, place.end)) {
      if (field.number === ATTRIBUTE.name) attribute = this.text(field);
      else if (field.number === ATTRIBUTE.graph) parts.push(message(field));
      else if (field.number === ATTRIBUTE.graphs) listed.push(message(field));
    }
    const graphs = [...(parts.length > 0 ? [parts] : []), ...listed.map(part => [part])];
    return graphs.map(each => ({ attribute, graph: this.graph(each, depth + 1), place }));
  }

  private initializer(place: Place): Initializer {
    this.count();
    return { name: this.nameIn(place, TENSOR.name), place };
  }

  private nameIn(place: Place, number: number): string {
    let name = '';
    for (const field of fields(this.bytes, place.start, place.end)) {
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

function message(field: Field): Place {
  if (field.type !== 'bytes') throw broken(`a message is expected at byte ${field.keyEnd}`);
  return { lengthStart: field.keyEnd, start: field.start, end: field.end };
}
