// Passage data: fetches the data of one passage from the extension, part by part, and caches it.
import type { HeadNumbers } from '../../../attention/decoding/arithmetic';
import type { HistoryBeam } from '../../../attention/decoding/history';
import type { HeadChoice, LayerChoice } from '../../../attention/picture/picture';
import { type AttentionKind, type AttentionRecord, checkedRecord } from '../../../attention/record/record';
import { meanHeads } from '../../../attention/record/select';
import type { Client } from '../../../base/rpc';
import type {
  attentionContract,
  ExplainedStep,
  PassageContent,
  PassageRequest,
} from '../../../views/attention/protocol';
import type { ByteCache } from './byteCache';
import { rolloutUpTo } from './rollout';

export type Extension = Client<typeof attentionContract>;

/** The size, in bytes, that the cache assumes for an object without matrices. */
const SMALL = 1_000;

export class PassageData {
  constructor(
    private readonly extension: Extension,
    private readonly fetched: ByteCache,
    readonly request: PassageRequest,
  ) {}

  content(signal?: AbortSignal): Promise<PassageContent> {
    return this.get('content', fetchSignal => this.extension.passage(this.request, fetchSignal), signal);
  }

  /** The record that a picture is made of: one layer with all its heads, or the rollout up to this layer. */
  record(
    { kind, layer, heads }: { readonly kind: AttentionKind; readonly layer: LayerChoice; readonly heads: HeadChoice },
    signal?: AbortSignal,
  ): Promise<AttentionRecord> {
    return heads === 'rollout' ? this.rollout(kind, layer, signal) : this.layer(kind, layer, signal);
  }

  /** One layer with all its heads, or the mean of all layers, head by head. */
  async layer(kind: AttentionKind, layer: LayerChoice, signal?: AbortSignal): Promise<AttentionRecord> {
    const content = await this.content(signal);
    const fetch = async (fetchSignal: AbortSignal): Promise<Float32Array> =>
      layer === 'mean' ? this.mean(content, kind, fetchSignal) : this.weights(kind, layer, fetchSignal);
    const weights = await this.get(`layer ${kind} ${layer}`, fetch, signal, ({ byteLength }) => byteLength);
    return recordOf(content, kind, weights, { layers: 1, heads: content.attention[kind].heads });
  }

  /** The rollout up to a layer, or through all layers, as a record of one head. Every layer up to it is fetched. */
  private async rollout(kind: AttentionKind, layer: LayerChoice, signal?: AbortSignal): Promise<AttentionRecord> {
    const content = await this.content(signal);
    const to = layer === 'mean' ? content.attention[kind].layers - 1 : layer;
    const roll = (fetchSignal: AbortSignal): Promise<Float32Array> =>
      rolloutUpTo(
        { kind, layer: to },
        (needed, count) => this.meanLayers(content, needed, count, fetchSignal),
        fetchSignal,
      );
    const weights = await this.get(`rollout ${kind} ${to}`, roll, signal, ({ byteLength }) => byteLength);
    return recordOf(content, kind, weights, { layers: 1, heads: 1 });
  }

  /** The steps of the decoding, each with this number of alternatives. */
  steps(alternatives: number, signal?: AbortSignal): Promise<readonly ExplainedStep[]> {
    const fetch = (fetchSignal: AbortSignal): Promise<readonly ExplainedStep[]> =>
      this.extension.steps({ ...this.request, alternatives }, fetchSignal);
    return this.get(`steps ${alternatives}`, fetch, signal);
  }

  /** The logits for the token after the target token at `step`. */
  logits(step: number, signal?: AbortSignal): Promise<Float32Array> {
    const fetch = (fetchSignal: AbortSignal): Promise<Float32Array> =>
      this.extension.logits({ ...this.request, step }, fetchSignal);
    return this.get(`logits ${step}`, fetch, signal, ({ byteLength }) => byteLength); // [vocabulary]
  }

  history(signal?: AbortSignal): Promise<readonly (readonly HistoryBeam[])[]> {
    return this.get('history', fetchSignal => this.extension.history(this.request, fetchSignal), signal);
  }

  head(kind: AttentionKind, layer: number, signal?: AbortSignal): Promise<HeadNumbers> {
    const fetch = (fetchSignal: AbortSignal): Promise<HeadNumbers> =>
      this.extension.head({ ...this.request, kind, layer }, fetchSignal);
    const bytesOf = ({ queries, keys, scores }: HeadNumbers): number =>
      queries.byteLength + keys.byteLength + scores.byteLength;
    return this.get(`head ${kind} ${layer}`, fetch, signal, bytesOf);
  }

  private weights(kind: AttentionKind, layer: number, signal: AbortSignal): Promise<Float32Array> {
    return this.extension.attention({ ...this.request, kind, layer }, signal); // [head, target, source]
  }

  /** The first `count` layers of a kind, each as the mean of its heads. */
  private async meanLayers(
    content: PassageContent,
    kind: AttentionKind,
    count: number | 'all',
    signal: AbortSignal,
  ): Promise<AttentionRecord> {
    const { layers: all, targets, sources } = content.attention[kind];
    const layers = count === 'all' ? all : Math.min(all, count);
    const weights = new Float32Array(layers * targets * sources); // [layer, 1, target, source]
    for (let layer = 0; layer < layers; layer++) {
      const mean = meanHeads(await this.layer(kind, layer, signal));
      weights.set(mean.weights, layer * targets * sources);
    }
    return recordOf(content, kind, weights, { layers, heads: 1 });
  }

  /** The mean of all layers, head by head. They are added one by one, because the cache may not have room for all of them. */
  private async mean(content: PassageContent, kind: AttentionKind, signal: AbortSignal): Promise<Float32Array> {
    const { layers } = content.attention[kind];
    let sum: Float64Array | undefined; // [head, target, source]
    for (let layer = 0; layer < layers; layer++) {
      const { weights } = await this.layer(kind, layer, signal); // [1, head, target, source]
      sum ??= new Float64Array(weights.length);
      for (let at = 0; at < weights.length; at++) sum[at] += weights[at];
    }
    return Float32Array.from(sum ?? [], weight => weight / layers); // [head, target, source]
  }

  private get<T>(
    key: string,
    fetch: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
    bytesOf: (value: T) => number = () => SMALL,
  ): Promise<T> {
    const { run, passage } = this.request;
    return this.fetched.get(`${run} ${passage} ${key}`, fetch, bytesOf, signal);
  }
}

function recordOf(
  { source, target }: PassageContent,
  kind: AttentionKind,
  weights: Float32Array,
  { layers, heads }: Pick<AttentionRecord, 'layers' | 'heads'>,
): AttentionRecord {
  return checkedRecord({
    kind,
    layers,
    heads,
    targets: kind === 'encoder' ? source.tokens : target.tokens,
    sources: kind === 'decoder' ? target.tokens : source.tokens,
    weights,
  });
}
