// Internals: tests of the intermediate values of models. They are compared with norms, sums and softmaxes that plain code
// computes from other intermediate values, and with PyTorch.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { EngineHandlers, Explained, Internals, InternalsRequest, Stack } from '../../src/engine/api/contract';
import { type Graph, readGraph } from '../../src/onnx/bytes/graph';
import { type InternalState, readInternals } from '../../src/onnx/structure/internals';
import { fields } from '../../src/onnx/bytes/wire';
import { attentionCases, farthest, layerOf } from './attentionGoldens';
import type { Family } from './families';
import { loaded, never, WASM } from './models';

/** A request without the id of the explanation. */
type RequestBody = InternalsRequest extends infer R ? (R extends unknown ? Omit<R, 'explanation'> : never) : never;

const FILES = { encoder: 'encoder_model', decoder: 'decoder_model_merged' } as const;
/** The epsilon of norms, from the configurations of the models. */
const EPSILON = { layer: 1e-5, rms: 1e-6 };

/** Tests the models of each family, in every precision that it has, on a runtime. */
export function describeInternals(families: readonly Family[], on = WASM): void {
  for (const family of families) {
    const hasInt8 = fs.existsSync(path.join(__ROOT__, 'test/fixtures', family, 'onnx/encoder_model_quantized.onnx'));
    for (const precision of hasInt8 ? (['fp32', 'q8'] as const) : (['fp32'] as const)) {
      describe(`The internals of ${family}, ${precision}, on ${on.name}`, () => {
        const folder = path.join(__ROOT__, 'test/fixtures', family);
        const suffix = precision === 'q8' ? '_quantized' : '';
        const [golden] = attentionCases(folder).slice(-1);
        let engine: EngineHandlers;
        let explained: Explained;
        let stacks: readonly Stack[];
        const internalsOf = (request: RequestBody): Promise<Internals> =>
          engine.internals({ explanation: explained.explanation, ...request }, never);
        const stackOf = (name: 'encoder' | 'decoder'): Stack => stacks[name === 'encoder' ? 0 : 1];

        before(async () => {
          ({ engine } = await loaded(folder, precision, on));
          const ids = golden.input_ids.map((row, at) =>
            row.filter((_, token) => golden.attention_mask[at][token] === 1),
          );
          const request = { source: { kind: 'ids', ids }, targets: golden.decoder_input_ids } as const;
          explained = await engine.explain({ model: 'model', ...request }, never);
          stacks = await engine.stacks({ explanation: explained.explanation }, never);
        });
        after(() => engine.unload({ model: 'model' }, never));

        for (const stack of ['encoder', 'decoder'] as const) {
          it(`have all hidden states of the ${stack}, with norms as plain code computes them`, async () => {
            const { states, hasPositions } = stackOf(stack);
            assert.equal(
              states.filter(({ hidden }) => hidden !== undefined).length,
              explained.attention[stack].layers + 1,
            );
            const file = new Uint8Array(fs.readFileSync(path.join(folder, 'onnx', `${FILES[stack]}${suffix}.onnx`)));
            const found = readInternals(stack, file).states;
            const row = golden.input_ids.length - 1;
            const values = await Promise.all(
              states.map((_, state) => internalsOf({ row, part: 'state', stack, state })),
            );
            for (const [state, { from, form = 'layer' }] of found.entries()) {
              if (states[state].kind !== 'norm' || from === undefined) continue;
              const own = normalized(values[from], form, found[state], file);
              const off = farthest(values[state].data, own);
              assert.ok(off < 1e-5, `${off} in state ${state}`);
            }
            const tokens = await internalsOf({ row, part: 'tokens', stack });
            const positions = hasPositions ? await internalsOf({ row, part: 'positions', stack }) : undefined;
            const sum = tokens.data.map((value, at) => value + (positions?.data[at] ?? 0));
            assert.deepEqual(positions?.dims ?? tokens.dims, tokens.dims);
            const embedded = states.findLastIndex(({ kind }) => kind === 'embedding');
            assert.ok(farthest(values[embedded].data, sum) < 1e-6);
            assert.equal(hasPositions, !family.startsWith('t5'));
          });
        }

        it("have PyTorch's output of the encoder as its last hidden state", async () => {
          const state = stackOf('encoder').states.length - 1;
          const place = golden.arrays['encoder_last_hidden_state'];
          const [rows, length, width] = place.shape;
          const expected = layerOf(folder, { ...place, shape: [1, ...place.shape] }, 0);
          for (let row = 0; row < rows; row++) {
            const { dims, data } = await internalsOf({ row, part: 'state', stack: 'encoder', state });
            assert.deepEqual(dims, [length, width]);
            // The number of values that do not belong to padding.
            const real = golden.attention_mask[row].reduce((sum, one) => sum + one, 0) * width;
            const own = expected.subarray(row * length * width, row * length * width + real);
            const off = farthest(data.subarray(0, real), own);
            assert.ok(off < (precision === 'fp32' ? 1e-4 : 0.6), `${off}`);
          }
        });

        if (precision === 'fp32') {
          it('have a last hidden state of the decoder whose projection is the logits', async () => {
            const state = stackOf('decoder').states.length - 1;
            const { dims, data } = await internalsOf({ row: 0, part: 'state', stack: 'decoder', state });
            const logits = await engine.logits({ explanation: explained.explanation, row: 0, step: 1 }, never);
            // T5 with tied embeddings scales the last hidden state before the projection.
            const projected = projection(
              folder,
              data.subarray(dims[1], 2 * dims[1]),
              family === 't5' ? dims[1] ** -0.5 : 1,
            );
            assert.ok(farthest(logits, projected) < 1e-4);
          });
        }

        it('have parts of attention from which plain code computes the weights and the heads', async () => {
          const row = golden.input_ids.length - 1;
          for (const kind of ['encoder', 'decoder', 'cross'] as const) {
            const { heads, targets, sources } = explained.attention[kind];
            const part = (name: 'queries' | 'keys' | 'values' | 'scores' | 'heads') =>
              internalsOf({ row, part: name, kind, layer: 1 });
            const [queries, keys, scores] = [await part('queries'), await part('keys'), await part('scores')];
            const [values, weighed] = [await part('values'), await part('heads')];
            const width = queries.dims[2];
            assert.deepEqual(
              [queries.dims, keys.dims, scores.dims],
              [
                [heads, targets, width],
                [heads, sources, width],
                [heads, targets, sources],
              ],
            );
            const request = { explanation: explained.explanation, row, kind, layer: 1 };
            const weights = await engine.attention(request, never);
            assert.ok(farthest(weights, softmax(scores.data, sources)) < 1e-5);
            assert.ok(
              farthest(weighed.data, product(weights, values.data, heads, targets, sources, values.dims[2])) < 1e-5,
            );
            const raw = pairs(queries.data, keys.data, heads, targets, sources, width);
            // Cross-attention has no bias, so its scores that are not masked are the products of queries and keys.
            const isVisible = (at: number): boolean => golden.attention_mask[row][at % sources] === 1;
            if (kind === 'cross')
              assert.ok(
                farthest(
                  raw.filter((_, at) => isVisible(at)),
                  scores.data.filter((_, at) => isVisible(at)),
                ) < 1e-3,
              );
          }
        });
      });
    }
  }
}

/** A norm in double precision, with the model's own weights. */
function normalized(
  { dims, data }: Internals,
  form: 'layer' | 'rms',
  { scale = '', bias = '' }: InternalState,
  file: Uint8Array,
): Float32Array {
  const width = dims[1];
  const [gamma, beta] = [initializer(file, scale), bias === '' ? new Float32Array(width) : initializer(file, bias)];
  const result = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += width) {
    const row = data.subarray(start, start + width);
    const mean = form === 'layer' ? row.reduce((sum, value) => sum + value, 0) / width : 0;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    const root = Math.sqrt(variance + EPSILON[form]);
    row.forEach((value, at) => (result[start + at] = ((value - mean) / root) * gamma[at] + beta[at]));
  }
  return result;
}

/** The logits of one vector, computed with the weights of the projection at the end of the decoder's graph. */
function projection(folder: string, vector: Float32Array, scale: number): Float32Array {
  const file = new Uint8Array(fs.readFileSync(path.join(folder, 'onnx/decoder_model_merged.onnx')));
  const graph = readGraph('decoder', file);
  // The merged decoder computes its outputs in the branches of an If.
  const [branch] = graph.nodes.flatMap(({ subgraphs }) => subgraphs.map(each => each.graph));
  const logits = branch.nodes.find(({ outputs }) => outputs.includes(branch.outputs[0]));
  assert.ok(logits !== undefined);
  const own = (name: string): boolean => graph.initializers.some(each => each.name === name);
  const product =
    logits.op === 'MatMul'
      ? logits
      : branch.nodes.find(({ op, outputs }) => op === 'MatMul' && logits.inputs.includes(outputs[0]));
  assert.ok(product !== undefined);
  const bias = logits.op === 'MatMul' ? undefined : initializer(file, logits.inputs.find(own) ?? '');
  const weights = initializer(file, product.inputs.find(own) ?? ''); // [width, vocabulary]
  const vocabulary = weights.length / vector.length;
  return Float32Array.from({ length: vocabulary }, (_, token) => {
    let sum = 0;
    vector.forEach((value, at) => (sum += value * weights[at * vocabulary + token]));
    return sum * scale + (bias?.[token] ?? 0);
  });
}

/** The graph of each file, so that it is read only once. */
const graphs = new WeakMap<Uint8Array, Graph>();

/** The values of a float32 weight of the main graph. */
function initializer(file: Uint8Array, name: string): Float32Array {
  const graph = graphs.get(file) ?? readGraph('file', file);
  graphs.set(file, graph);
  const found = graph.initializers.find(each => each.name === name);
  assert.ok(found !== undefined, `there is no ${name}`);
  const raw = [...fields(file, found.range.start, found.range.end)].find(({ number }) => number === 9); // raw_data
  assert.ok(raw !== undefined);
  return new Float32Array(file.slice(raw.start, raw.end).buffer);
}

function softmax(scores: Float32Array, width: number): Float32Array {
  const result = new Float32Array(scores.length);
  for (let start = 0; start < scores.length; start += width) {
    const row = scores.subarray(start, start + width);
    const most = row.reduce((top, score) => Math.max(top, score), -Infinity);
    const powers = Array.from(row, score => Math.exp(score - most));
    const sum = powers.reduce((total, power) => total + power, 0);
    powers.forEach((power, at) => (result[start + at] = power / sum));
  }
  return result;
}

/** The product of [head, target, source] and [head, source, width]. */
function product(
  left: Float32Array,
  right: Float32Array,
  ...[heads, height, inner, width]: [number, number, number, number]
): Float32Array {
  const result = new Float32Array(heads * height * width);
  result.forEach((_, at) => {
    const [line, x] = [Math.floor(at / width), at % width];
    const head = Math.floor(line / height);
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += left[line * inner + k] * right[(head * inner + k) * width + x];
    result[at] = sum;
  });
  return result;
}

/** The product of [head, target, width] and [head, source, width], for each target and source. */
function pairs(
  queries: Float32Array,
  keys: Float32Array,
  ...[heads, targets, sources, width]: [number, number, number, number]
): Float32Array {
  const result = new Float32Array(heads * targets * sources);
  result.forEach((_, at) => {
    const [line, source] = [Math.floor(at / sources), at % sources];
    const head = Math.floor(line / targets);
    let sum = 0;
    for (let k = 0; k < width; k++) sum += queries[line * width + k] * keys[(head * sources + source) * width + k];
    result[at] = sum;
  });
  return result;
}
