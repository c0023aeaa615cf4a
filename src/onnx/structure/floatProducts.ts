// Float products: rewrites the products of 8-bit integers in a graph as products of float32 numbers, for runtimes that have none of
// integers. The 8-bit weights stay in the file, and a node converts them.
import { AttentiveError } from '../../base/errors';
import { type Graph, type GraphNode, type MessageRange, readGraph } from '../bytes/graph';
import { type Insertion, joinPieces, splice } from '../bytes/splice';
import { withFileName } from '../bytes/wire';
import { castNode, floatScalar, modelGraph, plainNode, plainNodeBody } from '../bytes/write';
import { followValues, ORIGIN, type Scope } from './dataflow';

/**
 * The file with every MatMulInteger replaced by a MatMul in float32; the same bytes if it has none.
 *
 * - If the activations are quantized by DynamicQuantizeLinear, they are multiplied as they were before that. The result has less
 *   rounding than that of the file.
 * - If the graph itself rounds them to whole numbers and casts those, the whole numbers are multiplied. The result is that of the file,
 *   because float32 adds whole numbers without rounding up to 2^24.
 *
 * @throws AttentiveError `model-run-failed` (data.why) if a product has another form; `model-broken-file`
 */
export function withFloatProducts(file: string, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return withFileName(file, () => {
    const graph = readGraph(file, bytes);
    const rewriter = new Rewriter(
      file,
      placeOf(
        followValues(graph, () => ORIGIN.none),
        [],
        undefined,
      ),
    );
    rewriter.rewrite();
    if (rewriter.insertions.length === 0) return bytes;
    // Protobuf merges messages that follow each other. The new nodes of the main graph come first, because each node must come after
    // those whose values it reads.
    return joinPieces([modelGraph(...rewriter.added.values()), ...splice(bytes, rewriter.insertions)]);
  });
}

/** A graph of the file, with the graphs around and inside it. */
interface Place {
  readonly scope: Scope;
  /** The messages around the graph's own, the outermost first. */
  readonly around: readonly MessageRange[];
  readonly outer: Place | undefined;
  readonly inner: readonly Place[];
}

function placeOf(scope: Scope, around: readonly MessageRange[], outer: Place | undefined): Place {
  const inner: Place[] = [];
  const place = { scope, around, outer, inner };
  for (const [node, scopes] of scope.children) {
    const aroundNode = [...around, ...partsWith(scope.graph, node), node.range];
    node.subgraphs.forEach(({ range }, index) => inner.push(placeOf(scopes[index], [...aroundNode, range], place)));
  }
  return place;
}

/** The part of a graph's message that has the node. */
function partsWith({ parts }: Graph, { range }: GraphNode): MessageRange[] {
  return parts.filter(part => part.start <= range.start && range.end <= part.end);
}

class Rewriter {
  /** The new nodes and weights of the main graph, by the name of their value. */
  readonly added = new Map<string, Uint8Array>();
  readonly insertions: Insertion[] = [];
  /** The nodes that are left out, and the new content of those that are replaced. */
  private readonly replaced = new Map<GraphNode, Uint8Array | undefined>();
  /** The activations that new nodes read. */
  private readonly read = new Set<string>();

  constructor(
    private readonly file: string,
    private readonly main: Place,
  ) {}

  rewrite(): void {
    this.rewriteIn(this.main);
    if (this.replaced.size === 0) return;
    this.leaveOutUnused(this.main);
    this.writeIn(this.main);
  }

  private rewriteIn(place: Place): void {
    for (const node of place.scope.nodes) {
      if (ONLY_ON_PROCESSORS.has(node.op)) throw this.unknownForm(node);
      if (node.op === 'MatMulInteger') this.replace(place, node);
    }
    for (const inner of place.inner) this.rewriteIn(inner);
  }

  private replace(place: Place, product: GraphNode): void {
    const [left, weights, leftZero = '', zero = ''] = product.inputs;
    const cast = onlyReader(place, product.outputs[0], 'Cast');
    const quantizer = producerOf(place, left);
    if (cast === undefined || quantizer === undefined) throw this.unknownForm(product);
    this.replaced.set(product, undefined);
    if (quantizer.op === 'Cast') {
      const values = this.centered(quantizer, leftZero, product);
      const floats = this.floats(weights, this.one(), zero, product);
      this.replaced.set(cast, plainNodeBody('MatMul', [values, floats], cast.outputs[0]));
      return;
    }
    const scaled = onlyReader(place, cast.outputs[0], 'Mul');
    const scale = scaled && scaleOfWeights(place, scaled, cast, quantizer);
    if (scaled === undefined || scale === undefined || leftZero !== quantizer.outputs[2])
      throw this.unknownForm(product);
    const [values] = quantizer.inputs;
    const floats = this.floats(weights, scale, zero, product);
    this.read.add(values);
    this.replaced.set(cast, undefined);
    this.replaced.set(scaled, plainNodeBody('MatMul', [values, floats], scaled.outputs[0]));
  }

  /** The name of the weights in float32: (weights - zero) * scale. They are converted once for all products. */
  private floats(weights: string, scale: string, zero: string, product: GraphNode): string {
    const inputs = [weights, scale, ...(zero === '' ? [] : [zero])];
    for (const input of inputs) this.checkIsWeight(input, product);
    const name = `${weights}/${scale}/attentive_float`;
    this.added.set(name, plainNode('DequantizeLinear', inputs, name));
    return name;
  }

  /** The name of what the Cast node `quantizer` casts, less `zero`, in float32. A subtraction takes the place of that node. */
  private centered(quantizer: GraphNode, zero: string, product: GraphNode): string {
    const [values] = quantizer.inputs;
    this.read.add(values);
    if (zero === '') return values;
    this.checkIsWeight(zero, product);
    const float = `${zero}/attentive_float`;
    const name = `${quantizer.outputs[0]}/${zero}/attentive_centered`;
    const body = plainNodeBody('Sub', [values, float], name);
    const other = this.replaced.get(quantizer);
    if (other !== undefined && other.length !== body.length) throw this.unknownForm(product);
    this.added.set(float, castNode(zero, float));
    this.replaced.set(quantizer, body);
    return name;
  }

  private one(): string {
    const name = 'attentive_one';
    this.added.set(name, floatScalar(name, 1));
    return name;
  }

  /** Refuses a value that the new nodes of the main graph could not read, because they come before all others. */
  private checkIsWeight(name: string, product: GraphNode): void {
    if (name !== 'attentive_one' && !this.main.scope.graph.initializers.some(one => one.name === name)) {
      throw this.unknownForm(product);
    }
  }

  /** Leaves out the nodes that only quantized the activations, and whose values no node that is left reads. */
  private leaveOutUnused(place: Place): void {
    for (const inner of place.inner) this.leaveOutUnused(inner);
    for (const node of place.scope.nodes.toReversed()) {
      if (!QUANTIZING.has(node.op) || this.replaced.has(node)) continue;
      const readers = node.outputs.flatMap(name => readersOf(place, name));
      if (readers.length === 0 || !readers.every(reader => this.replaced.has(reader))) continue;
      const isNeeded = node.outputs.some(name => this.read.has(name) || place.scope.graph.outputs.includes(name));
      if (!isNeeded) this.replaced.set(node, undefined);
    }
  }

  private writeIn(place: Place): void {
    for (const node of place.scope.nodes) {
      if (!this.replaced.has(node)) continue;
      const within = [...place.around, ...partsWith(place.scope.graph, node)];
      const { lengthStart, start, end } = node.range;
      const body = this.replaced.get(node);
      this.insertions.push(
        body === undefined
          ? // Before the length stands the key of the field, which is one byte.
            { within, bytes: new Uint8Array(), without: { start: lengthStart - 1, end } }
          : { within: [...within, node.range], bytes: body, without: { start, end } },
      );
    }
    for (const inner of place.inner) this.writeIn(inner);
  }

  private unknownForm({ op, name, outputs: [output] }: GraphNode): AttentiveError {
    const why = `WebGPU has no ${op}, and ${name || output} in ${this.file} has a form that cannot be rewritten`;
    return new AttentiveError('model-run-failed', why, { why });
  }
}

/** Products of ONNX Runtime that run on a processor alone, so that a graph with them would not run on WebGPU although it loads. */
const ONLY_ON_PROCESSORS = new Set([
  'DynamicQuantizeMatMul',
  'MatMulBnb4',
  'MatMulIntegerToFloat',
  'QAttention',
  'QGemm',
  'QLinearMatMul',
]);

/** The operators by which activations are quantized. */
const QUANTIZING = new Set(['DynamicQuantizeLinear', 'Cast', 'Mul']);

/** The scale of the weights, if `scaled` multiplies the product by the scale of the activations times that of the weights. */
function scaleOfWeights(place: Place, scaled: GraphNode, cast: GraphNode, quantizer: GraphNode): string | undefined {
  if (quantizer.op !== 'DynamicQuantizeLinear') return undefined;
  const scales = producerOf(place, otherInput(scaled, cast.outputs[0]));
  return scales?.op === 'Mul' && scales.inputs.includes(quantizer.outputs[1])
    ? otherInput(scales, quantizer.outputs[1])
    : undefined;
}

function otherInput({ inputs }: GraphNode, name: string): string {
  return inputs.find(input => input !== name) ?? name;
}

/** The node that reads a value, if no other does and it has this operator. */
function onlyReader(place: Place, name: string, op: string): GraphNode | undefined {
  const readers = readersOf(place, name);
  return readers.length === 1 && readers[0].op === op ? readers[0] : undefined;
}

/** The nodes that read a value of a graph, in the graph itself and in those inside it. */
function readersOf(place: Place, name: string): GraphNode[] {
  const own = place.scope.consumers.get(name) ?? [];
  return [...own, ...place.inner.flatMap(inner => readersOf(inner, name))];
}

/** The node that makes a value, in a graph or in those around it. */
function producerOf(place: Place | undefined, name: string): GraphNode | undefined {
  return place && (place.scope.producers.get(name) ?? producerOf(place.outer, name));
}
