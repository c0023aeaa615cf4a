// Capture: makes a model file that has the attention weights as further outputs of its graph.
import { type Attention, type AttentionKind, findAttention } from './attention';
import { readGraph } from '../bytes/graph';
import { type Site, withOutputs } from '../bytes/outputs';
import type { AttentionValues } from './softmaxNode';
import { withFileName } from '../bytes/wire';

export interface Capture {
  /**
   * The names of the outputs, as `outputName` gives them. The outputs are float32, whatever the precision of the model:
   * [batch, head, target, source], or [batch * head, target, source] in graphs that fold the heads into the batch.
   */
  readonly outputs: readonly string[];
  /** The file in pieces: views of the old bytes, and new bytes between them. `joinPieces` makes one array of them. */
  readonly pieces: readonly Uint8Array[];
}

/**
 * Adds outputs for the weights of every attention.
 *
 * @param weightsIn the name under which the runtime is given `bytes`; the new file then refers to the large weights in it
 *   instead of containing them
 * @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if the attention is fused or unknown
 * @throws AttentiveError `model-broken-file` (data.file, data.why)
 */
export function captureAttention(file: string, bytes: Uint8Array, weightsIn?: string): Capture {
  return withFileName(file, () => {
    const graph = readGraph(file, bytes);
    const captured = findAttention(file, graph).flatMap(attention => {
      const site = siteOf(attention, 'weights');
      return site === undefined ? [] : [{ name: outputName(attention, 'weights'), site }];
    });
    const pieces = withOutputs(file, bytes, graph, captured, weightsIn);
    return { outputs: captured.map(({ name }) => name), pieces };
  });
}

/** The name of an output: `cross_attentions.0` for weights, as in transformers; `cross_attentions.0.queries` for queries. */
export function outputName(
  { kind, layer }: { readonly kind: AttentionKind; readonly layer: number },
  part: keyof AttentionValues,
): string {
  return `${kind}_attentions.${layer}${part === 'weights' ? '' : `.${part}`}`;
}

/** The parts of an attention beside its weights. */
export const ATTENTION_PARTS = [
  'queries',
  'keys',
  'values',
  'scores',
  'heads',
] as const satisfies (keyof AttentionValues)[];

/** Where a part of an attention is computed; undefined if the graph does not compute it. */
export function siteOf(attention: Attention, part: keyof AttentionValues): Site | undefined {
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
