// Feeds: what a graph asks for by name, in the types that it asks for.
import { unsupported } from '../../base/errors';
import { inType } from './float16';
import type { Session, Tensor, ValueInfo } from './session';

type Known = Readonly<Record<string, Tensor>>;

/** What every decoder of Optimum's may ask for beside its caches. */
export const DECODER_INPUTS = ['input_ids', 'encoder_attention_mask', 'encoder_hidden_states', 'use_cache_branch'];
export const ENCODER_INPUTS = ['input_ids', 'attention_mask'];

const PAST = 'past_key_values.';

export function isCache({ name }: ValueInfo): boolean {
  return name.startsWith(PAST);
}

/** The output that feeds a cache in the next step. */
export function presentOf(cache: string): string {
  return cache.replace(PAST, 'present.');
}

/** Those of the known tensors that a graph asks for, and an empty cache for each that is not known. */
export function feedsOf(session: Session, rows: number, known: Known): Record<string, Tensor> {
  return Object.fromEntries(
    session.inputs.map(input => {
      const tensor = known[input.name];
      return [input.name, tensor === undefined ? emptyCache(input, rows) : inType(tensor, input.type)];
    }),
  );
}

/**
 * Refuses a graph that asks for something else than text, or for what nobody here can give.
 *
 * @throws AttentiveError `model-unsupported` (data.what)
 */
export function checkInputs(file: string, session: Session, given: readonly string[], needed: readonly string[]): void {
  const strange = session.inputs.find(input => !given.includes(input.name) && !isCache(input))?.name;
  const lacks = needed.find(name => !session.inputs.some(input => input.name === name));
  if (lacks !== undefined && strange !== undefined) throw unsupported(`${file} reads ${strange} instead of ${lacks}`);
  if (lacks !== undefined) throw unsupported(`${file} does not read ${lacks}`);
  if (strange !== undefined) throw unsupported(`${file} also reads ${strange}, which Attentive cannot give it`);
}

/** @throws AttentiveError `model-unsupported` (data.what) if the graph does not give one of these */
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
