// Files that lie, or belong to another model: each is named in one sentence, and nothing is left loaded.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { AttentiveError } from '../../src/base/errors';
import { consumed } from '../../src/base/streams';
import { sentenceOf, untranslated } from '../../src/tasks/messages';
import type { ModelFiles } from '../../src/models/modelFiles';
import type { GraphFile } from '../../src/models/modelFiles';
import { createEngine } from '../../src/engine/engine';
import { readModelFolder } from '../../src/engine/modelFolder';
import type { FileStore } from '../../src/models/store';
import { diskFolder } from '../../src/node/files';
import { readGraph } from '../../src/onnx/bytes/graph';
import { joinPieces, splice } from '../../src/onnx/bytes/splice';
import { fields } from '../../src/onnx/bytes/wire';
import { varintBytes } from '../../src/onnx/bytes/write';
import { MARIAN, never, PRECISIONS, T5, together } from './models';

const FIXTURES = path.join(__ROOT__, 'test/fixtures');

/** The sentence that people read when this is loaded. */
async function sentence(load: () => Promise<unknown>): Promise<string> {
  const error: unknown = await load().then(
    () => assert.fail('it was loaded'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AttentiveError, String(error));
  assert.notEqual(error.code, 'internal', error.stack);
  const said = sentenceOf(error, untranslated);
  assert.doesNotMatch(said, /\n|undefined|Error:|ERROR_/);
  return said;
}

async function loading(change: (files: ModelFiles) => Partial<ModelFiles>, folder = MARIAN): Promise<string> {
  const files = await readModelFolder(diskFolder(folder), 'fp32');
  const request = { model: 'bad', files: { ...files, ...change(files) } };
  return sentence(() => consumed(createEngine().load(request, never)));
}

/** A graph with one byte range replaced by another. */
function replaced({ name, bytes }: GraphFile, start: number, end: number, by: Uint8Array): GraphFile {
  return { name, bytes: Uint8Array.from([...bytes.subarray(0, start), ...by, ...bytes.subarray(end)]) };
}

/** The first large weight of a graph, and its field of a number. */
function weightField({ name, bytes }: GraphFile, number: number) {
  const { initializers } = readGraph(name, bytes);
  const large = initializers.find(({ place }) => place.end - place.start > 20_000);
  const found = [...fields(bytes, large?.place.start, large?.place.end)].find(field => field.number === number);
  assert.ok(found !== undefined);
  return found;
}

describe('A graph that lies', () => {
  it('about its own length: two gigabytes by its header', async () => {
    const said = await loading(({ encoder }) => {
      const graph = [...fields(encoder.bytes)].find(({ number }) => number === 7);
      assert.ok(graph !== undefined);
      return { encoder: replaced(encoder, graph.keyEnd, graph.start, varintBytes(2 ** 31 - 1)) };
    });
    assert.match(
      said,
      /^The model file onnx\/encoder_model\.onnx cannot be used: it ends \d{10} bytes too early\. Copy or download it again\.$/,
    );
  });

  it('about the length of a weight', async () => {
    for (const length of [1, 20_000, 2 ** 31 - 1]) {
      const said = await loading(({ decoder }) => {
        const raw = weightField(decoder, 9);
        return { decoder: replaced(decoder, raw.keyEnd, raw.start, varintBytes(length)) };
      });
      assert.match(said, /^The model file onnx\/decoder_model_merged\.onnx cannot be used: .+\. Copy or download it/);
    }
  });

  it('about the dimensions of a weight', async () => {
    // One more dimension, with the lengths of all messages around it right.
    for (const size of [2, 2 ** 31, 2 ** 40]) {
      const said = await loading(({ encoder: { name, bytes } }) => {
        const { parts, initializers } = readGraph(name, bytes);
        const large = initializers.filter(({ place }) => place.end - place.start > 20_000).map(({ place }) => place);
        const added = { within: [...parts, large[0]], bytes: Uint8Array.of(8, ...varintBytes(size)) };
        return { encoder: { name, bytes: joinPieces(splice(bytes, [added])) } };
      });
      assert.match(said, /^The model file onnx\/encoder_model\.onnx cannot be used: .+\. Copy or download it/);
      assert.doesNotMatch(said, /no field|too early/);
    }
  });
});

describe('Weights in other files', () => {
  /** The model whose weights are in other files, with one file changed or taken away. */
  function changed(name: string, change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): FileStore {
    const whole = together(T5, PRECISIONS);
    const read = async (file: string) => (file === name ? change(await whole.read(file)) : whole.read(file));
    return { ...whole, read };
  }

  const DATA = 'onnx/decoder_model_merged_q4.onnx_data_1';
  const sizeOf = (file: string): number => fs.statSync(path.join(PRECISIONS, file)).size;

  it('are missed by their name', async () => {
    const store = together(T5, PRECISIONS, name => name !== DATA);
    const said = await sentence(() => readModelFolder(store, 'q4'));
    assert.match(said, /has no file onnx\/decoder_model_merged_q4\.onnx_data_1\. Put the whole model there/);
  });

  it('are refused when they are cut off, by a byte or by all', async () => {
    const size = sizeOf(DATA);
    for (const length of [0, 100, size - 1]) {
      const said = await sentence(() =>
        readModelFolder(
          changed(DATA, bytes => bytes.slice(0, length)),
          'q4',
        ),
      );
      assert.equal(
        said,
        `The model file ${DATA} cannot be used: it has ${length} bytes, and onnx/decoder_model_merged_q4.onnx reads ${size}. Copy or download it again.`,
      );
    }
  });

  it('are refused outside of their folder, before they are read', async () => {
    const graph = 'onnx/encoder_model_q4.onnx';
    const outside = '../encoder_model_q4.onnx_d'; // as long as the name that it replaces
    const reads: string[] = [];
    const store = changed(graph, bytes => {
      const text = Buffer.from(bytes).toString('latin1').replaceAll('encoder_model_q4.onnx_data', outside);
      return Uint8Array.from(Buffer.from(text, 'latin1'));
    });
    const watched: FileStore = { ...store, read: name => (reads.push(name), store.read(name)) };
    const said = await sentence(() => readModelFolder(watched, 'q4'));
    assert.match(
      said,
      /encoder_model_q4\.onnx cannot be used: its weights are said to stand outside of its folder, in “\.\.\//,
    );
    assert.deepEqual(
      reads.filter(name => name.includes('data')),
      [],
    );
  });

  it('are named by the engine too, if it was given none', async () => {
    const files = await readModelFolder(together(T5, PRECISIONS), 'q4');
    const { name, bytes } = files.encoder;
    const request = { model: 'bad', files: { ...files, encoder: { name, bytes } } };
    const said = await sentence(() => consumed(createEngine().load(request, never)));
    assert.match(said, /^The model file onnx\/encoder_model_q4\.onnx cannot be used: /);
  });
});

describe('Files of another model', () => {
  const of = (folder: string, file: string): string => fs.readFileSync(path.join(FIXTURES, folder, file), 'utf8');

  it('are named: a tokenizer', async () => {
    const said = await loading(() => ({
      tokenizer: of('t5', 'tokenizer.json'),
      tokenizerConfig: of('t5', 'tokenizer_config.json'),
    }));
    assert.equal(
      said,
      'The model file tokenizer.json cannot be used: it does not belong to this model: its </s> is token 1, and the model ends texts with token 0. Copy or download it again.',
    );
  });

  it('are named: a tokenizer with more tokens than the model', async () => {
    const said = await loading(
      () => ({ tokenizer: of('bart', 'tokenizer.json'), tokenizerConfig: of('bart', 'tokenizer_config.json') }),
      path.join(FIXTURES, 'mbart'),
    );
    assert.match(said, /tokenizer\.json cannot be used: .+ its last token is \d+, and the model's is 353\./);
  });

  it('are named: a decoder', async () => {
    const bytes = new Uint8Array(fs.readFileSync(path.join(FIXTURES, 'marian/onnx/decoder_with_past_model.onnx')));
    const said = await loading(() => ({ decoder: { name: 'onnx/decoder_model.onnx', bytes } }));
    assert.equal(
      said,
      'This model cannot be run: onnx/decoder_model.onnx does not read encoder_hidden_states. Choose an encoder-decoder for text, such as Marian, T5, BART or M2M-100, in the layout of the Hugging Face hub.',
    );
  });

  it('are named: a second decoder that takes no caches, or those of another', async () => {
    const marian = path.join(FIXTURES, 'marian/onnx');
    const graph = (file: string): GraphFile => ({
      name: `onnx/${file}`,
      bytes: new Uint8Array(fs.readFileSync(path.join(marian, file))),
    });
    const first = graph('decoder_model.onnx');
    const said = await loading(() => ({ decoder: first, decoderWithPast: { ...first, name: 'second.onnx' } }));
    assert.match(said, /^This model cannot be run: second\.onnx takes no past_key_values\./);
    const deeper = path.join(FIXTURES, 'marian/onnx/encoder_model.onnx');
    const encoder = { name: 'second.onnx', bytes: new Uint8Array(fs.readFileSync(deeper)) };
    assert.match(
      await loading(() => ({ decoder: first, decoderWithPast: encoder })),
      /second\.onnx also reads attention_mask, which Attentive cannot give it/,
    );
  });
});
