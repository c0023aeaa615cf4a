// Internals: what an explained pass computed on the way, run again with just that coming out.
import { checkIndex } from '../../attention/record/record';
import { type FoundState, placedStates } from '../../attention/decoding/states';
import { badRequest, unsupported } from '../../base/errors';
import { transferring } from '../../base/rpc';
import { outputName, PARTS } from '../../onnx/structure/capture';
import type { GraphInternals, InternalState } from '../../onnx/structure/internals';
import type { AttentionShape, Explained, Internals, InternalsRequest, Stack, StackName } from '../api/contract';
import type { Tensor } from '../runtime/session';

/** A pass that can be run again, over the same rows. */
export interface Rerun {
  /** The name under which the model is loaded. */
  readonly model: string;
  inside(stack: StackName): GraphInternals;
  /** Runs as much of the model as it takes for one of these values, which one session gives. */
  run(stack: StackName, names: readonly string[], wanted: string, signal: AbortSignal): Promise<Tensor>;
}

const STACKS = ['encoder', 'decoder'] as const;

/** What there is of both stacks. */
export function stacksOf(again: Rerun): Stack[] {
  return STACKS.map(stack => {
    const { states, stream, fused } = again.inside(stack);
    return {
      stack,
      states: placedStates(states.map(foundState)),
      ...(fused === undefined ? {} : { hiddenBy: fused }),
      hasPositions: stream.some(({ name }) => name === nameOf({ part: 'positions' })),
    };
  });
}

/**
 * One row of what is asked for.
 *
 * @throws AttentiveError `model-unsupported` (data.what is an operator) if the model does it in one operator with others;
 *   `bad-request` if it does not compute such a thing
 */
export async function internalsPiece(
  again: Rerun,
  of: Explained,
  request: InternalsRequest,
  signal: AbortSignal,
): Promise<Internals> {
  const { row } = request;
  checkIndex('row', row, of.rows.length);
  if ('kind' in request) {
    const { kind, layer, part } = request;
    if (!Object.hasOwn(of.attention, kind)) throw badRequest('kind', `there is no ${kind} attention`);
    const shape = of.attention[kind];
    checkIndex('layer', layer, shape.layers);
    const stack = kind === 'encoder' ? 'encoder' : 'decoder';
    const known = new Set(again.inside(stack).attention.map(({ name }) => name));
    const all = PARTS.map(each => outputName({ kind, layer }, each)).filter(name => known.has(name));
    const wanted = outputName({ kind, layer }, part);
    if (!all.includes(wanted)) throw badRequest('part', `the graph does not give ${wanted}`);
    const tensor = await again.run(stack, all, wanted, signal);
    const piece = headsOfRow(tensor, row, of.rows.length, shape);
    return moved(part === 'keys' ? turned(piece, shape) : piece);
  }
  const { stack } = request;
  if (!STACKS.includes(stack)) throw badRequest('stack', `there is no stack ${String(stack)}`);
  const { stream, fused } = again.inside(stack);
  if (fused !== undefined) {
    throw unsupported(fused, { file: stack });
  }
  const wanted = nameOf(request);
  const names = stream.map(({ name }) => name);
  if (!names.includes(wanted)) throw badRequest('part', `the ${stack} has no ${wanted}`);
  return moved(vectorsOfRow(await again.run(stack, names, wanted, signal), row));
}

function nameOf(request: { part: 'state'; state: number } | { part: 'tokens' | 'positions' }): string {
  return request.part === 'state' ? `hidden_states.${request.state}` : `embeddings.${request.part}`;
}

function foundState({ kind, from, sublayer, form = 'layer' }: InternalState): FoundState {
  if (kind === 'norm') return { kind, from: from ?? 0, form };
  if (kind === 'residual' && sublayer !== undefined) return { kind, from: from ?? 0, sublayer };
  return { kind: 'embedding', ...(from === undefined ? {} : { from }) };
}

interface Piece {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** Some graphs fold heads into rows: [row * head, ., .] or [row, head, ., .]. */
function headsOfRow({ dims, data }: Tensor, row: number, rows: number, { heads }: AttentionShape): Piece {
  const inner = dims.slice(-2);
  const size = data.length / rows;
  return { dims: [heads, ...inner], values: (data as Float32Array).subarray(row * size, (row + 1) * size) };
}

/** A model that reads its positions off the place alone makes them once for all rows: [1, token, width] or [token, width]. */
function vectorsOfRow({ dims, data }: Tensor, row: number): Piece {
  const inner = dims.slice(-2);
  const size = inner.reduce((product, dim) => product * dim, 1);
  const start = dims.length > 2 && dims[0] > 1 ? row * size : 0;
  return { dims: inner, values: (data as Float32Array).subarray(start, start + size) };
}

/** Keys as [head, source, width]; they enter their product as [head, width, source]. */
function turned({ dims, values }: Piece, { sources }: AttentionShape): Piece {
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

/** A copy, so that it can be moved away and holds no more than itself. */
function moved({ dims, values }: Piece): Internals {
  const data = values.slice();
  return transferring({ dims, data }, [data.buffer]);
}
