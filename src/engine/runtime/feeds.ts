// Feeds: the inputs of a graph by name, in the types that the graph declares.
import { unsupported } from '../../base/errors';
import { inType } from './float16';
import type { Session, Tensor, ValueInfo } from './session';

type Known = Readonly<Record<string, Tensor>>;

/** The inputs that a decoder of Optimum may have beside its caches. */
export const DECODER_INPUTS = ['input_ids', 'encoder_attention_mask', 'encoder_hidden_states', 'use_cache_branch'];
export const ENCODER_INPUTS = ['input_ids', 'attention_mask'];

const PAST = 'past_key_values.';

export function isCache({ name }: ValueInfo): boolean {
  return name.startsWith(PAST);
}

/** The name of the output that is the input of a cache in the next step. */
export function presentOf(cache: string): string {
  return cache.replace(PAST, 'present.');
}

/** The known tensors that are inputs of the graph, and an empty cache for every other input. */
export function feedsOf(session: Session, rows: number, known: Known): Record<string, Tensor> {
  return Object.fromEntries(
    session.inputs.map(input => {
      const tensor = known[input.name];
      return [input.name, tensor === undefined ? emptyCache(input, rows) : inType(tensor, input.type)];
    }),
  );
}

/**
 * Refuses a graph with inputs other than those of a text model, or without those that are needed.
 *
 * @throws AttentiveError `model-unsupported` (data.what)
 */
export function checkInputs(file: string, session: Session, known: readonly string[], needed: readonly string[]): void {
  const unknown = session.inputs.find(input => !known.includes(input.name) && !isCache(input))?.name;
  const lacks = needed.find(name => !session.inputs.some(input => input.name === name));
  if (lacks !== undefined && unknown !== undefined) throw unsupported(`${file} reads ${unknown} instead of ${lacks}`);
  if (lacks !== undefined) throw unsupported(`${file} does not read ${lacks}`);
  if (unknown !== undefined) throw unsupported(`${file} also reads ${unknown}, which Attentive cannot give it`);
}

/** @throws AttentiveError `model-unsupported` (data.what) if the graph lacks one of these outputs */
export function checkOutputs(file: string, session: Session, needed: readonly string[]): void {
  const lacks = needed.find(name => !session.outputs.some(output => output.name === name));
  if (lacks !== undefined) throw unsupported(`${file} does not give ${lacks}`);
}

function emptyCache({ type, dims: [, heads, , width] }: ValueInfo, rows: number): Tensor {
  const dims = [rows, Number(heads), 0, Number(width)];
  return type === 'float16'
    ? { type, dims, data: new Uint16Array() }
    : { type: 'float32', dims, data: new Float32Array() };
}
