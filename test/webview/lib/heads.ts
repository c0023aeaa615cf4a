// Heads: records the queries, keys and scores of every layer in a pass through a model, as the extension would send them
// to the page.
import type { AttentionKind } from '../../../src/attention/record/record';
import type { ModelFiles } from '../../../src/models/modelFiles';
import type { Runtime, Tensor } from '../../../src/engine/runtime/runtime';
import { type Outputs, teacherForced } from '../../../src/engine/network/teacherForced';
import { captureInternals, readInternals } from '../../../src/onnx/structure/internals';
import { joinPieces } from '../../../src/onnx/bytes/splice';

/** All heads of one layer. Each array is base64 of little-endian float32. */
export interface RecordedHead {
  readonly heads: number;
  readonly width: number;
  readonly queries: string; // [head, target, width]
  readonly keys: string; // [head, source, width]
  readonly scores: string; // [head, target, source]
}

export type RecordedHeads = Readonly<Record<AttentionKind, readonly RecordedHead[]>>;

type Capturing = Awaited<ReturnType<Parameters<typeof teacherForced>[0]>>;

export async function recordHeads(
  runtime: Runtime,
  files: ModelFiles,
  source: readonly number[],
  target: readonly number[],
): Promise<RecordedHeads> {
  const captured: Capturing[] = [];
  const capturing = async (file: ModelFiles['encoder']): Promise<Capturing> => {
    const outputs = readInternals(file.name, file.bytes).attention.map(({ name }) => name);
    const pieces = captureInternals(file.name, file.bytes, outputs);
    captured.push({ outputs, session: await runtime.createSession(file.name, joinPieces(pieces)) });
    return captured[captured.length - 1];
  };
  const batch = { sources: [source], targets: [target], padTokenId: 0 };
  const outputs = await teacherForced(
    () => capturing(files.encoder),
    () => capturing(files.decoder),
    batch,
  );
  for (const { session } of captured) await session.release();
  return {
    encoder: headsOf(outputs, 'encoder'),
    decoder: headsOf(outputs, 'decoder'),
    cross: headsOf(outputs, 'cross'),
  };
}

function headsOf(outputs: Outputs, kind: AttentionKind): RecordedHead[] {
  const layers: RecordedHead[] = [];
  for (let layer = 0; `${kind}_attentions.${layer}` in outputs; layer++) {
    const part = (name: string): Tensor => outputs[`${kind}_attentions.${layer}.${name}`];
    const { dims } = part('queries');
    const width = dims[dims.length - 1];
    // Some graphs join rows and heads in one dimension. Its size is the number of heads here, because there is one row.
    const heads = dims.slice(0, -2).reduce((product, dim) => product * dim, 1);
    const keys = base64(transposed(part('keys')));
    layers.push({
      heads,
      width,
      queries: base64(floatsOf(part('queries'))),
      keys,
      scores: base64(floatsOf(part('scores'))),
    });
  }
  return layers;
}

/** Keys as [head, source, width]. In the graph they are [head, width, source], for their product with the queries. */
function transposed(keys: Tensor): Float32Array {
  const [width, sources] = keys.dims.slice(-2);
  const heads = floatsOf(keys).length / width / sources;
  const from = floatsOf(keys); // [head, width, source]
  const to = new Float32Array(from.length); // [head, source, width]
  for (let head = 0; head < heads; head++) {
    for (let at = 0; at < width; at++) {
      for (let source = 0; source < sources; source++) {
        to[(head * sources + source) * width + at] = from[(head * width + at) * sources + source];
      }
    }
  }
  return to;
}

function floatsOf({ data }: Tensor): Float32Array {
  return data as Float32Array;
}

function base64({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
