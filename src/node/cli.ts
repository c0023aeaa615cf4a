// Command line: translate, summarize and generate on the engine that the extension uses.
import fs from 'node:fs/promises';
import path from 'node:path';
import { asAttentive, AttentiveError } from '../base/errors';
import { consumed } from '../base/streams';
import { sentenceOf, sentencesOf, untranslated } from '../commands/messages';
import type { Engine, GenerateStats, Hypothesis } from '../engine/api';
import { resolveSettings } from '../engine/generation';
import { padSequences, padTokenOf } from '../engine/padding';
import { connectEngine } from '../engine/remote';
import { type ModelCard, summaries, translations } from '../models/card';
import { type ModelFolder, type Precision, readCard, readModelFolder } from '../models/folder';
import type { RewriteEvent, RewriteResult } from '../tasks/rewrite';
import { summarize } from '../tasks/summarize';
import { translate } from '../tasks/translate';
import { type Arguments, readArguments, USAGE, UsageError } from './arguments';
import { diskFolder } from './files';
import { defaultThreads, spawnEngine } from './spawn';

const DIST = path.join(__dirname, '..');
const EMBEDDED = path.join(DIST, '..', 'models', 'embedded');
const MODEL = 'model';

type Rewriting = Extract<Arguments, { command: 'translate' | 'summarize' }>;
type Generating = Extract<Arguments, { command: 'generate' }>;

void main().then(code => (process.exitCode = code));

async function main(): Promise<number> {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  // A reader that closes the pipe early (head, say) has all it wanted.
  process.stdout.on('error', () => process.exit(0));
  try {
    const args = readArguments(process.argv.slice(2));
    if (args.command === 'help') process.stdout.write(USAGE);
    else if (args.command === 'version') process.stdout.write(`${await version()}\n`);
    else if (args.command === 'generate') await runGenerate(args, interrupt.signal);
    else await runRewrite(args, interrupt.signal);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`attentive: ${error.message}\nattentive --help lists what there is.\n`);
      return 2;
    }
    process.stderr.write(`attentive: ${sentenceOf(error, untranslated)}\n`);
    if (process.env['ATTENTIVE_DEBUG'] !== undefined) process.stderr.write(`${asAttentive(error).stack ?? ''}\n`);
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  switch (asAttentive(error).code) {
    case 'nothing-to-do':
      return 3;
    case 'task-unsupported':
      return 4;
    case 'bad-request':
      return 2;
    case 'cancelled':
      return 130;
    default:
      return 1;
  }
}

async function version(): Promise<string> {
  const manifest: unknown = JSON.parse(await fs.readFile(path.join(DIST, '..', 'package.json'), 'utf8'));
  return String((manifest as { readonly version?: unknown }).version);
}

/** Starts a worker, loads the model, works on it and ends the worker. */
async function withEngine<T>(
  args: Rewriting | Generating,
  folder: ModelFolder,
  maxSourceTokens: number | undefined,
  signal: AbortSignal,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const worker = spawnEngine(DIST, args.threads ?? defaultThreads());
  const engine = connectEngine(worker.port);
  try {
    const { encoder, decoder } = folder;
    tell(args, `Loading ${encoder.name} and ${decoder.name} …`);
    const limit = maxSourceTokens === undefined ? {} : { maxSourceTokens };
    await consumed(engine.load({ model: MODEL, files: folder, ...limit }, signal));
    return await work(engine);
  } finally {
    engine.dispose();
    worker.dispose();
  }
}

async function runGenerate(args: Generating, signal: AbortSignal): Promise<void> {
  const store = diskFolder(args.model ?? EMBEDDED);
  const folder = await readModelFolder(store, args.precision ?? (await exactPrecision(args.model ?? EMBEDDED)));
  const config: unknown = JSON.parse(folder.config);
  const generationConfig: unknown =
    folder.generationConfig === undefined ? undefined : JSON.parse(folder.generationConfig);
  const settings = resolveSettings(config, generationConfig, args.settings);
  const found: (readonly Hypothesis[])[] = [];
  await withEngine(args, folder, undefined, signal, async engine => {
    const source = { kind: 'ids', ids: args.ids } as const;
    // Rows given together are one padded batch, as in transformers.
    const maxBatchRows = args.maxBatchRows ?? args.ids.length;
    for await (const event of engine.generate(
      { model: MODEL, source, settings: args.settings, maxBatchRows },
      signal,
    )) {
      if (event.kind === 'row') found[event.row] = event.hypotheses;
      if (event.kind === 'tooLong') {
        const why = `row ${event.row + 1} has ${event.tokens} ids and the model takes ${event.limit}`;
        throw new AttentiveError('bad-request', why, { name: '--ids', why });
      }
    }
  });
  const hypotheses = found.flat();
  const sequences = padSequences(
    hypotheses.map(hypothesis => hypothesis.ids),
    padTokenOf(settings),
  );
  const scores = hypotheses.map(hypothesis => hypothesis.score);
  if (args.json) process.stdout.write(`${JSON.stringify({ sequences, scores })}\n`);
  else sequences.forEach((ids, row) => process.stdout.write(`${scores[row].toFixed(6)}\t${ids.join(' ')}\n`));
}

/** Ids are for comparing with other implementations: float32 where the folder has it. */
async function exactPrecision(folder: string): Promise<Precision | undefined> {
  const names = await diskFolder(folder).list();
  const hasExact = ['encoder_model', 'decoder_model_merged'].every(stem => names.includes(`onnx/${stem}.onnx`));
  return hasExact ? 'fp32' : undefined;
}

async function runRewrite(args: Rewriting, signal: AbortSignal): Promise<void> {
  const store = diskFolder(args.model ?? EMBEDDED);
  const card = await readCard(store);
  const task = chooseTask(args, card);
  const text = await readText(args.file);
  const folder = await readModelFolder(store, args.precision);
  const done = await withEngine(args, folder, card.maxSourceTokens, signal, engine => {
    const settings = { numBeams: 1, ...args.settings };
    const run = { engine, model: MODEL, input: task.input, settings, signal, texts: [text] };
    const rewrite =
      task.kind === 'translate'
        ? translate({ ...run, from: task.from })
        : summarize({ ...run, language: task.language });
    return follow(args, rewrite);
  });
  for (const sentence of sentencesOf(done.notes, untranslated)) tell(args, sentence);
  if (args.json) {
    const { kind, input: _, ...what } = task;
    const object = { task: kind, ...what, model: card.id, text: done.texts[0], notes: done.notes, stats: done.stats };
    process.stdout.write(`${JSON.stringify(object)}\n`);
  }
}

/** The card's task that was asked for, or the only one there is. */
function chooseTask(args: Rewriting, card: ModelCard) {
  const lacks = (what: string): AttentiveError =>
    new AttentiveError('task-unsupported', `${card.name} cannot ${what}`, { model: card.name, task: what });
  if (args.command === 'summarize') {
    const form = args.form;
    const found = summaries(card).find(task => form === undefined || task.form === form);
    if (found === undefined) throw lacks(form === undefined ? 'summarize' : `summarize as ${form}`);
    return found;
  }
  const { from, to } = args;
  const fitting = translations(card).filter(task => (to ?? task.to) === task.to && (from ?? task.from) === task.from);
  const [found] = fitting;
  if (found === undefined)
    throw lacks(`translate${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`);
  if (fitting.length > 1) {
    const offered = fitting.map(task => `--from ${task.from} --to ${task.to}`).join(' or ');
    throw new UsageError(`the model has several directions, so say which: ${offered}`);
  }
  return found;
}

/**
 * @throws AttentiveError `bad-request` if the file cannot be read or is not UTF-8, so that nothing is lost unseen
 */
async function readText(file: string): Promise<string> {
  const name = file === '-' ? 'standard input' : file;
  try {
    const bytes = file === '-' ? await readStandardInput() : await fs.readFile(file);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const why =
      error instanceof TypeError ? 'it is not UTF-8 text' : String(error instanceof Error ? error.message : error);
    throw new AttentiveError('bad-request', `${name}: ${why}`, { name, why }, { cause: error });
  }
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * Runs a task to its end. A terminal is shown finished text as it comes; a file or pipe gets the whole text at the end,
 * byte for byte, or nothing.
 */
async function follow(
  args: Rewriting,
  rewrite: AsyncGenerator<RewriteEvent, RewriteResult, void>,
): Promise<RewriteResult> {
  const started = performance.now();
  let total = 0;
  const streams = process.stdout.isTTY && !args.json;
  const done = await consumed(rewrite, event => {
    if (event.kind === 'plan') total = event.total;
    if (event.kind === 'append' && streams) process.stdout.write(event.text);
    if (event.kind === 'progress' && process.stderr.isTTY && !process.stdout.isTTY && !args.quiet) {
      process.stderr.write(`\r${event.done} of ${event.total} `);
    }
  });
  if (streams && !done.texts[0].endsWith('\n')) process.stdout.write('\n');
  if (!streams && !args.json) process.stdout.write(done.texts[0]);
  tell(args, summaryLine(total, done.stats, performance.now() - started));
  return done;
}

function summaryLine(total: number, stats: GenerateStats, elapsed: number): string {
  const rate = stats.newTokens / (elapsed / 1000);
  return `${total} stretches, ${stats.newTokens} tokens in ${(elapsed / 1000).toFixed(1)} s (${rate.toFixed(0)} tokens/s).`;
}

/** A line for people, on stderr. */
function tell(args: Rewriting | Generating, line: string): void {
  if (!args.quiet) process.stderr.write(`${line}\n`);
}
