// Rollout: computes the attention rollout of a passage, with a pause after each layer so that the page stays responsive.
import type { AttentionKind, AttentionRecord } from '../../../attention/record/record';
import { rolloutStates, stackStates, withResidual } from '../../../attention/analysis/rollout';
import { cancelled } from '../../../base/errors';
import { nextMacrotask } from '../../dom/macrotask';

/** Fetches the first `count` layers of one kind, or all, as the mean over their heads: a record of one head. */
export type MeanLayers = (kind: AttentionKind, count: number | 'all') => Promise<AttentionRecord>;

/**
 * The rollout from the input up to a layer (Abnar and Zuidema 2020), [target, source]. In a decoder it goes through both
 * kinds of attention. The shares of the source tokens (`cross`) and of the target tokens read so far (`decoder`) together
 * sum to 1.
 *
 * @throws AttentiveError `cancelled` as soon as the signal is aborted
 */
export async function rolloutUpTo(
  { kind, layer }: { readonly kind: AttentionKind; readonly layer: number },
  means: MeanLayers,
  signal: AbortSignal,
): Promise<Float32Array> {
  const encoder = withResidual(await means('encoder', kind === 'encoder' ? layer + 1 : 'all'));
  const encoded = await last(rolloutStates(encoder), signal); // [source, source]
  if (kind === 'encoder') return Float32Array.from(encoded); // [source, source]
  const decoder = await means('decoder', layer + 1);
  const cross = await means('cross', layer + 1);
  const { sources, targets } = await last(stackStates({ decoder, cross }, encoded), signal);
  return Float32Array.from(kind === 'cross' ? sources : targets); // [target, source]
}

/** The last of the states, computed with a pause after each. */
async function last<State>(states: Iterable<State>, signal: AbortSignal): Promise<State> {
  let state: { readonly value: State } | undefined;
  for (const value of states) {
    state = { value };
    await nextMacrotask();
    if (signal.aborted) throw cancelled();
  }
  if (state === undefined) throw new Error('there is no layer to roll through');
  return state.value;
}
