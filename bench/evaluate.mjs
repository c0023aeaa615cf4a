// Evaluate: evaluates a model on test sets through the product's command line: the quality of translations and summaries,
// the quality that quantization to 8 bits loses, and the quality that beam search gains.
//   node bench/evaluate.mjs --data FOLDER [--model FOLDER], --help for other options
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BLEU_SIGNATURE } from './evaluate/bleu.mjs';
import { CHRF_SIGNATURE } from './evaluate/chrf.mjs';
import { compare } from './evaluate/compare.mjs';
import { measureSummary, measureTranslation } from './evaluate/measure.mjs';
import { CLI, run } from './evaluate/product.mjs';
import { qualityTable } from './evaluate/quality.mjs';
import { markdown } from './evaluate/report.mjs';
import { ROUGE_SIGNATURE } from './evaluate/rouge.mjs';
import { plan, readSets, sample, SEED, taskName } from './evaluate/sets.mjs';
import { writeTable } from './tables/writeTable.mjs';

const USAGE = `Usage: node bench/evaluate.mjs --data FOLDER [options]

  --data FOLDER         test sets: NAME.en-de.tsv (source TAB reference, used both ways), summ-NAME.tsv (input TAB summary)
  --model FOLDER        the model (default: the embedded one)
  --sample N            lines of each set, always the same ones (default: 200)
  --whole               whole sets; what is compared is still compared on the samples
  --sets NAME[,NAME …]  only sets with one of these in their name
  --beams               compares 4 beams with greedy search
  --length-penalty X[,Y …]  compares 4 beams with each of these length penalties with greedy search
  --compare-precisions  compares float32 with the precision of the shipped model
  --exact FOLDER        where the float32 graphs are, if not in the model's folder
  --threads N           threads of the runtime
  --out FILE.json       writes everything that was measured, after each set
  --markdown FILE.md    writes the Markdown there as well
  --scores FILE.json    runs nothing, and reports what --out wrote before
  --write-table FILE.md writes chrF2 by direction and kind of text between the comments of that file
  --outputs FOLDER      writes source TAB reference TAB output TAB mean log-probability of each set (bench/sureness.mjs
                        reads them), and those of the samples with --beams

Markdown goes to stdout, progress to stderr.
`;

const BEAMS = 4;

try {
  const options = readOptions();
  if (options.help) process.stdout.write(USAGE);
  else {
    const evaluation = options.scores === undefined ? await evaluate(options) : readScores(options.scores);
    const text = markdown(evaluation);
    if (options['write-table'] !== undefined) {
      writeTable(options['write-table'], 'bench/evaluate.mjs', qualityTable(evaluation.results));
    }
    if (options.markdown !== undefined) fs.writeFileSync(options.markdown, text);
    process.stdout.write(text);
  }
} catch (error) {
  process.stderr.write(`evaluate: ${error.message}\n`);
  process.exitCode = 1;
}

function readOptions() {
  const text = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  const embedded = fileURLToPath(new URL('../models/embedded', import.meta.url));
  const { values } = parseArgs({
    options: {
      ...{ data: text, model: { ...text, default: embedded }, sample: { ...text, default: '200' }, whole: flag },
      ...{
        sets: text,
        beams: flag,
        'length-penalty': text,
        'compare-precisions': flag,
        exact: text,
        threads: text,
        out: text,
        markdown: text,
        scores: text,
        'write-table': text,
        outputs: text,
      },
      help: { ...flag, short: 'h' },
    },
  });
  const size = Number(values.sample);
  if (values.help) return values;
  if (values.data === undefined && values.scores === undefined)
    throw new Error('--data FOLDER is missing; --help describes its files.');
  if (!Number.isInteger(size) || size < 1) throw new Error(`--sample takes a number of lines, not "${values.sample}".`);
  const lengthPenalties = (values['length-penalty']?.split(',') ?? []).map(Number);
  if (!lengthPenalties.every(Number.isFinite)) {
    throw new Error(`--length-penalty takes numbers with commas between them, not "${values['length-penalty']}".`);
  }
  if (!fs.existsSync(CLI)) throw new Error(`${CLI} does not exist: run npm run build.`);
  return { ...values, size, lengthPenalties };
}

function readScores(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

async function evaluate(options) {
  const card = JSON.parse(fs.readFileSync(path.join(options.model, 'attentive.json'), 'utf8'));
  const names = options.sets?.split(',') ?? [''];
  const sets = readSets(options.data).filter(set => names.some(name => set.name.includes(name)));
  if (sets.length === 0) throw new Error(`${options.data} has no such test sets.`);
  const { jobs, skipped } = plan(sets, card.tasks);
  const ways = waysOf(options);
  const evaluation = {
    model: { id: card.id, name: card.name, quality: card.quality, folder: options.model, graphs: [] },
    machine: `${os.cpus()[0].model}, ${os.availableParallelism()} cores, Node ${process.version}`,
    date: new Date().toISOString().slice(0, 10),
    signatures: { bleu: BLEU_SIGNATURE, chrf: CHRF_SIGNATURE, rouge: ROUGE_SIGNATURE },
    ...{ seed: SEED, sample: options.size, isWhole: options.whole, results: [], skipped },
    versus: [],
  };
  for (const [index, job] of jobs.entries()) {
    process.stderr.write(`${index + 1} of ${jobs.length}: ${taskName(job.task)} ${job.set}\n`);
    const places = sample(job.rows.length, options.size);
    const { result, graphs, sampled } = await runBase(job, places, options);
    evaluation.model.graphs = graphs;
    evaluation.results.push(result);
    for (const way of ways) await runOther(way, job, places, sampled, graphs, options.outputs);
    evaluation.versus = ways.map(({ description, pairs }) => ({ ...description, comparisons: compare(pairs) }));
    if (options.out !== undefined) fs.writeFileSync(options.out, `${JSON.stringify(evaluation, undefined, 2)}\n`);
  }
  return evaluation;
}

/** The ways to run the tasks that are compared with greedy search in the shipped precision, each with its outputs so far. */
function waysOf({ model, exact, threads, beams, lengthPenalties, 'compare-precisions': precisions }) {
  const ways = [];
  if (precisions) {
    const way = { model: exact ?? model, beams: 1, precision: 'fp32', threads };
    const description = { title: 'What ships against float32, both greedy', base: 'shipped', other: 'float32' };
    // The report compares the loss of BLEU with the largest that is permitted.
    ways.push({ description: { ...description, checksLoss: true }, way, pairs: [] });
  }
  if (beams) {
    const way = { model, beams: BEAMS, threads };
    const description = { title: `Greedy against ${BEAMS} beams`, base: 'greedy', other: `${BEAMS} beams` };
    ways.push({ description: { ...description, checksLoss: false }, way, pairs: [] });
  }
  for (const lengthPenalty of lengthPenalties) {
    const way = { model, beams: BEAMS, lengthPenalty, threads };
    const other = `${BEAMS} beams, length penalty ${lengthPenalty}`;
    ways.push({
      description: { title: `Greedy against ${other}`, base: 'greedy', other, checksLoss: false },
      way,
      pairs: [],
    });
  }
  return ways;
}

/** Runs a job with greedy search and measures it. Also returns the outputs of the sample, for comparisons. */
async function runBase(job, places, { model, threads, whole, outputs: folder }) {
  const rows = whole ? job.rows : places.map(place => job.rows[place]);
  const sources = rows.map(row => row.source);
  const { outputs, scores, graphs, workMs, notes } = await run(job.task, sources, { model, beams: 1, threads });
  const measured =
    job.task.kind === 'translate'
      ? { translation: measureTranslation(rows, outputs) }
      : { summary: measureSummary(rows, outputs) };
  if (folder !== undefined) writeOutputs(folder, nameOf(job), rows, { outputs, scores });
  const of = job.rows.length;
  const result = { set: job.set, task: taskName(job.task), rows: rows.length, of, workMs, notes, ...measured };
  return { result, graphs, sampled: whole ? places.map(place => outputs[place]) : outputs };
}

/**
 * Runs the sample of a job in another way. If it cannot be run, `description.why` says why, and it is not tried again.
 */
async function runOther({ description, way, pairs }, job, places, base, graphs, folder) {
  if (description.why !== undefined) return;
  const rows = places.map(place => job.rows[place]);
  const sources = rows.map(row => row.source);
  try {
    const found = await run(job.task, sources, way);
    const isSame = way.precision !== undefined && found.graphs.join() === graphs.join();
    if (isSame) description.why = `what ships is ${description.other} itself.`;
    else pairs.push({ set: job.set, task: job.task, rows, base, other: found.outputs });
    if (folder !== undefined && way.beams > 1) writeOutputs(folder, `${nameOf(job)}.beams`, rows, found);
  } catch (error) {
    description.why = error.message;
  }
}

/** The name of a job's outputs: `tatoeba.en-de`, `summ-titles.headline`. */
function nameOf({ set, task }) {
  return `${set}.${task.kind === 'translate' ? `${task.from}-${task.to}` : task.form}`;
}

function writeOutputs(folder, name, rows, { outputs, scores }) {
  fs.mkdirSync(folder, { recursive: true });
  const lines = rows.map(({ source, reference }, row) => {
    return `${source}\t${reference}\t${outputs[row]}\t${scores[row] ?? ''}\n`;
  });
  fs.writeFileSync(path.join(folder, `${name}.tsv`), lines.join(''));
}
