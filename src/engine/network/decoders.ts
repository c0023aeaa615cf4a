// Decoders: the graphs that decode, in each of Optimum's layouts: one for all steps (`decoder_model_merged`), one for the
// first and one for the later steps (`decoder_model`, `decoder_with_past_model`), or one without a cache.
import { brokenFile, unsupported } from '../../base/errors';
import { checkInputs, checkOutputs, DECODER_INPUTS, isCache, presentOf } from '../runtime/feeds';
import type { Session } from '../runtime/session';

/** One past_key_values input and the present output that feeds it in the next step. */
export interface Cache {
  readonly input: string;
  readonly output: string;
  /** Cross-attention keys and values stay as the first step made them; the decoder's own grow by one a step. */
  readonly cross: boolean;
}

export interface Decoders {
  /** The graph of the first step, whatever the layout: it reads the encoder's output and needs no cache. */
  readonly first: Session;
  /** The graph of the later steps: the same one, or another. */
  readonly next: Session;
  /** None where a decoder reads all that is written anew at each step. */
  readonly caches: readonly Cache[];
}

export interface NamedSession {
  readonly name: string;
  readonly session: Session;
}

/**
 * Finds out how the graphs work together.
 *
 * @throws AttentiveError `model-unsupported` (data.what) if they do not
 */
export function decodersOf(decoder: NamedSession, withPast: NamedSession | undefined): Decoders {
  checkInputs(decoder.name, decoder.session, DECODER_INPUTS, ['input_ids', 'encoder_hidden_states']);
  checkOutputs(decoder.name, decoder.session, ['logits']);
  const { session: first } = decoder;
  if (withPast === undefined) {
    const caches = cachesOf(decoder);
    // Only a merged decoder has a way to go without the cross caches, which nobody has before the first step.
    const merged = first.inputs.some(({ name }) => name === 'use_cache_branch');
    if (!merged && caches.some(({ cross }) => cross))
      throw unsupported(`${decoder.name} is no decoder for a first step`);
    checkOutputs(decoder.name, first, outputsOf(caches));
    return { first, next: first, caches };
  }
  checkInputs(withPast.name, withPast.session, DECODER_INPUTS, ['input_ids']);
  const { session: next } = withPast;
  const caches = cachesOf(withPast);
  if (caches.length === 0) throw unsupported(`${withPast.name} takes no past_key_values`);
  checkOutputs(decoder.name, first, outputsOf(caches));
  // The cross caches come from the first decoder alone.
  checkOutputs(withPast.name, next, ['logits', ...outputsOf(caches.filter(({ cross }) => !cross))]);
  return { first, next, caches };
}

function cachesOf({ name: file, session }: NamedSession): Cache[] {
  return session.inputs.filter(isCache).map(({ name, dims: [, heads, , width] }) => {
    if (typeof heads !== 'number' || typeof width !== 'number') {
      throw brokenFile(file, `${name} has no fixed number of heads and head width`);
    }
    return { input: name, output: presentOf(name), cross: name.includes('.encoder.') };
  });
}

function outputsOf(caches: readonly Cache[]): string[] {
  return caches.map(({ output }) => output);
}
