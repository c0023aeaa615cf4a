import assert from 'node:assert/strict';
import { AttentiveError } from '../../../src/base/errors';
import { CARD_FILE } from '../../../src/models/card';
import { readCard, readFolder } from '../../../src/models/folder';
import type { ModelFiles, NamedWeights } from '../../../src/models/modelFiles';
import type { Precision } from '../../../src/models/precision';
import type { FileStore } from '../../../src/models/store';

interface MemoryStore extends FileStore {
  /** The names that were read, in order. */
  readonly reads: string[];
}

/** A store of files in memory. Each file contains its own name, unless `contents` has something else for it. */
function memory(names: readonly string[], contents: Readonly<Record<string, string>> = {}): MemoryStore {
  const reads: string[] = [];
  return {
    location: '/models/m',
    reads,
    list: () => Promise.resolve(names),
    read(name) {
      reads.push(name);
      if (names.includes(name)) return Promise.resolve(new TextEncoder().encode(contents[name] ?? name));
      const data = { file: name, folder: '/models/m' };
      return Promise.reject(new AttentiveError('model-missing-file', `no ${name}`, data));
    },
  };
}

/** Reads a folder. `weights` has, for the name of a graph file, the weights files that this graph refers to. */
function readModelFolder(
  store: FileStore,
  precision?: Precision,
  weights: Readonly<Record<string, readonly NamedWeights[]>> = {},
): Promise<ModelFiles> {
  return readFolder(store, file => weights[file] ?? [], precision);
}

const JSONS = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

function graphs(suffix: string): string[] {
  return [`onnx/encoder_model${suffix}.onnx`, `onnx/decoder_model_merged${suffix}.onnx`];
}

describe('readFolder', () => {
  it('returns JSON files as text, and graphs as bytes with their names', async () => {
    const store = memory([...JSONS, ...graphs(''), 'README.md']);
    const folder = await readModelFolder(store);
    assert.deepEqual([folder.config, folder.tokenizer, folder.tokenizerConfig], JSONS);
    assert.equal('generationConfig' in folder, false);
    assert.equal(new TextDecoder().decode(folder.encoder.bytes), folder.encoder.name);
    assert.deepEqual([folder.encoder.name, folder.decoder.name], graphs(''));
    assert.equal(store.reads.includes('README.md'), false);
  });

  it('reads generation_config.json if there is one', async () => {
    const folder = await readModelFolder(memory([...JSONS, ...graphs(''), 'generation_config.json']));
    assert.equal(folder.generationConfig, 'generation_config.json');
  });

  it("reads Marian's source.spm as bytes if there is one, and no other SentencePiece model", async () => {
    const store = memory([...JSONS, ...graphs(''), 'source.spm', 'target.spm', 'spiece.model']);
    const folder = await readModelFolder(store);
    assert.equal(new TextDecoder().decode(folder.sourceSentencePiece), 'source.spm');
    assert.ok(!store.reads.includes('target.spm') && !store.reads.includes('spiece.model'));
    assert.equal('sourceSentencePiece' in (await readModelFolder(memory([...JSONS, ...graphs('')]))), false);
  });

  it('reads the graphs of the best precision that the folder has', async () => {
    const store = memory([...JSONS, ...graphs(''), ...graphs('_q4f16'), ...graphs('_quantized')]);
    const { encoder, decoder } = await readModelFolder(store);
    assert.deepEqual([encoder.name, decoder.name], graphs('_quantized'));
  });

  it('reads both decoders of a folder that has two', async () => {
    const decoders = ['onnx/decoder_model.onnx', 'onnx/decoder_with_past_model.onnx'];
    const folder = await readModelFolder(memory([...JSONS, graphs('')[0], ...decoders]));
    assert.deepEqual([folder.decoder.name, folder.decoderWithPast?.name], decoders);
    assert.equal('decoderWithPast' in (await readModelFolder(memory([...JSONS, ...graphs('')]))), false);
  });

  it('refuses a model that is no encoder-decoder, before it reports missing files', async () => {
    const config = JSON.stringify({ model_type: 'bert', is_encoder_decoder: false });
    const store = memory(['config.json', 'tokenizer.json', 'onnx/model.onnx'], { 'config.json': config });
    await assert.rejects(readModelFolder(store), {
      code: 'model-unsupported',
      data: { what: 'config.json is of a “bert” model without both an encoder and a decoder' },
    });
    assert.deepEqual(store.reads, ['config.json']);
  });

  describe('for a model with weights files', () => {
    const [encoder, decoder] = graphs('');
    const names = [...JSONS, encoder, decoder, 'onnx/encoder_model.onnx_data', 'onnx/decoder.bin'];
    const weights = {
      [encoder]: [{ location: './encoder_model.onnx_data', size: 28 }],
      [decoder]: [
        { location: 'decoder.bin', size: 3 },
        { location: 'encoder_model.onnx_data', size: 0 },
      ],
    };

    it('reads the files that each graph names, from the folder of the graph', async () => {
      const folder = await readModelFolder(memory(names), undefined, weights);
      const weightsOf = (graph: ModelFiles['encoder']): unknown =>
        graph.weights?.map(({ location, bytes }) => [location, new TextDecoder().decode(bytes)]);
      assert.deepEqual(weightsOf(folder.encoder), [['./encoder_model.onnx_data', 'onnx/encoder_model.onnx_data']]);
      assert.deepEqual(weightsOf(folder.decoder), [
        ['decoder.bin', 'onnx/decoder.bin'],
        ['encoder_model.onnx_data', 'onnx/encoder_model.onnx_data'],
      ]);
      assert.equal('weights' in (await readModelFolder(memory(names))).encoder, false);
    });

    it('throws an error that names a missing weights file', async () => {
      const store = memory(names.filter(name => name !== 'onnx/decoder.bin'));
      await assert.rejects(readModelFolder(store, undefined, weights), {
        code: 'model-missing-file',
        data: { file: 'onnx/decoder.bin', folder: '/models/m' },
      });
    });

    it('throws an error that names a weights file that is too short', async () => {
      const longer = { ...weights, [encoder]: [{ location: 'encoder_model.onnx_data', size: 29 }] };
      await assert.rejects(readModelFolder(memory(names), undefined, longer), {
        code: 'model-broken-file',
        data: {
          file: 'onnx/encoder_model.onnx_data',
          why: 'it has 28 bytes, and onnx/encoder_model.onnx reads 29',
        },
      });
    });
  });

  it("reads Marian's target_vocab.json as text if there is one", async () => {
    const { targetVocabulary } = await readModelFolder(memory([...JSONS, ...graphs(''), 'target_vocab.json']));
    assert.equal(targetVocabulary, 'target_vocab.json');
    assert.equal('targetVocabulary' in (await readModelFolder(memory([...JSONS, ...graphs('')]))), false);
  });

  it('reads the requested precision, or throws an error that lists those of the folder', async () => {
    const store = memory([...JSONS, ...graphs(''), ...graphs('_quantized'), 'onnx/encoder_model_fp16.onnx']);
    assert.equal((await readModelFolder(store, 'fp32')).encoder.name, 'onnx/encoder_model.onnx');
    await assert.rejects(readModelFolder(store, 'fp16'), {
      code: 'bad-request',
      data: { name: 'fp16', why: '/models/m has only q8, fp32' },
    });
    assert.deepEqual(
      store.reads.filter(name => name.includes('fp16')),
      [],
    );
  });

  it('names the missing file if the folder has a complete model in no precision', async () => {
    await assert.rejects(readModelFolder(memory([...JSONS, 'onnx/encoder_model.onnx']), 'q8'), {
      code: 'model-missing-file',
      data: { file: 'onnx/encoder_model_quantized.onnx', folder: '/models/m' },
    });
  });

  it('reads encoder and decoder each in its best precision', async () => {
    const [quantized] = graphs('_quantized');
    const [, exact] = graphs('');
    const folder = await readModelFolder(memory([...JSONS, quantized, exact]));
    assert.deepEqual([folder.encoder.name, folder.decoder.name], [quantized, exact]);
  });

  it('names a missing file before it reads any file but config.json', async () => {
    const all = [...JSONS, ...graphs('_quantized')];
    for (const removed of all) {
      const store = memory(all.filter(name => name !== removed));
      await assert.rejects(readModelFolder(store), {
        code: 'model-missing-file',
        data: { file: removed, folder: '/models/m' },
      });
      assert.deepEqual(
        store.reads.filter(name => name !== 'config.json'),
        [],
        removed,
      );
    }
  });

  it('throws `model-missing-file` for an empty folder', async () => {
    await assert.rejects(readModelFolder(memory([])), { code: 'model-missing-file' });
  });

  it('passes on the error of the store for a file that was removed after it was listed', async () => {
    const store = memory([...JSONS, ...graphs('')]);
    const empty = memory([]);
    const broken: FileStore = { ...store, read: name => empty.read(name) };
    await assert.rejects(readModelFolder(broken), { code: 'model-missing-file' });
  });
});

describe('readCard', () => {
  it('returns the card, or throws an error that it is missing or broken', async () => {
    const card = JSON.stringify({ id: 'm', name: 'M', quality: 'q', license: 'l', tasks: [] });
    assert.equal((await readCard(memory([CARD_FILE], { [CARD_FILE]: card }))).name, 'M');
    await assert.rejects(readCard(memory([])), { code: 'model-missing-file' });
    await assert.rejects(readCard(memory([CARD_FILE], { [CARD_FILE]: '{' })), { code: 'model-broken-file' });
  });

  it('reads a card with a byte order mark', async () => {
    const card = JSON.stringify({ id: 'm', name: 'M', quality: 'q', license: 'l', tasks: [] });
    assert.equal((await readCard(memory([CARD_FILE], { [CARD_FILE]: `\ufeff${card}` }))).id, 'm');
  });
});
