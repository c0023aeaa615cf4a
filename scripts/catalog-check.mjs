// Catalog check: compares every model of models/catalog.json with the hub: whether the repository is there and can be read by everybody,
// and has the files of an encoder-decoder. If all have, the day is written into the catalog.
import { listFiles, modelInfo } from '@huggingface/hub';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const file = path.join(root, 'models/catalog.json');

const REQUIRED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const ENCODER = /^(?:onnx\/)?encoder_model(?:_\w+)?\.onnx$/;
const DECODER = /^(?:onnx\/)?decoder_model(?:_\w+)?\.onnx$/;

/**
 * What is wrong with each entry, as a sentence.
 *
 * @param {{ models: { id: string, source: { kind: string, repository?: string, revision?: string } }[] }} catalog
 * @param {string} hubUrl
 */
export async function problemsOf(catalog, hubUrl) {
  const problems = [];
  for (const { id, source } of catalog.models) {
    if (source.kind !== 'hub') continue;
    try {
      problems.push(...(await problemsOfRepository(source, hubUrl)).map(problem => `${id}: ${problem}`));
    } catch (error) {
      problems.push(`${id}: ${source.repository} cannot be read: ${error.message}`);
    }
  }
  return problems;
}

async function problemsOfRepository({ repository, revision = 'main' }, hubUrl) {
  const info = await modelInfo({ name: repository, revision, hubUrl, additionalFields: ['sha'] });
  const names = [];
  for await (const entry of listFiles({ repo: repository, revision: info.sha, recursive: true, hubUrl })) {
    names.push(entry.path);
  }
  return [
    info.name !== repository && `it is called ${info.name} now`,
    info.gated !== false && 'it is gated',
    ...REQUIRED.map(name => !names.includes(name) && `it has no ${name}`),
    !names.some(name => ENCODER.test(name)) && 'it has no encoder',
    !names.some(name => DECODER.test(name)) && 'it has no decoder',
  ].filter(problem => problem !== false);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = fs.readFileSync(file, 'utf8');
  const problems = await problemsOf(JSON.parse(text), process.env.HF_ENDPOINT ?? 'https://huggingface.co');
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
  else {
    const today = new Date().toISOString().slice(0, 10);
    fs.writeFileSync(file, text.replace(/"checked": (?:null|"[^"]*")/, `"checked": "${today}"`));
    console.log('All models of the catalog are on the hub as it says.');
  }
}
