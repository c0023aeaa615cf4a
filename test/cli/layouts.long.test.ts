// Layouts test: the command line runs models in every precision and layout.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const CLI = path.join(__ROOT__, 'dist/node/cli.js');
const FIXTURES = path.join(__ROOT__, 'test/fixtures');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function cli(...args: string[]): Promise<Ended> {
  return new Promise(resolve => {
    const child = execFile(process.execPath, [CLI, '--backend', 'wasm', ...args], (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

function sequencesOf({ code, stdout, stderr }: Ended): number[][] {
  assert.equal(code, 0, stderr);
  return (JSON.parse(stdout) as { sequences: number[][] }).sequences;
}

interface Golden {
  readonly name: string;
  readonly input_ids: number[][];
  readonly greedy: number[][];
}

const goldens = JSON.parse(fs.readFileSync(path.join(FIXTURES, 'precisions/goldens.json'), 'utf8')) as {
  readonly new_tokens: number;
  readonly precisions: Readonly<Record<'q4' | 'bnb4', Golden[]>>;
};

describe('attentive generate and explain with every precision and layout', () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-cli-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** A folder with T5 in float16 and in the precisions of 4 bits. */
  function precisions(): string {
    const isCopied = (name: string): boolean => !name.endsWith('.onnx') && !name.includes('goldens');
    fs.cpSync(path.join(FIXTURES, 't5'), folder, { recursive: true, filter: isCopied });
    fs.cpSync(path.join(FIXTURES, 'precisions/onnx'), path.join(folder, 'onnx'), { recursive: true });
    return folder;
  }

  const search = ['--max-new-tokens', `${goldens.new_tokens}`, '--json'];

  // The goldens of q4 are also those of q4f16, which has the same weights.
  for (const [precision, kind] of [
    ['q4', 'q4'],
    ['q4f16', 'q4'],
    ['bnb4', 'bnb4'],
  ] as const) {
    it(`generates the golden ids in ${precision}`, async () => {
      const model = precisions();
      const golden = goldens.precisions[kind].find(({ name }) => name === 's1');
      assert.ok(golden !== undefined);
      const ids = golden.input_ids.flatMap(row => ['--ids', row.join(' ')]);
      const ended = await cli('generate', '--model', model, '--precision', precision, ...ids, ...search);
      assert.deepEqual(sequencesOf(ended), golden.greedy);
      assert.match(ended.stderr, new RegExp(`encoder_model_${precision}\\.onnx and .*_merged_${precision}\\.onnx`));
    });
  }

  it('prefers float16 to 4 bits, and names the precisions of the folder if --precision names another', async () => {
    const model = precisions();
    const { code, stderr } = await cli('generate', '--model', model, '--ids', '5 17 1', ...search);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /encoder_model_fp16\.onnx and .*decoder_model_merged_fp16\.onnx/);
    const refused = await cli('generate', '--model', model, '--ids', '5 17 1', '--precision', 'int8');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /“int8” cannot be used: .* has only fp16, bnb4, q4, q4f16\.$/m);
  });

  it('explains a model with separate weights files, and names such a file if it is missing', async () => {
    const model = precisions();
    const out = path.join(folder, 'out.json');
    const args = ['--model', model, '--precision', 'q4', '--ids', '5 17 1', '--target-ids', '0 3 1', '--out', out];
    const { code, stderr } = await cli('explain', ...args);
    assert.equal(code, 0, stderr);
    const written = JSON.parse(fs.readFileSync(out, 'utf8')) as Record<string, { dims: number[] }>;
    assert.deepEqual(written['cross_attentions'].dims, [2, 1, 4, 3, 3]);
    fs.rmSync(path.join(model, 'onnx/encoder_model_q4.onnx_data'));
    const refused = await cli('explain', ...args);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^attentive: The model folder .* has no file onnx\/encoder_model_q4\.onnx_data[:.] /m);
  });

  it('runs two decoders in the same folder as the configuration', async () => {
    const marian = path.join(FIXTURES, 'marian');
    fs.cpSync(marian, folder, { recursive: true, filter: name => !name.endsWith('.onnx') });
    const graphs = ['encoder_model', 'decoder_model', 'decoder_with_past_model'].map(stem => `${stem}.onnx`);
    for (const graph of graphs) fs.cpSync(path.join(marian, 'onnx', graph), path.join(folder, graph));
    const args = ['--ids', '5 17 0', '--num-beams', '4', '--max-new-tokens', '24', '--json'];
    const ended = await cli('generate', '--model', folder, ...args);
    assert.deepEqual(sequencesOf(ended), sequencesOf(await cli('generate', '--model', marian, ...args)));
    assert.match(ended.stderr, /Loading encoder_model\.onnx, decoder_model\.onnx, and decoder_with_past_model\.onnx/);
  });

  it('refuses a model that is no encoder-decoder and names its type', async () => {
    fs.mkdirSync(path.join(folder, 'onnx'));
    for (const name of ['tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx']) {
      fs.writeFileSync(path.join(folder, name), '{}');
    }
    fs.writeFileSync(path.join(folder, 'config.json'), '{"model_type": "gpt2", "vocab_size": 50257}');
    const { code, stdout, stderr } = await cli('generate', '--model', folder, '--ids', '0');
    assert.deepEqual([code, stdout], [1, '']);
    assert.equal(
      stderr.trim(),
      'attentive: This model cannot be run: config.json is of a “gpt2” model without both an encoder and a decoder. ' +
        'Choose an encoder-decoder for text, such as Marian, T5, BART or M2M-100, in the layout of the Hugging Face hub.',
    );
  });
});
