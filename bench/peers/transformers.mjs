// Transformers: the process of bench/peers.mjs that runs jobs on transformers.js, with one of two builds of ONNX Runtime.
import path from 'node:path';
import process from 'node:process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { processorMs } from './processorTime.mjs';

/** `modules` is the folder in which the packages are installed. */
const { folder, precision, runtime, modules } = JSON.parse(process.argv[2]);
/** The sizes of batches of which the fastest is used. */
const SIZES = [8, 16, 32];

const began = processorMs();
const require = createRequire(path.join(modules, 'package.json'));
const files = path.join(modules, 'node_modules/onnxruntime-web/dist');
const web = runtime === 'wasm' ? await import(pathToFileURL(path.join(files, 'ort.node.min.mjs')).href) : undefined;
// transformers.js takes the runtime from here if there is one.
if (web !== undefined) globalThis[Symbol.for('onnxruntime')] = web;
// The CommonJS build loads without sharp, which is for images.
const { AutoModelForSeq2SeqLM, AutoTokenizer, env, Tensor } = require('@huggingface/transformers');
env.localModelPath = path.dirname(folder);
env.allowRemoteModels = false;
if (web !== undefined) {
  // In place of what transformers.js has set: the files of a server.
  const file = end => pathToFileURL(path.join(files, `ort-wasm-simd-threaded.${end}`)).href;
  web.env.wasm.wasmPaths = { mjs: file('mjs'), wasm: file('wasm') };
  web.env.wasm.numThreads = 1;
  env.useWasmCache = false;
}
const name = path.basename(folder);
const provider = runtime === 'native' ? 'cpu' : 'wasm';
const threads = { intraOpNumThreads: 1, interOpNumThreads: 1 };
const options = {
  dtype: precision,
  // No device has a name for a runtime that comes from outside: the provider is named here.
  device: runtime === 'native' ? 'cpu' : 'auto',
  session_options: { executionProviders: [provider], logSeverityLevel: 3, ...threads },
};
const [tokenizer, model] = await Promise.all([
  AutoTokenizer.from_pretrained(name),
  AutoModelForSeq2SeqLM.from_pretrained(name, options),
]);
process.send({ loadMs: processorMs() - began });

process.on('message', job => void run(job).then(result => process.send(result)));

/** Runs a job with batches of `batch` rows; with 0 of the size that is fastest on the first rows. */
async function run(job) {
  const batch = job.batch === 0 ? await fastest(job) : job.batch;
  const start = processorMs();
  const tokens = await generated(job, batch);
  return { ms: processorMs() - start, tokens, batch };
}

async function fastest(job) {
  const some = { ...job, rows: job.rows.slice(0, Math.max(...SIZES)) };
  const times = [];
  for (const size of SIZES) {
    const start = processorMs();
    await generated(some, size);
    times.push(processorMs() - start);
  }
  return SIZES[times.indexOf(Math.min(...times))];
}

/** Rows of like length go into one batch, as in Attentive. */
async function generated({ kind, rows, newTokens }, batch) {
  const sorted = [...rows].sort((left, right) => left.length - right.length);
  let tokens = 0;
  for (let at = 0; at < sorted.length; at += batch) {
    const some = sorted.slice(at, at + batch);
    const inputs =
      kind === 'ids'
        ? padded(some)
        : tokenizer(
            some.map(text => `>>de<<${text}`),
            { padding: true },
          );
    const longest = inputs.input_ids.dims[1];
    const lengths =
      kind === 'ids' ? { max_new_tokens: newTokens, min_new_tokens: newTokens } : { max_new_tokens: 2 * longest + 16 };
    const sequences = await model.generate({ ...inputs, ...lengths, num_beams: 1, do_sample: false });
    if (kind === 'texts') tokenizer.batch_decode(sequences, { skip_special_tokens: true });
    // The first id of a sequence is that of the start, which is also that of padding.
    for (const ids of sequences.tolist()) tokens += ids.filter(id => Number(id) !== 0).length;
  }
  return tokens;
}

function padded(rows) {
  const length = Math.max(...rows.map(row => row.length));
  const dims = [rows.length, length];
  const numbers = value => BigInt64Array.from(rows.flatMap(row => Array.from({ length }, (_, at) => value(row, at))));
  return {
    input_ids: new Tensor(
      'int64',
      numbers((row, at) => BigInt(row[at] ?? 0)),
      dims,
    ),
    attention_mask: new Tensor(
      'int64',
      numbers((row, at) => (at < row.length ? 1n : 0n)),
      dims,
    ),
  };
}
