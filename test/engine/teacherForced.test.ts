// Teacher-forced test: compares the embedded model's logits for whole sequences with PyTorch's.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Session, Tensor } from '../../src/engine/runtime/runtime';
import type { Encoded } from '../../src/engine/network/decoderState';
import { Seq2seq } from '../../src/engine/network/seq2seq';
import { readModelFolder } from '../../src/engine/modelFolder';
import { diskFolder } from '../../src/node/files';
import { EMBEDDED, WASM } from './models';

/** The most by which int8 may differ from float32: root mean square difference, in standard deviations of float32's logits. */
const LOOSE = 0.1;
const EOS = 1;

/** Where an array of float32 numbers is in goldens.bin. */
interface Place {
  readonly byte_offset: number;
  readonly shape: readonly number[];
}

interface GoldenCase {
  readonly name: string;
  readonly input_ids: number[][];
  readonly attention_mask: number[][];
  readonly decoder_input_ids: number[][];
  readonly arrays?: { readonly logits?: Place };
}

const folder = path.join(__ROOT__, 'test/fixtures/embedded');
const arrays = path.join(folder, 'goldens.bin');
const { cases } = JSON.parse(fs.readFileSync(path.join(folder, 'goldens.json'), 'utf8')) as { cases: GoldenCase[] };

describe('The embedded model, int8, teacher-forced', () => {
  let model: Seq2seq;
  let decoder: Session;
  before(async () => {
    const files = await readModelFolder(diskFolder(EMBEDDED));
    const encoder = await WASM.runtime.createSession(files.encoder.name, files.encoder.bytes);
    decoder = await WASM.runtime.createSession(files.decoder.name, files.decoder.bytes);
    model = new Seq2seq({ name: files.encoder.name, session: encoder }, { name: files.decoder.name, session: decoder });
  });
  after(() => model?.release());

  for (const golden of cases) {
    const place = golden.arrays?.logits;
    if (place === undefined) continue;
    it(`has logits near float32's in ${golden.name}`, async () => {
      const rows = golden.input_ids.map((ids, row) => ids.filter((_, at) => golden.attention_mask[row][at] === 1));
      const encoded = await model.encode(rows, 0);
      const logits = await decodeWhole(decoder, encoded, golden.decoder_input_ids);
      assert.deepEqual([...logits.dims], place.shape);
      // The logits after the EOS of a shorter row have no meaning, so they are not compared.
      const isBeforeEnd = golden.decoder_input_ids.flatMap(ids =>
        ids.map((_, at) => !ids.slice(0, at + 1).includes(EOS)),
      );
      const width = place.shape[2];
      const beforeEnd = (data: Float32Array): Float32Array =>
        data.filter((_, at) => isBeforeEnd[Math.floor(at / width)]);
      const off = relativeDifference(beforeEnd(logits.data as Float32Array), beforeEnd(floats(place)));
      assert.ok(off < LOOSE, `${off} standard deviations`);
    });
  }
});

/** One run of the merged decoder over whole sequences, without a cache. */
async function decodeWhole(decoder: Session, encoded: Encoded, ids: readonly (readonly number[])[]): Promise<Tensor> {
  const feeds: Record<string, Tensor> = {
    input_ids: { type: 'int64', dims: [ids.length, ids[0].length], data: BigInt64Array.from(ids.flat(), BigInt) },
    encoder_attention_mask: encoded.mask,
    encoder_hidden_states: encoded.hidden,
    use_cache_branch: { type: 'bool', dims: [1], data: Uint8Array.of(0) },
  };
  for (const { name, dims } of decoder.inputs) {
    const [, heads, , width] = dims.map(Number);
    feeds[name] ??= { type: 'float32', dims: [ids.length, heads, 0, width], data: new Float32Array() };
  }
  return (await decoder.run(feeds, ['logits']))['logits']; // [row, target, vocabulary]
}

function floats({ byte_offset: start, shape }: Place): Float32Array {
  const length = shape.reduce((product, dim) => product * dim, 1);
  return new Float32Array(Uint8Array.from(fs.readFileSync(arrays).subarray(start, start + 4 * length)).buffer);
}

/** The root mean square difference, in standard deviations of the reference. */
function relativeDifference(values: Float32Array, reference: Float32Array): number {
  const mean = reference.reduce((sum, x) => sum + x, 0) / reference.length;
  const variance = reference.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return Math.sqrt(values.reduce((sum, x, at) => sum + (x - reference[at]) ** 2, 0) / variance);
}
