// Feeds: makes the inputs of a graph ("feeds" in ONNX Runtime), by name and in the types that the graph declares.
import { unsupported } from '../../base/errors';
import { inType } from './float16';
import type { Session, Tensor, ValueInfo } from './runtime';

type Known = Readonly<Record<string, Tensor>>;

/** The inputs that a decoder graph written by Optimum may have, beside its past key values. */
export const DECODER_INPUTS = ['input_ids', 'encoder_attention_mask', 'encoder_hidden_states', 'use_cache_branch'];
export const ENCODER_INPUTS = ['input_ids', 'attention_mask'];

const PAST = 'past_key_values.';

/** Whether an input holds past key values. */
export function isCache({ name }: ValueInfo): boolean {
  return name.startsWith(PAST);
}

/** The name of the output (`present.…`) whose value the input `cache` (`past_key_values.…`) gets in the next step. */
export function presentOf(cache: string): string {
  return cache.replace(PAST, 'present.');
}

/** The inputs of a graph: of the known tensors those that the graph takes, and empty past key values for all others. */
export function feedsOf(session: Session, rows: number, known: Known): Record<string, Tensor> {
  return Object.fromEntries(
    session.inputs.map(input => {
      const tensor = known[input.name];
      return [input.name, tensor === undefined ? emptyCache(input, rows) : inType(tensor, input.type)];
    }),
  );
}

/**
 * Refuses a graph that has an input which is neither known nor a cache, or that lacks a needed input.
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
