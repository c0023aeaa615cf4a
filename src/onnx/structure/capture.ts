// Capture: a model file whose attention weights are further outputs of the graph.
import { type Attention, type AttentionKind, findAttention } from './attention';
import { readGraph } from '../bytes/graph';
import { type Site, withOutputs } from '../bytes/outputs';
import type { Values } from './softmaxNode';
import { naming } from '../bytes/wire';

export interface Capture {
  /**
   * The names of the outputs, as `outputName` gives them. They are float32, whatever the model computes in. Some graphs
   * fold heads into rows: [batch * head, target, source].
   */
  readonly outputs: readonly string[];
  /** The file, as views of the old bytes between new ones; see joinPieces. */
  readonly pieces: readonly Uint8Array[];
}

/**
 * Adds outputs for the weights of every attention.
 *
 * @param weightsIn the name under which the runtime is given the old bytes: the new file then leaves large weights there
 * @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if the attention is fused or unknown
 * @throws AttentiveError `model-broken-file` (data.file, data.why)
 */
export function captureAttention(file: string, bytes: Uint8Array, weightsIn?: string): Capture {
  return naming(file, () => {
    const graph = readGraph(file, bytes);
    const captured = findAttention(file, graph).flatMap(attention => {
      const site = siteOf(attention, 'weights');
      return site === undefined ? [] : [{ name: outputName(attention, 'weights'), site }];
    });
    const pieces = withOutputs(file, bytes, graph, captured, weightsIn);
    return { outputs: captured.map(({ name }) => name), pieces };
  });
}

/** The output's name: `cross_attentions.0` for weights, as transformers calls them; `cross_attentions.0.queries` for another part. */
export function outputName(
  { kind, layer }: { readonly kind: AttentionKind; readonly layer: number },
  part: keyof Values,
): string {
  return `${kind}_attentions.${layer}${part === 'weights' ? '' : `.${part}`}`;
}

/** The values of an attention beside its weights. */
export const PARTS = ['queries', 'keys', 'values', 'scores', 'heads'] as const satisfies (keyof Values)[];

/** Where a part of an attention is computed; undefined if the graph does not. */
export function siteOf(attention: Attention, part: keyof Values): Site | undefined {
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
