// Rollouts: the rollout after each layer, as records, for comparison with PyTorch.
import type { AttentionRecord } from '../../../src/attention/record/record';
import { rolloutStates, stackStates, withResidual } from '../../../src/attention/analysis/rollout';

/** A record of one head, whose layer l is the rollout from the input up to layer l. */
export function rollout(record: AttentionRecord): AttentionRecord {
  return { ...record, heads: 1, weights: stacked([...rolloutStates(withResidual(record))]) };
}

/** Records of one head, whose layer l is the rollout after decoder layer l: to the sources, and to the targets. */
export function rolloutStack({
  encoder,
  decoder,
  cross,
}: {
  readonly encoder: AttentionRecord;
  readonly decoder: AttentionRecord;
  readonly cross: AttentionRecord;
}): { readonly sources: AttentionRecord; readonly targets: AttentionRecord } {
  const encoded = [...rolloutStates(withResidual(encoder))].at(-1) ?? new Float64Array();
  const states = [...stackStates({ decoder, cross }, encoded)];
  return {
    sources: { ...cross, heads: 1, weights: stacked(states.map(({ sources }) => sources)) },
    targets: { ...decoder, heads: 1, weights: stacked(states.map(({ targets }) => targets)) },
  };
}

function stacked(states: readonly Float64Array[]): Float32Array {
  return Float32Array.from(states.flatMap(state => [...state])); // [layer, 1, target, source]
}
