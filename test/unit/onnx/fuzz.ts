// Fuzz: makes broken model files at random, and reads them. Each has to give a result that can be read again, or a typed
// error.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AttentiveError } from '../../../src/base/errors';
import { captureAttention } from '../../../src/onnx/structure/capture';
import { captureInternals, readInternals } from '../../../src/onnx/structure/internals';
import { type Graph, type MessageRange, readGraph } from '../../../src/onnx/bytes/graph';
import { type Insertion, joinPieces, splice } from '../../../src/onnx/bytes/splice';
import { bytesOf } from './fixtures';
import { field } from './model';

/**
 * A change after which all lengths in the file are still right: `append` adds the field with number `number` to a
 * message, `drop` changes the field number of a message so that readers skip it. `message` is an index into the list of all
 * messages, modulo its length.
 */
type Change =
  | { readonly kind: 'append'; readonly message: number; readonly number: number; readonly content: Content }
  | { readonly kind: 'drop'; readonly message: number };

/** The content of an appended field: the index of a name in the list of the graph's values, the name of an operator, or bytes. */
type Content = number | string | Uint8Array;

/**
 * A change of raw bytes `offset` bytes after the start of a message, which may make lengths in the file wrong: `set`
 * writes `bytes` over those that are there, `cut` removes as many bytes, `insert` adds `bytes`, `end` ends the file.
 */
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

/** The path of every message of a graph, outermost message first. The fields of weights are not included. */
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

/** The names of all values that the nodes of a graph, and of the graphs inside it, produce. */
function valuesOf(graph: Graph): string[] {
  return graph.nodes.flatMap(({ outputs, subgraphs }) => [
    ...outputs,
    ...subgraphs.flatMap(inner => valuesOf(inner.graph)),
  ]);
}

/** A copy of a valid file with the changes. `messages` has the path of each message, `values` the names of values. */
function changed(
  bytes: Uint8Array,
  changes: readonly Change[],
  values: readonly string[],
  messages: readonly (readonly MessageRange[])[],
): Uint8Array {
  const copy = bytes.slice();
  const insertions: Insertion[] = [];
  for (const each of changes) {
    const within = messages[each.message % messages.length];
    if (each.kind === 'drop') {
      // Overwrites the key before the message's length, which is one byte for every field of a graph, by the key of an
      // unknown field.
      copy[within[within.length - 1].lengthStart - 1] = 15 * 8 + 2;
    } else {
      const content = typeof each.content === 'number' ? values[each.content % values.length] : each.content;
      const encoded = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      insertions.push({ within, bytes: Uint8Array.from(field(each.number, [...encoded])) });
    }
  }
  return joinPieces(splice(copy, insertions));
}

/** A copy of a file with the raw bytes damaged. */
function damaged(
  bytes: Uint8Array,
  messages: readonly (readonly MessageRange[])[],
  { kind, message, offset, bytes: by }: Damage,
): Uint8Array {
  const range = messages[message % messages.length].slice(-1)[0];
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
 * Captures the attention of a model file. The length of the file decides what else is done: large weights are left out
 * of half of the files, and a quarter of the files is read for its internals too.
 *
 * @returns `result` if that gave a file that can be read again; `error` for an `AttentiveError` of a broken or unsupported
 *   model
 * @throws AssertionError in any other case
 */
export function outcomeOf(bytes: Uint8Array): 'result' | 'error' {
  try {
    const capture = captureAttention('a.onnx', bytes, bytes.length % 2 === 0 ? undefined : 'weights');
    const { outputs } = readGraph('a.onnx', joinPieces(capture.pieces));
    for (const name of capture.outputs) assert.ok(outputs.includes(name), name);
    // Capturing the internals takes as long as all of the above, so it is done for a quarter of the files.
    if (bytes.length % 4 > 0) return 'result';
    const { attention, stream } = readInternals('a.onnx', bytes);
    const names = [...attention, ...stream].slice(0, 1000).map(({ name }) => name);
    const captured = readGraph('a.onnx', joinPieces(captureInternals('a.onnx', bytes, names)));
    for (const name of names) assert.ok(captured.outputs.includes(name), name);
    return 'result';
  } catch (error) {
    assert.ok(error instanceof AttentiveError, error instanceof Error ? (error.stack ?? '') : String(error));
    assert.ok(error.code === 'model-broken-file' || error.code === 'model-unsupported', error.code);
    assert.equal(error.data['file'], 'a.onnx');
    return 'error';
  }
}

/**
 * Breaks a model file of the fixtures in many ways. The message of a failure contains the seed and the path of the case
 * (fast-check); given both, `fc.assert` runs that case alone.
 *
 * @param runs how many broken files are made
 * @returns how many of them gave a result, and how many an error
 */
export function fuzzFile(file: string, runs: number, seed: number): Readonly<Record<'result' | 'error', number>> {
  const bytes = bytesOf(file);
  const graph = readGraph(file, bytes);
  const [messages, values] = [messagesOf(graph), valuesOf(graph)];
  const seen = { result: 0, error: 0 };
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), fc.option(damage, { freq: 2 }), (changes, more) => {
      const valid = changed(bytes, changes, values, messages);
      seen[outcomeOf(more === null ? valid : damaged(valid, messages, more))]++;
    }),
    { numRuns: runs, seed },
  );
  return seen;
}
