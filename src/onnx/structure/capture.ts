// Capture: a model file whose attention comes out as further outputs of the graph.
import { AttentiveError } from '../../base/errors';
import { type Attention, type AttentionKind, findAttention } from './attention';
import { readGraph } from '../bytes/graph';
import { type Site, withOutputs } from '../bytes/outputs';
import type { Values } from './softmax';
import { naming } from '../bytes/wire';

export type Part = keyof Values;

/** One output that the file gained. */
export interface Captured {
  /** `cross_attentions.0` for weights, `cross_attentions.0.queries` for another part. */
  readonly name: string;
  readonly kind: AttentionKind;
  readonly layer: number;
  readonly part: Part;
}

export interface Detail {
  readonly kind: AttentionKind;
  readonly layer: number;
}

export interface Capture {
  /** In float32, whatever the model computes in. Some graphs fold heads into rows: [batch * head, target, source]. */
  readonly outputs: readonly Captured[];
  /** The file, as views of the old bytes between new ones; see joinPieces. */
  readonly pieces: readonly Uint8Array[];
}

export interface CaptureOptions {
  /** Layers of which every other part is captured as well. */
  readonly details?: readonly Detail[];
  /** The name under which the runtime is given the old bytes: the new file then leaves large weights there. */
  readonly weightsIn?: string;
}

/**
 * Adds outputs for the weights of every attention, and for every other part of the layers in `details`.
 *
 * @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if the attention is fused or unknown
 * @throws AttentiveError `model-broken-file` (data.file, data.why)
 * @throws AttentiveError `bad-request` (data.name, data.why) if there is no such layer
 */
export function captureAttention(
  file: string,
  bytes: Uint8Array,
  { details = [], weightsIn }: CaptureOptions = {},
): Capture {
  return naming(file, () => {
    const graph = readGraph(file, bytes);
    const attentions = findAttention(file, graph);
    const wishes = wishesOf(attentions, details);
    const pieces = withOutputs(
      file,
      bytes,
      graph,
      wishes.map(({ output: { name }, site }) => ({ name, site })),
      weightsIn,
    );
    return { outputs: wishes.map(({ output }) => output), pieces };
  });
}

interface Wish {
  readonly output: Captured;
  readonly site: Site;
}

/** All parts but the weights. */
export const DETAILS = ['queries', 'keys', 'values', 'scores', 'heads'] as const;

function wishesOf(attentions: readonly Attention[], details: readonly Detail[]): Wish[] {
  const weights = attentions.flatMap(attention => wish(attention, 'weights', ''));
  const more = details.flatMap(({ kind, layer }) => {
    const attention = attentions.find(one => one.kind === kind && one.layer === layer);
    if (attention !== undefined) return DETAILS.flatMap(part => wish(attention, part, `.${part}`));
    const [name, why] = [`${kind}.${layer}`, 'the model has no such layer'];
    throw new AttentiveError('bad-request', `${name}: ${why}`, { name, why });
  });
  const named = new Map([...weights, ...more].map(each => [each.output.name, each]));
  return [...named.values()];
}

/** Nothing if the graph does not compute that part. */
function wish(attention: Attention, part: Part, suffix: string): Wish[] {
  const { kind, layer } = attention;
  const site = siteOf(attention, part);
  return site === undefined ? [] : [{ output: { name: `${kind}.${layer}${suffix}`, kind, layer, part }, site }];
}

/** Where a part of an attention is computed; undefined if the graph does not. */
export function siteOf(attention: Attention, part: Part): Site | undefined {
  if (attention.place === 'main') {
    const value = attention.values[part];
    return value === undefined ? undefined : { place: 'main', value };
  }
  const branches = attention.branches.flatMap(({ branch, values }) => {
    const value = values[part];
    return value === undefined ? [] : [{ branch, value }];
  });
  if (branches.length < attention.branches.length) return undefined;
  return { place: 'branches', holder: attention.holder, branches };
}
