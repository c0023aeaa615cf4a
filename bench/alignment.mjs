// Alignment: measures how well a model's cross-attention aligns words, as the error rate of each layer and head for
// pairs that were aligned by hand, and how often the hint "maybe not translated" is right.
//   node bench/alignment.mjs [--model FOLDER] [--data FOLDER] [--json] [--markdown FILE] [--write-card]
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { changeCard } from '../tools/card.mjs';
import { nodeBundle } from '../tools/node-bundle.mjs';
import { halfOf } from './alignment/pairs.mjs';
import { alignmentOf, bestOf, hintScores, scored } from './alignment/scores.mjs';

const USAGE = `Usage: node bench/alignment.mjs [options]

  --model FOLDER  a model folder with a card (default: models/embedded)
  --data FOLDER   pairs.jsonl, damaged.jsonl and written.jsonl (default: test/fixtures/alignments)
  --json          prints numbers in place of tables
  --markdown FILE writes the tables, for the model's README
  --write-card    puts the best layer and heads into the model's attentive.json

Layers and heads are counted from 0, as in the card.
`;

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: path.join(root, 'models/embedded') },
    data: { type: 'string', default: path.join(root, 'test/fixtures/alignments') },
    json: { type: 'boolean' },
    markdown: { type: 'string' },
    'write-card': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) process.stdout.write(USAGE);
else await main();

async function main() {
  const measured = await measuredOf(path.resolve(values.model), path.resolve(values.data));
  const { card, pairs, hints, hintMs, skipped } = measured;
  const choices = scored(measured.choices, pairs, pair => `${pair.from}→${pair.to}`);
  const halves = scored(measured.choices, pairs, halfOf);
  const best = bestOf(choices, choice => choice.all.errorRate);
  // Chosen on one half of the pairs only, so that its error rate on the other half (`untouched`) is an honest estimate.
  const onTuned = bestOf(halves, choice => choice.by['tuned']);
  const alignment = alignmentOf(best);
  const result = { model: card.id, choices, alignment, onTuned, hints: hintScores(hints), skipped };
  const text = markdown(result, { card, pairs, texts: hints.length, hintMs });
  console.log(values.json ? JSON.stringify(result) : text);
  if (values.markdown !== undefined) fs.writeFileSync(values.markdown, `${text}\n`);
  if (values['write-card'])
    changeCard(path.join(path.resolve(values.model), 'attentive.json'), card => ({ ...card, alignment }));
}

/** Measures in a separate process, so that the memory and the threads of ONNX Runtime end with that process. */
async function measuredOf(model, data) {
  const out = path.join(root, 'out', `bench-alignment-${process.pid}`);
  process.once('exit', () => fs.rmSync(out, { recursive: true, force: true }));
  await build({ ...nodeBundle(root), entryPoints: [path.join(root, 'bench/alignment/run.ts')], outdir: out });
  const args = [path.join(out, 'run.mjs'), model, data];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

function markdown({ choices, alignment, onTuned, hints, skipped }, { card, pairs, texts, hintMs }) {
  const directions = Object.keys(choices[0].by);
  const { layer, head, shift, by } = onTuned;
  return [
    `${pairs.length} pairs that were aligned by hand, teacher-forced; layers and heads counted from 0. AER: alignment error ` +
      `rate (Och & Ney 2003), 0 is best. Shifted: a word is read at the step where it is the decoder's input (Chen et al. 2020).`,
    table(
      ['layer', 'heads', 'read', ...directions.map(name => `AER ${name}`), 'AER', 'precision', 'recall'],
      choices.map(one => [
        one.layer === 'mean' ? 'mean of all' : String(one.layer),
        one.head === 'mean' ? 'mean of all' : String(one.head),
        one.shift ? 'shifted' : 'unshifted',
        ...directions.map(name => share(one.by[name])),
        ...[one.all.errorRate, one.all.precision, one.all.recall].map(share),
      ]),
    ),
    `The best, for the card: \`"alignment": ${JSON.stringify(alignment)}\`. The card said: ` +
      `\`${JSON.stringify(card.alignment ?? null)}\`. Chosen on one half of the pairs (layer ${layer}, heads ${head}, ` +
      `${shift ? 'shifted' : 'unshifted'}): AER ${share(by['tuned'])} there, ${share(by['untouched'])} on the other half.`,
    `Words that are "maybe not translated", by what the model makes of a translation without them. Reference: nothing is ` +
      `missing. Damaged: a word or phrase was left out by hand. Written: what an edition of the embedded model wrote.`,
    table(
      ['texts', 'number', 'right', 'wrong', 'missed', 'precision', 'recall'],
      hints.map(({ name, texts: count, score: { right, wrong, missed, precision, recall } }) => {
        return [name, ...[count, right, wrong, missed].map(String), share(precision), share(recall)];
      }),
    ),
    `${(hintMs / texts).toFixed(0)} ms a text, the first pass included; one thread, ${os.cpus()[0].model}, ` +
      `Node ${process.version}, beside whatever else the machine did.`,
    ...(skipped.length > 0 ? [`The model's card lacks, so these were not run: ${skipped.join(', ')}.`] : []),
  ].join('\n\n');
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

/** A number with three decimals; a dash if it could not be computed (NaN, which JSON turns into null). */
function share(value) {
  return Number.isNaN(value) || value === null ? '–' : value.toFixed(3);
}
