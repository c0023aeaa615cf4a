// Writes goldens_int8.json: the greedy ids of a folder's int8 files for every row of its goldens, each row by itself, made
// by the built command line (npm run build first):
//   node models/train/goldens_int8.mjs --model DIR --goldens DIR
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '../..');

const { values } = parseArgs({ options: { model: { type: 'string' }, goldens: { type: 'string' } } });
if (values.model === undefined || values.goldens === undefined) {
  console.error('Usage: node models/train/goldens_int8.mjs --model DIR --goldens DIR');
  process.exit(2);
}
const goldens = JSON.parse(fs.readFileSync(path.join(values.goldens, 'goldens.json'), 'utf8'));

/** A sequence up to its EOS, which no padding follows. */
function ended(ids) {
  const end = ids.indexOf(goldens.eos_token_id, 1);
  return end < 0 ? ids : ids.slice(0, end + 1);
}

/** Greedy ids of each row. They are not one batch: int8 takes one scale over all that it computes together. */
function generate(rows) {
  const search = ['--num-beams', '1', '--max-new-tokens', String(goldens.max_new_tokens), '--batch-rows', '1'];
  const model = ['--model', values.model, '--precision', 'q8', '--threads', '1'];
  const ids = rows.flatMap(row => ['--ids', row.join(' ')]);
  const cli = path.join(ROOT, 'dist/node/cli.js');
  const stdout = execFileSync(process.execPath, [cli, 'generate', ...model, ...search, ...ids, '--json', '--quiet']);
  return JSON.parse(stdout.toString()).sequences.map(ended);
}

const rows = goldens.cases.flatMap(({ name, input_ids, attention_mask, generations }) =>
  input_ids.map((ids, row) => ({
    case: name,
    row,
    input_ids: ids.filter((_, at) => attention_mask[row][at] === 1),
    fp32: ended(generations[0].sequences[row]),
  })),
);
const greedy = generate(rows.map(row => row.input_ids));
const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'node_modules/onnxruntime-web/package.json'), 'utf8'));
const document = {
  made_with: `models/train/goldens_int8.mjs, onnxruntime-web ${version}, WASM, one thread, one row at a time`,
  max_new_tokens: goldens.max_new_tokens,
  rows: rows.map(({ fp32, ...row }, at) => ({
    ...row,
    greedy: greedy[at],
    same_as_fp32: String(greedy[at]) === String(fp32),
  })),
};
fs.writeFileSync(path.join(values.goldens, 'goldens_int8.json'), `${JSON.stringify(document)}\n`);
const same = document.rows.filter(row => row.same_as_fp32).length;
console.log(`${rows.length} rows, ${same} with the ids of float32`);
