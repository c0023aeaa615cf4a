// Internals: gets the intermediate values of an explained pass, by running the pass again with these values as outputs.
import { checkIndex } from '../../attention/record/record';
import { type FoundState, placedStates } from '../../attention/decoding/states';
import { badRequest, unsupported } from '../../base/errors';
import { transferring } from '../../base/rpc';
import { outputName, ATTENTION_PARTS } from '../../onnx/structure/capture';
import type { GraphInternals, InternalState } from '../../onnx/structure/internals';
import type { AttentionShape, Explained, Internals, InternalsRequest, Stack, StackName } from '../api/contract';
import type { Tensor } from '../runtime/runtime';

/** A pass that can be run again over the same rows. */
export interface Rerun {
  /** The name under which the model is loaded. */
  readonly model: string;
  internals(stack: StackName): GraphInternals;
  /**
   * Runs as much of the model as is needed for one value.
   *
   * @param names the values that the session has as outputs; more than `output`, so that it serves later requests too
   * @param output the value to compute, one of `names`
   */
  run(stack: StackName, names: readonly string[], output: string, signal: AbortSignal): Promise<Tensor>;
}

const STACKS = ['encoder', 'decoder'] as const;

/** The intermediate values that can be requested of both stacks. */
export function stacksOf(rerun: Rerun): Stack[] {
  return STACKS.map(stack => {
    const { states, stream, fused } = rerun.internals(stack);
    return {
      stack,
      states: placedStates(states.map(foundState)),
      ...(fused === undefined ? {} : { hiddenBy: fused }),
      hasPositions: stream.some(({ name }) => name === nameOf({ part: 'positions' })),
    };
  });
}

/**
 * One row of an intermediate value.
 *
 * @throws AttentiveError `model-unsupported` (data.what is an operator) if a fused operator hides the value;
 *   `bad-request` if the model does not compute such a value
 */
export async function internalsOfRow(
  rerun: Rerun,
  explained: Explained,
  request: InternalsRequest,
  signal: AbortSignal,
): Promise<Internals> {
  const { row } = request;
  checkIndex('row', row, explained.rows.length);
  if ('kind' in request) {
    const { kind, layer, part } = request;
    if (!Object.hasOwn(explained.attention, kind)) throw badRequest('kind', `there is no ${kind} attention`);
    const shape = explained.attention[kind];
    checkIndex('layer', layer, shape.layers);
    const stack = kind === 'encoder' ? 'encoder' : 'decoder';
    const known = new Set(rerun.internals(stack).attention.map(({ name }) => name));
    const all = ATTENTION_PARTS.map(each => outputName({ kind, layer }, each)).filter(name => known.has(name));
    const output = outputName({ kind, layer }, part);
    if (!all.includes(output)) throw badRequest('part', `the graph does not give ${output}`);
    const tensor = await rerun.run(stack, all, output, signal);
    const piece = headsOfRow(tensor, row, explained.rows.length, shape);
    return transferable(part === 'keys' ? transposed(piece, shape) : piece);
  }
  const { stack } = request;
  if (!STACKS.includes(stack)) throw badRequest('stack', `there is no stack ${String(stack)}`);
  const { stream, fused } = rerun.internals(stack);
  if (fused !== undefined) {
    throw unsupported(fused, { file: stack });
  }
  const output = nameOf(request);
  const names = stream.map(({ name }) => name);
  if (!names.includes(output)) throw badRequest('part', `the ${stack} has no ${output}`);
  return transferable(vectorsOfRow(await rerun.run(stack, names, output, signal), row));
}

/** The name that the requested value has in `GraphInternals.stream`. */
function nameOf(request: { part: 'state'; state: number } | { part: 'tokens' | 'positions' }): string {
  return request.part === 'state' ? `hidden_states.${request.state}` : `embeddings.${request.part}`;
}

/** A state of the graph as `placedStates` takes it: without names of the graph, and with the fields of its kind alone. */
function foundState({ kind, from, sublayer, form = 'layer' }: InternalState): FoundState {
  if (kind === 'norm') return { kind, from: from ?? 0, form };
  if (kind === 'residual' && sublayer !== undefined) return { kind, from: from ?? 0, sublayer };
  return { kind: 'embedding', ...(from === undefined ? {} : { from }) };
}

interface RowTensor {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** The heads of one row, from [row, head, …, …], or from [row * head, …, …] in graphs that fold heads into the rows. */
function headsOfRow({ dims, data }: Tensor, row: number, rows: number, { heads }: AttentionShape): RowTensor {
  const inner = dims.slice(-2);
  const size = data.length / rows;
  return { dims: [heads, ...inner], values: (data as Float32Array).subarray(row * size, (row + 1) * size) };
}

/**
 * The vectors of one row, from [row, token, width]. Position vectors may be the same for all rows: [1, token, width] or
 * [token, width].
 */
function vectorsOfRow({ dims, data }: Tensor, row: number): RowTensor {
  const inner = dims.slice(-2);
  const size = inner.reduce((product, dim) => product * dim, 1);
  const start = dims.length > 2 && dims[0] > 1 ? row * size : 0;
  return { dims: inner, values: (data as Float32Array).subarray(start, start + size) };
}

/**
 * Keys as [head, source, width]. Most graphs have them as [head, width, source], for the product with the queries; keys
 * whose last dimension is not the number of sources are returned as they are.
 */
function transposed({ dims, values }: RowTensor, { sources }: AttentionShape): RowTensor {
  const [heads, width, length] = dims;
  if (length !== sources) return { dims, values };
  const result = new Float32Array(values.length);
  for (let head = 0; head < heads; head++) {
    for (let at = 0; at < width; at++) {
      const line = (head * width + at) * length;
      for (let key = 0; key < length; key++) result[(head * length + key) * width + at] = values[line + key];
    }
  }
  return { dims: [heads, length, width], values: result };
}

/** A copy of the values in a buffer of their own, which can be transferred. */
function transferable({ dims, values }: RowTensor): Internals {
  const data = values.slice();
  return transferring({ dims, data }, [data.buffer]);
}
