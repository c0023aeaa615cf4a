// Bad files test: loads files that are inconsistent or belong to another model. The message to the user must name the file.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { AttentiveError } from '../../src/base/errors';
import { consumed } from '../../src/base/streams';
import { sentenceOf, untranslated } from '../../src/tasks/messages';
import type { GraphFile, ModelFiles } from '../../src/models/modelFiles';
import { createEngine } from '../../src/engine/engine';
import { readModelFolder } from '../../src/engine/modelFolder';
import type { FileStore } from '../../src/models/store';
import { diskFolder } from '../../src/node/files';
import { readGraph } from '../../src/onnx/bytes/graph';
import { joinPieces, splice } from '../../src/onnx/bytes/splice';
import { fields } from '../../src/onnx/bytes/wire';
import { varintBytes } from '../../src/onnx/bytes/write';
import { MARIAN, mergedFolder, never, PRECISIONS, T5, WASM } from './models';

const FIXTURES = path.join(__ROOT__, 'test/fixtures');

/** The message that users read when loading fails. */
async function messageOf(load: () => Promise<unknown>): Promise<string> {
  const error: unknown = await load().then(
    () => assert.fail('loading did not fail'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AttentiveError, String(error));
  assert.notEqual(error.code, 'internal', error.stack);
  const message = sentenceOf(error, untranslated);
  assert.doesNotMatch(message, /\n|undefined|Error:|ERROR_/);
  return message;
}

async function messageOfLoading(change: (files: ModelFiles) => Partial<ModelFiles>, folder = MARIAN): Promise<string> {
  const files = await readModelFolder(diskFolder(folder), 'fp32');
  const request = { model: 'bad', files: { ...files, ...change(files) } };
  return messageOf(() => consumed(createEngine(WASM.runtime).load(request, never)));
}

/** A graph with one byte range replaced by another. */
function replaced({ name, bytes }: GraphFile, start: number, end: number, by: Uint8Array): GraphFile {
  return { name, bytes: Uint8Array.from([...bytes.subarray(0, start), ...by, ...bytes.subarray(end)]) };
}

/** A protobuf field of the first large weight of a graph, by the number of the field in onnx.proto. */
function weightField({ name, bytes }: GraphFile, number: number) {
  const { initializers } = readGraph(name, bytes);
  const large = initializers.find(({ range }) => range.end - range.start > 20_000);
  const found = [...fields(bytes, large?.range.start, large?.range.end)].find(field => field.number === number);
  assert.ok(found !== undefined);
  return found;
}

describe('The message for an inconsistent graph file', () => {
  it('names the file if its header states a length of two gigabytes', async () => {
    const message = await messageOfLoading(({ encoder }) => {
      const graph = [...fields(encoder.bytes)].find(({ number }) => number === 7); // ModelProto.graph
      assert.ok(graph !== undefined);
      return { encoder: replaced(encoder, graph.keyEnd, graph.start, varintBytes(2 ** 31 - 1)) };
    });
    assert.match(
      message,
      /^The model file onnx\/encoder_model\.onnx cannot be used: it ends \d{10} bytes too early\. Copy or download it again\.$/,
    );
  });

  it('names the file if the length of a weight is wrong', async () => {
    for (const length of [1, 20_000, 2 ** 31 - 1]) {
      const message = await messageOfLoading(({ decoder }) => {
        const raw = weightField(decoder, 9); // TensorProto.raw_data
        return { decoder: replaced(decoder, raw.keyEnd, raw.start, varintBytes(length)) };
      });
      assert.match(
        message,
        /^The model file onnx\/decoder_model_merged\.onnx cannot be used: .+\. Copy or download it/,
      );
    }
  });

  it('names the file if a weight has other dimensions than its data', async () => {
    // A dimension (8 is the key of TensorProto.dims) is added, and the lengths of all messages around it are corrected.
    for (const size of [2, 2 ** 31, 2 ** 40]) {
      const message = await messageOfLoading(({ encoder: { name, bytes } }) => {
        const { parts, initializers } = readGraph(name, bytes);
        const large = initializers.filter(({ range }) => range.end - range.start > 20_000).map(({ range }) => range);
        const added = { within: [...parts, large[0]], bytes: Uint8Array.of(8, ...varintBytes(size)) };
        return { encoder: { name, bytes: joinPieces(splice(bytes, [added])) } };
      });
      assert.match(message, /^The model file onnx\/encoder_model\.onnx cannot be used: .+\. Copy or download it/);
      assert.doesNotMatch(message, /no field|too early/);
    }
  });
});

describe('The message for a weights file', () => {
  /** A model with weights files, of which one file is changed. */
  function changed(name: string, change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): FileStore {
    const whole = mergedFolder(T5, PRECISIONS);
    const read = async (file: string) => (file === name ? change(await whole.read(file)) : whole.read(file));
    return { ...whole, read };
  }

  const DATA = 'onnx/decoder_model_merged_q4.onnx_data_1';
  const sizeOf = (file: string): number => fs.statSync(path.join(PRECISIONS, file)).size;

  it('names a missing file', async () => {
    const store = mergedFolder(T5, PRECISIONS, name => name !== DATA);
    const message = await messageOf(() => readModelFolder(store, 'q4'));
    assert.match(message, /has no file onnx\/decoder_model_merged_q4\.onnx_data_1\. Put the whole model there/);
  });

  it('names a file that was cut off, and states both sizes', async () => {
    const size = sizeOf(DATA);
    for (const length of [0, 100, size - 1]) {
      const message = await messageOf(() =>
        readModelFolder(
          changed(DATA, bytes => bytes.slice(0, length)),
          'q4',
        ),
      );
      assert.equal(
        message,
        `The model file ${DATA} cannot be used: it has ${length} bytes, and onnx/decoder_model_merged_q4.onnx reads ${size}. Copy or download it again.`,
      );
    }
  });

  it('names the path of a file outside of the folder, which is not read', async () => {
    const graph = 'onnx/encoder_model_q4.onnx';
    const outside = '../encoder_model_q4.onnx_d'; // as long as the name that it replaces
    const reads: string[] = [];
    const store = changed(graph, bytes => {
      const text = Buffer.from(bytes).toString('latin1').replaceAll('encoder_model_q4.onnx_data', outside);
      return Uint8Array.from(Buffer.from(text, 'latin1'));
    });
    const watched: FileStore = { ...store, read: name => (reads.push(name), store.read(name)) };
    const message = await messageOf(() => readModelFolder(watched, 'q4'));
    assert.match(
      message,
      /encoder_model_q4\.onnx cannot be used: its weights are said to stand outside of its folder, in “\.\.\//,
    );
    assert.deepEqual(
      reads.filter(name => /_d(?:ata)?$/.test(name)),
      [],
    );
  });

  it('names the graph file if the engine was given no weights file', async () => {
    const files = await readModelFolder(mergedFolder(T5, PRECISIONS), 'q4');
    const { name, bytes } = files.encoder;
    const request = { model: 'bad', files: { ...files, encoder: { name, bytes } } };
    const message = await messageOf(() => consumed(createEngine(WASM.runtime).load(request, never)));
    assert.match(message, /^The model file onnx\/encoder_model_q4\.onnx cannot be used: /);
  });
});

describe('The message for a file of another model', () => {
  const textOf = (folder: string, file: string): string => fs.readFileSync(path.join(FIXTURES, folder, file), 'utf8');

  it('names a tokenizer', async () => {
    const message = await messageOfLoading(() => ({
      tokenizer: textOf('t5', 'tokenizer.json'),
      tokenizerConfig: textOf('t5', 'tokenizer_config.json'),
    }));
    assert.equal(
      message,
      'The model file tokenizer.json cannot be used: it does not belong to this model: its </s> is token 1, and the model ends texts with token 0. Copy or download it again.',
    );
  });

  it('names a tokenizer with more tokens than the model', async () => {
    const message = await messageOfLoading(
      () => ({
        tokenizer: textOf('bart', 'tokenizer.json'),
        tokenizerConfig: textOf('bart', 'tokenizer_config.json'),
      }),
      path.join(FIXTURES, 'mbart'),
    );
    assert.match(message, /tokenizer\.json cannot be used: .+ its last token is \d+, and the model's is 353\./);
  });

  it('names a decoder', async () => {
    const bytes = new Uint8Array(fs.readFileSync(path.join(FIXTURES, 'marian/onnx/decoder_with_past_model.onnx')));
    const message = await messageOfLoading(() => ({ decoder: { name: 'onnx/decoder_model.onnx', bytes } }));
    assert.equal(
      message,
      'This model cannot be run: onnx/decoder_model.onnx does not read encoder_hidden_states. Choose an encoder-decoder for text, such as Marian, T5, BART or M2M-100, in the layout of the Hugging Face hub.',
    );
  });

  it('names a second decoder without a cache, or a file that is no decoder', async () => {
    const marian = path.join(FIXTURES, 'marian/onnx');
    const graph = (file: string): GraphFile => ({
      name: `onnx/${file}`,
      bytes: new Uint8Array(fs.readFileSync(path.join(marian, file))),
    });
    const first = graph('decoder_model.onnx');
    const message = await messageOfLoading(() => ({
      decoder: first,
      decoderWithPast: { ...first, name: 'second.onnx' },
    }));
    assert.match(message, /^This model cannot be run: second\.onnx takes no past_key_values\./);
    const encoder = { ...graph('encoder_model.onnx'), name: 'second.onnx' };
    assert.match(
      await messageOfLoading(() => ({ decoder: first, decoderWithPast: encoder })),
      /second\.onnx also reads attention_mask, which Attentive cannot give it/,
    );
  });
});
