// Broken model files: whatever the bytes, there is a result that can be read again or a typed error, and soon.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AttentiveError } from '../../../src/base/errors';
import { captureAttention } from '../../../src/onnx/structure/capture';
import { captureInternals, readInternals } from '../../../src/onnx/structure/internals';
import { type Graph, type Place, readGraph } from '../../../src/onnx/bytes/graph';
import { type Insertion, joinPieces, splice } from '../../../src/onnx/bytes/splice';
import { bytesOf, FILES } from './fixtures';
import { attentionNodes, field, modelBytes, node } from './model';

const RUNS = 360; // of each file: ten thousand in all
const SLOWEST = 2000;

/** A change inside a valid graph: a field more in some message, with all lengths right, or a message passed over. */
type Change =
  | { readonly kind: 'append'; readonly message: number; readonly number: number; readonly content: Content }
  | { readonly kind: 'drop'; readonly message: number };

/** The name of some value, the name of an operator, or anything. */
type Content = number | string | Uint8Array;

/** A change of the raw bytes near some message, which may upset every length. */
interface Damage {
  readonly kind: 'set' | 'cut' | 'insert' | 'end';
  readonly message: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const OPERATORS = ['Softmax', 'MatMul', 'Shape', 'If', 'Loop', 'Identity', 'Attention', 'DynamicQuantizeLinear', ''];

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constant('append' as const),
    message: fc.nat(),
    number: fc.oneof(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 30 })),
    content: fc.oneof<fc.Arbitrary<Content>[]>(
      fc.nat(),
      fc.constantFrom(...OPERATORS),
      fc.uint8Array({ maxLength: 12 }),
    ),
  }),
  fc.record({ kind: fc.constant('drop' as const), message: fc.nat() }),
);

const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('set', 'cut', 'insert', 'end'),
  message: fc.nat(),
  offset: fc.integer({ min: -4, max: 60 }),
  bytes: fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.constant(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 7))),
});

/** Every message that is no weight, each as the messages that it lies in. */
function messagesOf(graph: Graph, around: readonly Place[] = []): (readonly Place[])[] {
  return graph.parts.flatMap(part => {
    const within = [...around, part];
    const nodes = graph.nodes.flatMap(({ place, subgraphs }) => [
      [...within, place],
      ...subgraphs.flatMap(inner => [
        [...within, place, inner.place],
        ...messagesOf(inner.graph, [...within, place, inner.place]),
      ]),
    ]);
    return [within, ...graph.initializers.map(({ place }) => [...within, place]), ...nodes];
  });
}

function valuesOf(graph: Graph): string[] {
  return graph.nodes.flatMap(({ outputs, subgraphs }) => [
    ...outputs,
    ...subgraphs.flatMap(inner => valuesOf(inner.graph)),
  ]);
}

/** A valid file with changes in it. */
function changed(
  bytes: Uint8Array,
  changes: readonly Change[],
  values: readonly string[],
  all: readonly (readonly Place[])[],
): Uint8Array {
  const copy = bytes.slice();
  const insertions: Insertion[] = [];
  for (const each of changes) {
    const within = all[each.message % all.length];
    if (each.kind === 'drop') {
      // The key before the length, which is one byte for every field of a graph: now one of a field that nobody knows.
      copy[within[within.length - 1].lengthStart - 1] = 15 * 8 + 2;
    } else {
      const content = typeof each.content === 'number' ? values[each.content % values.length] : each.content;
      const encoded = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      insertions.push({ within, bytes: Uint8Array.from(field(each.number, [...encoded])) });
    }
  }
  return joinPieces(splice(copy, insertions));
}

function damaged(
  bytes: Uint8Array,
  all: readonly (readonly Place[])[],
  { kind, message, offset, bytes: by }: Damage,
): Uint8Array {
  const place = all[message % all.length].slice(-1)[0];
  const at = Math.max(0, place.start + offset);
  const [head, rest] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (kind) {
    case 'set':
      return joinPieces([head, by, rest.subarray(by.length)]);
    case 'cut':
      return joinPieces([head, rest.subarray(by.length)]);
    case 'insert':
      return joinPieces([head, by, rest]);
    case 'end':
      return head;
  }
}

function answers(bytes: Uint8Array): 'result' | 'error' {
  const began = performance.now();
  try {
    const capture = captureAttention('a.onnx', bytes, bytes.length % 2 === 0 ? {} : { weightsIn: 'weights' });
    const { outputs } = readGraph('a.onnx', joinPieces(capture.pieces));
    for (const { name } of capture.outputs) assert.ok(outputs.includes(name), name);
    // It takes as long as all of the above.
    if (bytes.length % 4 > 0) return 'result';
    const { attention, stream } = readInternals('a.onnx', bytes);
    const names = [...attention, ...stream].slice(0, 1000).map(({ name }) => name);
    const inside = readGraph('a.onnx', joinPieces(captureInternals('a.onnx', bytes, names)));
    for (const name of names) assert.ok(inside.outputs.includes(name), name);
    return 'result';
  } catch (error) {
    assert.ok(error instanceof AttentiveError, error instanceof Error ? (error.stack ?? '') : String(error));
    assert.ok(error.code === 'model-broken-file' || error.code === 'model-unsupported', error.code);
    assert.equal(error.data['file'], 'a.onnx');
    return 'error';
  } finally {
    assert.ok(performance.now() - began < SLOWEST);
  }
}

describe('A broken model file gives a result or a typed error', function () {
  this.timeout(60_000);

  for (const file of FILES) {
    it(file, () => {
      const bytes = bytesOf(file);
      const graph = readGraph(file, bytes);
      const [all, values] = [messagesOf(graph), valuesOf(graph)];
      const seen = { result: 0, error: 0 };
      fc.assert(
        fc.property(fc.array(change, { maxLength: 3 }), fc.option(damage, { freq: 2 }), (changes, more) => {
          const valid = changed(bytes, changes, values, all);
          seen[answers(more === null ? valid : damaged(valid, all, more))]++;
        }),
        { numRuns: RUNS },
      );
      assert.ok(seen.result > RUNS / 10 && seen.error > RUNS / 10, JSON.stringify(seen));
    });
  }

  it('a graph that is made to take long', () => {
    const many = Array.from({ length: 15_000 }, (_, at) => at);
    const chain = many.map(at => node('Add', `c${at} x`, `c${at + 1}`));
    for (const nodes of [
      [...chain].reverse(),
      [node('Concat', many.map(at => `c${at + 1}`).join(' '), 'all'), ...chain],
      many.map(at => node('Softmax', 'x', `s${at}`)),
      [...many.map(at => node('Softmax', `s${at} x`, `s${at + 1}`)), node('MatMul', 's9 x', 'y')],
      many.slice(0, 3000).flatMap(at => attentionNodes(`${at}.`, 'x', 'x', `${at}.y`)),
      [...attentionNodes('', 'x', 'x', 'y'), ...many.map(at => node('Mul', 'weights x', `m${at}`))],
      [
        ...attentionNodes('', 'c0', 'c0', 'y'),
        node('Gather', 'w x', 'c0'),
        ...many.map(at => node('Add', `c${at} c${Math.floor(at / 2)}`, `c${at + 1}`)),
      ],
      [
        ...attentionNodes('', 'c0', 'c0', 'y'),
        node('Gather', 'w x', 'c0'),
        ...many.map(at => node('LayerNormalization', `c${at} w w`, `c${at + 1}`)),
      ],
    ]) {
      answers(modelBytes({ nodes, inputs: ['x', 's0'] }));
    }
  });

  it('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => void answers(bytes)),
      { numRuns: 1000 },
    );
  });
});
