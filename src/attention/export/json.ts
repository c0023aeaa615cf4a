// JSON: the attention that the page shows, as a JSON document.
import { exactNumber, type Snapshot } from '../drawing/snapshot';
import type { ShownHead } from '../picture/picture';
import type { AttentionRecord, AttentionToken } from '../record/record';

/** The most weights that are written as a list. A list of more would be slow to parse, and several times as long as base64. */
const MOST_LISTED = 65_536;

/** The exported document. The weights are in row-major order: of the indices in `dims`, the last changes fastest. */
export interface RecordDocument {
  readonly format: 'attentive-attention';
  readonly version: 1;
  readonly title: string;
  readonly caption: string;
  readonly model: string;
  readonly kind: AttentionRecord['kind'];
  readonly dims: readonly [layers: number, heads: number, targets: number, sources: number];
  /** The layer in the model, from 0; or the mean of all layers. */
  readonly layer: number | 'mean';
  readonly heads: readonly ShownHead[];
  readonly texts: { readonly targets: DocumentText; readonly sources: DocumentText };
  /** What the placeholder signs in the texts stand for. */
  readonly placeholders: Snapshot['placeholders'];
  readonly targets: readonly AttentionToken[];
  readonly sources: readonly AttentionToken[];
  readonly weights:
    | { readonly encoding: 'list'; readonly values: readonly number[] }
    /** 32-bit floats, least significant byte first: `numpy.frombuffer(b64decode(data), '<f4').reshape(dims)`. */
    | { readonly encoding: 'base64-float32-le'; readonly data: string };
}

export interface DocumentText {
  readonly text: string;
  readonly language: string;
}

export function recordJson(snapshot: Snapshot): string {
  const { record } = snapshot;
  const document: RecordDocument = {
    format: 'attentive-attention',
    version: 1,
    title: snapshot.title,
    caption: snapshot.caption,
    model: snapshot.model,
    kind: record.kind,
    dims: [record.layers, record.heads, record.targets.length, record.sources.length],
    layer: snapshot.layer,
    heads: snapshot.heads,
    texts: { targets: documentText(snapshot.query), sources: documentText(snapshot.key) },
    placeholders: snapshot.placeholders,
    targets: record.targets,
    sources: record.sources,
    weights:
      record.weights.length <= MOST_LISTED
        ? { encoding: 'list', values: Array.from(record.weights, exactNumber) }
        : { encoding: 'base64-float32-le', data: packed(record.weights) },
  };
  // Each entry is on one line: `JSON.stringify` with indentation would put every number on a line of its own.
  const entries = Object.entries(document).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{\n${entries.join(',\n')}\n}\n`;
}

function documentText({ text, language }: DocumentText): DocumentText {
  return { text, language };
}

/** Base64 of 32-bit floats, least significant byte first. */
export function packed(weights: Float32Array): string {
  const bytes = new Uint8Array(weights.length * 4); // [weight, 4]
  const view = new DataView(bytes.buffer);
  weights.forEach((weight, at) => view.setFloat32(at * 4, weight, true));
  const parts: string[] = [];
  // In parts, because the number of arguments of a call is limited.
  for (let at = 0; at < bytes.length; at += 0x6000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x6000)));
  return btoa(parts.join(''));
}
