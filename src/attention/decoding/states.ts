// States: the hidden states of one stack of a model: from which earlier state each was computed, and in which layer.
import type { AttentionKind } from '../record/record';

/** A sublayer of a layer: attention of some kind, or the feed-forward network. */
export interface Sublayer {
  readonly of: AttentionKind | 'feedForward';
  readonly layer: number;
}

/**
 * A hidden state as it is found in the graph. States are listed in the order of computation; `from` is the index of an
 * earlier one.
 */
export type FoundState =
  /**
   * The token vectors, plus the position vectors if the model has any. If the model normalizes the token vectors before
   * it adds the position vectors, there are two of these states: the token vectors alone, and then the sum, whose `from`
   * is the norm.
   */
  | { readonly kind: 'embedding'; readonly from?: number }
  /** An earlier state plus the output of a sublayer. */
  | { readonly kind: 'residual'; readonly from: number; readonly sublayer: Sublayer }
  /** An earlier state normalized: `layer` subtracts the mean, `rms` does not. */
  | { readonly kind: 'norm'; readonly from: number; readonly form: 'layer' | 'rms' };

/**
 * Where a norm is applied: to the embedding; before each sublayer (pre-norm models) or after each sublayer (post-norm
 * models); or, in pre-norm models, to the output of the last layer.
 */
export type NormPlace =
  { readonly at: 'embedding' | 'final' } | { readonly at: 'before' | 'after'; readonly sublayer: Sublayer };

export type HiddenState = FoundState & {
  /** Where the norm is applied; undefined for other states. */
  readonly place?: NormPlace;
  /**
   * The index of the state in transformers' `hidden_states`: 0 is the input of the first layer, N the input of layer N, and
   * the last one the output of the stack. Undefined for a state inside a layer.
   */
  readonly hidden?: number;
};

/** Adds to each state its index in `hidden_states`, and to each norm where it is applied. */
export function placedStates(states: readonly FoundState[]): HiddenState[] {
  const residuals = states.flatMap((state, at) => (state.kind === 'residual' ? [{ ...state, at }] : []));
  const addedTo = new Set(residuals.map(({ from }) => from));
  const isPostNorm = states.some((state, at) => {
    return state.kind === 'norm' && states[state.from]?.kind === 'residual' && addedTo.has(at);
  });
  const hidden = new Map<number, number>();
  // Self-attention is the first sublayer of a layer, so the state that its output is added to is the layer's input.
  for (const { from, sublayer } of residuals) {
    if (sublayer.of === 'encoder' || sublayer.of === 'decoder') hidden.set(from, sublayer.layer);
  }
  const layers = 1 + Math.max(-1, ...residuals.map(({ sublayer }) => sublayer.layer));
  hidden.set(states.length - 1, layers);
  const placeOf = (from: number, at: number): NormPlace => {
    const normalized = states[from];
    const next = residuals.find(residual => residual.at > at);
    // The first norm of a pre-norm model reads the embedding too, but only its sublayer reads the result.
    const isPartOfInput = addedTo.has(at) || states.some(state => state.kind === 'embedding' && state.from === at);
    if (normalized?.kind === 'embedding' && isPartOfInput) return { at: 'embedding' };
    if (isPostNorm && normalized?.kind === 'residual') return { at: 'after', sublayer: normalized.sublayer };
    return next === undefined ? { at: 'final' } : { at: 'before', sublayer: next.sublayer };
  };
  return states.map((state, at): HiddenState => {
    const number = hidden.get(at);
    return {
      ...state,
      ...(state.kind === 'norm' ? { place: placeOf(state.from, at) } : {}),
      ...(number === undefined ? {} : { hidden: number }),
    };
  });
}
