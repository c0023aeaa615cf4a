// Fuzz: model files that are broken by chance, for tests that there is a result which can be read again, or a typed error.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AttentiveError } from '../../../src/base/errors';
import { captureAttention } from '../../../src/onnx/structure/capture';
import { captureInternals, readInternals } from '../../../src/onnx/structure/internals';
import { type Graph, type MessageRange, readGraph } from '../../../src/onnx/bytes/graph';
import { type Insertion, joinPieces, splice } from '../../../src/onnx/bytes/splice';
import { bytesOf } from './fixtures';
import { field } from './model';

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
function messagesOf(graph: Graph, around: readonly MessageRange[] = []): (readonly MessageRange[])[] {
  return graph.parts.flatMap(part => {
    const within = [...around, part];
    const nodes = graph.nodes.flatMap(({ range, subgraphs }) => [
      [...within, range],
      ...subgraphs.flatMap(inner => [
        [...within, range, inner.range],
        ...messagesOf(inner.graph, [...within, range, inner.range]),
      ]),
    ]);
    return [within, ...graph.initializers.map(({ range }) => [...within, range]), ...nodes];
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
  all: readonly (readonly MessageRange[])[],
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
  all: readonly (readonly MessageRange[])[],
  { kind, message, offset, bytes: by }: Damage,
): Uint8Array {
  const range = all[message % all.length].slice(-1)[0];
  const at = Math.max(0, range.start + offset);
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

/**
 * Reads a model file and captures its attention and its inside.
 *
 * @returns whether that gave a result, which was read again, or an `AttentiveError` of a broken or unsupported model
 * @throws AssertionError if it gave anything else
 */
export function answerTo(bytes: Uint8Array): 'result' | 'error' {
  try {
    const capture = captureAttention('a.onnx', bytes, bytes.length % 2 === 0 ? undefined : 'weights');
    const { outputs } = readGraph('a.onnx', joinPieces(capture.pieces));
    for (const name of capture.outputs) assert.ok(outputs.includes(name), name);
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
  }
}

/**
 * Breaks a model file of the fixtures in many ways. A failure says the seed and the path of the case (fast-check), which
 * `fc.assert` takes to run that case alone.
 *
 * @param runs how many broken files are made
 * @returns how many of them gave a result, and how many an error
 */
export function fuzzFile(file: string, runs: number, seed: number): Readonly<Record<'result' | 'error', number>> {
  const bytes = bytesOf(file);
  const graph = readGraph(file, bytes);
  const [all, values] = [messagesOf(graph), valuesOf(graph)];
  const seen = { result: 0, error: 0 };
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), fc.option(damage, { freq: 2 }), (changes, more) => {
      const valid = changed(bytes, changes, values, all);
      seen[answerTo(more === null ? valid : damaged(valid, all, more))]++;
    }),
    { numRuns: runs, seed },
  );
  return seen;
}
