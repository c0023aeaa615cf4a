// Decoders: recognizes and checks the decoder graphs in each layout that Optimum writes: one graph for all steps
// (`decoder_model_merged`), one for the first and one for the later steps (`decoder_model`, `decoder_with_past_model`), or
// one without a cache (`decoder_model` alone).
import { brokenFile, unsupported } from '../../base/errors';
import { checkInputs, checkOutputs, DECODER_INPUTS, isCache, presentOf } from '../runtime/feeds';
import type { Session } from '../runtime/runtime';

/** A `past_key_values` input, and the `present` output that becomes its value in the next step. */
export interface Cache {
  readonly input: string;
  readonly output: string;
  /**
   * Whether it belongs to cross-attention. The keys and values of cross-attention stay the same after the first step; those
   * of self-attention grow by one position at each step.
   */
  readonly cross: boolean;
}

/** The decoder graphs of a model, in any layout. */
export interface Decoders {
  /** The graph of the first step. It reads the encoder's output and needs no cache. */
  readonly first: Session;
  /** The graph of the later steps, which may be the same. */
  readonly next: Session;
  /** Empty for a decoder that reads the whole target again at each step. */
  readonly caches: readonly Cache[];
}

/** A session, with the name of its graph file for messages. */
export interface NamedSession {
  readonly name: string;
  readonly session: Session;
}

/**
 * Finds the layout of the decoder graphs and checks their inputs and outputs.
 *
 * @throws AttentiveError `model-unsupported` (data.what) if they do not fit together
 */
export function decodersOf(decoder: NamedSession, withPast: NamedSession | undefined): Decoders {
  checkInputs(decoder.name, decoder.session, DECODER_INPUTS, ['input_ids', 'encoder_hidden_states']);
  checkOutputs(decoder.name, decoder.session, ['logits']);
  const { session: first } = decoder;
  if (withPast === undefined) {
    const caches = cachesOf(decoder);
    // At the first step there are no cross-attention keys and values yet. Only a merged decoder has a branch without them.
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
  // The second decoder has no outputs for the cross-attention keys and values, which do not change.
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
