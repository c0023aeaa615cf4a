// CLI internals: writes intermediate values of an explained pass as JSON: those of one layer's attention or of a stack.
import { asAttentive, AttentiveError } from '../../base/errors';
import type { Engine, Explained, Internals, InternalsRequest, Stack } from '../../engine/api/contract';
import { Base64Stream } from './base64';
import type { InternalsOption } from './optionValues';

const PARTS = ['queries', 'keys', 'values', 'scores', 'heads'] as const;

/** A request for internals without the explanation and the row. */
type RequestedPart = InternalsRequest extends infer R
  ? R extends unknown
    ? Omit<R, 'explanation' | 'row'>
    : never
  : never;
/** Fetches a part for every row of the explanation. */
type FetchInternals = (request: RequestedPart) => Promise<Internals[]>;

/** The JSON member `internals`: for each option an object named by the option's text, such as `cross.1`. */
export async function* internalsJson(
  engine: Engine,
  { explanation, rows }: Explained,
  options: readonly InternalsOption[],
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  const ask: FetchInternals = async request => {
    const all: Internals[] = [];
    for (const row of rows.keys()) {
      all.push(await engine.internals({ explanation, row, ...request }, signal));
    }
    return all;
  };
  yield ',\n"internals": {';
  for (const [at, { kind, layer }] of options.entries()) {
    if (at > 0) yield ',\n';
    if (layer !== undefined) yield* layerJson(kind, layer, ask);
    else if (kind !== 'cross') yield* stackJson(await stackOf(engine, explanation, kind, signal), ask);
  }
  yield '}';
}

async function* layerJson(
  kind: InternalsOption['kind'],
  layer: number,
  ask: FetchInternals,
): AsyncGenerator<string, void, void> {
  yield `${JSON.stringify(`${kind}.${layer}`)}: {`;
  let comma = '';
  for (const part of PARTS) {
    const rows = await ask({ part, kind, layer }).catch((error: unknown) => {
      // A graph that multiplies in integers does not compute some of these values.
      if (asAttentive(error).data['name'] === 'part') return undefined;
      throw error;
    });
    if (rows === undefined) continue;
    yield comma;
    yield* rowsJson(part, rows);
    comma = ',\n';
  }
  yield '}';
}

async function* stackJson(
  { stack, states, hasPositions }: Stack,
  ask: FetchInternals,
): AsyncGenerator<string, void, void> {
  yield `${JSON.stringify(stack)}: {`;
  for (const part of hasPositions ? (['tokens', 'positions'] as const) : (['tokens'] as const)) {
    yield* rowsJson(part, await ask({ part, stack }));
    yield ',\n';
  }
  yield '"states": [';
  for (const [state, described] of states.entries()) {
    yield `${state === 0 ? '' : ',\n'}{${JSON.stringify(described).slice(1, -1)}, `;
    yield* rowsJson('values', await ask({ part: 'state', stack, state }));
    yield '}';
  }
  yield ']}';
}

/**
 * @throws AttentiveError `model-unsupported` (data.what is an operator) if no value of the graph holds the hidden
 * states
 */
async function stackOf(engine: Engine, explanation: number, name: Stack['stack'], signal: AbortSignal): Promise<Stack> {
  const found = (await engine.stacks({ explanation }, signal)).find(({ stack }) => stack === name);
  if (found !== undefined && found.states.length > 0) return found;
  const what = found?.hiddenBy ?? 'Gather';
  throw new AttentiveError('model-unsupported', `${what} hides the states of the ${name}`, { what, file: name });
}

function rowsJson(name: string, rows: readonly Internals[]): AsyncGenerator<string, void, void> {
  const parts = rows.map(
    ({ data }) =>
      async () =>
        data,
  );
  return packedJson(name, [rows.length, ...(rows[0]?.dims ?? [])], parts);
}

/**
 * A member of JSON with the dims and the floats in base64. The floats are little-endian, as on all machines that run VS
 * Code.
 */
export async function* packedJson(
  name: string,
  dims: readonly number[],
  parts: readonly (() => Promise<Float32Array>)[],
): AsyncGenerator<string, void, void> {
  yield `${JSON.stringify(name)}: {"dims": ${JSON.stringify(dims)}, "data": "`;
  const base64 = new Base64Stream();
  for (const part of parts) {
    const { buffer, byteOffset, byteLength } = await part();
    yield base64.add(new Uint8Array(buffer, byteOffset, byteLength));
  }
  yield `${base64.end()}"}`;
}
