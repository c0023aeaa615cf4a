// Measures how well a model's cross-attention aligns words, by the error rate of each layer and head against pairs that
// were aligned by hand, and how often "maybe not translated" is right.
// node bench/alignment.mjs [--model FOLDER] [--data FOLDER] [--json]
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nodeBundle } from '../scripts/node-bundle.mjs';
import { halfOf } from './alignment/pairs.mjs';
import { alignmentOf, bestOf, hintScores, scored } from './alignment/scores.mjs';

const USAGE = `Usage: node bench/alignment.mjs [options]

  --model FOLDER  a model folder with a card (default: models/embedded)
  --data FOLDER   pairs.jsonl, damaged.jsonl and written.jsonl (default: test/fixtures/alignments)
  --json          numbers in place of tables

Layers and heads are counted from 0, as in the card.
`;

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: path.join(root, 'models/embedded') },
    data: { type: 'string', default: path.join(root, 'test/fixtures/alignments') },
    json: { type: 'boolean' },
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
  const onTuned = bestOf(halves, choice => choice.by['tuned']);
  const alignment = alignmentOf(best);
  const result = { model: card.id, choices, alignment, onTuned, hints: hintScores(hints), skipped };
  if (values.json) console.log(JSON.stringify(result));
  else report(result, { card, pairs, texts: hints.length, hintMs });
}

/** A process of its own: the runtime ends with it. */
async function measuredOf(model, data) {
  const out = path.join(root, 'out', `bench-alignment-${process.pid}`);
  process.once('exit', () => fs.rmSync(out, { recursive: true, force: true }));
  await build({ ...nodeBundle(root), entryPoints: [path.join(root, 'bench/alignment/run.ts')], outdir: out });
  const args = [path.join(out, 'run.mjs'), model, data];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

function report({ choices, alignment, onTuned, hints, skipped }, { card, pairs, texts, hintMs }) {
  console.log(`${card.name} (${card.id}), ${pairs.length} pairs; ${os.cpus()[0].model}, Node ${process.version}\n`);
  const directions = Object.keys(choices[0].by);
  table(
    ['layer', 'heads', 'read', ...directions.map(name => `AER ${name}`), 'AER', 'precision', 'recall'],
    choices.map(({ layer, head, shift, by, all }) => [
      layer === 'mean' ? 'mean of all' : String(layer),
      head === 'mean' ? 'mean of all' : String(head),
      shift ? 'shifted' : 'unshifted',
      ...directions.map(name => share(by[name])),
      ...[all.errorRate, all.precision, all.recall].map(share),
    ]),
  );
  const { layer, head, shift, by } = onTuned;
  console.log(
    `\nBest for its card: "alignment": ${JSON.stringify(alignment)}` +
      `\nThe card says: ${JSON.stringify(card.alignment ?? 'nothing')}` +
      `\nChosen on one half of the pairs (layer ${layer}, heads ${head}, ${shift ? 'shifted' : 'unshifted'}): ` +
      `AER ${share(by['tuned'])} there, ${share(by['untouched'])} on the other half\n`,
  );
  table(
    ['maybe not translated', 'texts', 'right', 'wrong', 'missed', 'precision', 'recall'],
    hints.map(({ name, texts: count, score: { right, wrong, missed, precision, recall } }) => {
      return [name, ...[count, right, wrong, missed].map(String), share(precision), share(recall)];
    }),
  );
  console.log(`\n${(hintMs / texts).toFixed(0)} ms a text, the first pass included, one thread`);
  if (skipped.length > 0) console.log(`The model's card lacks, so these were not run: ${skipped.join(', ')}`);
}

function table(head, rows) {
  console.log([head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n'));
}

function share(value) {
  return Number.isNaN(value) || value === null ? '–' : value.toFixed(3);
}
