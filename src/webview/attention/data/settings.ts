// Settings: the reader's choices in the page. They are saved in the page's state and restored after a reload.
import { index, isObject, listOf, oneOf } from '../../../base/json';
import { type Aligner, middleLayer } from '../../../attention/analysis/align';
import type { TokenSelection } from '../../../attention/picture/focus';
import type { HeadChoice, LayerChoice, SpecialTokens, Unit } from '../../../attention/picture/picture';
import type { AttentionKind } from '../../../attention/record/record';
import { SCALE_NAMES, type ScaleName } from '../../../attention/drawing/scale';
import type { HeadOrder } from '../../../attention/analysis/sorting';
import type { PassageContent } from '../../../views/attention/protocol';

export const VIEW_NAMES = ['text', 'lines', 'matrix', 'heads', 'steps', 'head', 'table'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/**
 * How weights become colors. The last color stands for the highest of the weights, with `whole` for the weight 1. With
 * `squareRoot` colors follow the square root of the weight, so that small weights are visible.
 */
export const CONTRASTS = ['highest', 'squareRoot', 'whole'] as const;
export type Contrast = (typeof CONTRASTS)[number];

/** The orders of tab All heads. The first is that of the model. */
export const ORDERS = [
  ...(['layer', 'entropy', 'confidence', 'distance', 'aligned', 'previous', 'same', 'next', 'first', 'end'] as const),
] satisfies readonly HeadOrder[];

export interface Settings {
  readonly view: ViewName;
  readonly passage: number;
  readonly kind: AttentionKind;
  readonly layer: LayerChoice;
  readonly heads: HeadChoice;
  readonly unit: Unit;
  readonly special: SpecialTokens;
  /** The pinned tokens, as indices into all tokens of their text. */
  readonly pinned: TokenSelection | undefined;
  /** The step that tab Steps shows: the index of the target token that the decoder read in it. */
  readonly step: number;
  /** The temperature by which tab Steps divides the logits. */
  readonly temperature: number;
  /** The colors of matrices. */
  readonly scale: ScaleName;
  readonly contrast: Contrast;
  /** The order of the heads in tab All heads. */
  readonly order: HeadOrder;
}

export const DEFAULT_SETTINGS: Settings = {
  view: 'text',
  passage: 0,
  kind: 'cross',
  // When the first passage has arrived, this is replaced by the layer that aligns best (`fittedSettings`).
  layer: 'mean',
  heads: 'mean',
  unit: 'words',
  special: 'hidden',
  pinned: undefined,
  step: 0,
  temperature: 1,
  scale: 'paper',
  contrast: 'highest',
  order: 'layer',
};

/** The orders that apply to a kind of attention. */
export function ordersOf(kind: AttentionKind): readonly HeadOrder[] {
  return kind === 'cross' ? ORDERS : ORDERS.filter(order => order !== 'aligned');
}

/**
 * The settings with a passage that exists; the same object if it does exist. After a reload it may not, because not all
 * passages of a very long run are saved.
 */
export function withinPassages(settings: Settings, count: number): Settings {
  const passage = Math.max(0, Math.min(settings.passage, count - 1));
  return passage === settings.passage ? settings : { ...settings, passage, pinned: undefined };
}

/**
 * The settings with layers, heads, tokens and a step that exist in a passage; the same object if all of them exist.
 *
 * @param isNew whether the reader has chosen nothing yet; layer and heads then become those that align best
 */
export function fittedSettings(
  settings: Settings,
  { attention, aligner }: Pick<PassageContent, 'attention' | 'aligner'>,
  isNew = false,
): Settings {
  if (isNew) return fittedSettings(withAligner(settings, aligner), { attention, aligner });
  const { layers, heads: count, targets, sources } = attention[settings.kind];
  const exists = settings.layer === 'mean' || settings.layer < layers;
  const fallback = settings.kind === 'cross' ? aligner.layer : middleLayer(layers);
  const layer = exists ? settings.layer : fallback;
  const heads = typeof settings.heads === 'string' ? settings.heads : indicesBelow(settings.heads, count);
  const { pinned } = settings;
  const tokens = pinned && indicesBelow(pinned.tokens, pinned.role === 'query' ? targets : sources);
  const step = Math.min(settings.step, Math.max(0, attention.decoder.targets - 2));
  const fits =
    layer === settings.layer && heads === settings.heads && tokens === pinned?.tokens && step === settings.step;
  if (fits) return settings;
  return {
    ...settings,
    layer,
    heads: heads.length === 0 ? 'mean' : heads,
    pinned: pinned === undefined || tokens?.length === 0 ? undefined : { ...pinned, tokens: tokens ?? [] },
    step,
  };
}

/** The settings with the layer and the heads of an aligner. */
function withAligner(settings: Settings, { layer, heads }: Aligner): Settings {
  return { ...settings, layer, heads: heads ?? 'mean' };
}

/** Whether two settings differ in nothing but the pinned tokens. */
export function onlyPinsDiffer(one: Settings, other: Settings): boolean {
  const keys = Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[];
  return keys.every(key => key === 'pinned' || one[key] === other[key]);
}

/** Reads the settings of a page's state, which may come from an older version. Invalid or missing ones get their defaults. */
export function settingsOf(state: unknown): { readonly settings: Settings; readonly isNew: boolean } {
  const saved = isObject(state) && isObject(state['settings']) ? state['settings'] : undefined;
  if (saved === undefined) return { settings: DEFAULT_SETTINGS, isNew: true };
  const first = DEFAULT_SETTINGS;
  return {
    isNew: false,
    settings: {
      view: oneOf(VIEW_NAMES).read(saved['view']) ?? first.view,
      passage: index.read(saved['passage']) ?? first.passage,
      kind: oneOf(['cross', 'encoder', 'decoder']).read(saved['kind']) ?? first.kind,
      layer: index.read(saved['layer']) ?? first.layer,
      heads: saved['heads'] === 'rollout' ? 'rollout' : (indices(saved['heads']) ?? first.heads),
      unit: oneOf(['words', 'tokens']).read(saved['unit']) ?? first.unit,
      special: oneOf(['shown', 'hidden', 'renormalized']).read(saved['special']) ?? first.special,
      pinned: pinnedOf(saved['pinned']),
      step: index.read(saved['step']) ?? first.step,
      temperature: typeof saved['temperature'] === 'number' && saved['temperature'] > 0 ? saved['temperature'] : 1,
      scale: oneOf(SCALE_NAMES).read(saved['scale']) ?? first.scale,
      contrast: oneOf(CONTRASTS).read(saved['contrast']) ?? first.contrast,
      order: oneOf(ORDERS).read(saved['order']) ?? first.order,
    },
  };
}

/** The indices below a limit; the same array if all are. */
function indicesBelow(indices: readonly number[], count: number): readonly number[] {
  return indices.every(index => index < count) ? indices : indices.filter(index => index < count);
}

function pinnedOf(value: unknown): TokenSelection | undefined {
  if (!isObject(value)) return undefined;
  const tokens = indices(value['tokens']);
  return tokens === undefined ? undefined : { role: oneOf(['query', 'key']).read(value['role']) ?? 'query', tokens };
}

/** A list of indices; undefined for an empty list or any other value. */
function indices(value: unknown): readonly number[] | undefined {
  const read = listOf(index, 'indices').read(value);
  return read?.length === 0 ? undefined : read;
}
