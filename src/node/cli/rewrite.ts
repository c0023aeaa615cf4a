// CLI rewrite: translates or summarizes a file and prints the result.
import fs from 'node:fs/promises';
import path from 'node:path';
import { AttentiveError, cancelled, throwIfAborted } from '../../base/errors';
import { consumed } from '../../base/streams';
import type { Engine, GenerateStats } from '../../engine/api/contract';
import type { ModelCard, ModelTask } from '../../models/card';
import { readModelFolder } from '../../engine/modelFolder';
import { sentencesOf, untranslated } from '../../tasks/messages';
import type { RewriteEvent, RewriteResult } from '../../tasks/run/rewrite';
import { Tasks } from '../../tasks/worker/tasks';
import { guessLanguage } from '../../text/language';
import { checkOptions } from './checks';
import { DIST, MODEL, modelFiles, modelSource, withEngine } from './engine';
import { writeStderr } from './terminal/stderr';
import { terminalSentence, warningLines } from './messages';
import { cardOf, chooseTask, sourceSentence } from './task';
import { type RewriteArguments, rewriteText, settingsFor, type TextSettings } from './textRewrite';
import { diskFolder } from '../files';
import { spawnTasks } from '../spawn';

/** Prints the result, or one JSON object with the result and the data of the run. */
export async function runRewrite(args: RewriteArguments, signal: AbortSignal): Promise<void> {
  const store = await modelFiles(args);
  const card = await cardOf(store, args);
  const text = await readText(args.file, signal);
  const task = taskOf(args, card, text);
  if (!/\p{L}/u.test(text)) throw new AttentiveError('nothing-to-do', 'no words', { why: 'empty' });
  const settings = settingsFor(args.settings, text, task);
  await checkOptions(store, { ...args, settings });
  const source = await modelSource(() => readModelFolder(store, args.precision));
  const tasks = fileTasks();
  const work = async (engine: Engine, loadMs: number): Promise<void> => {
    const began = performance.now();
    const { done, whole, unchanged } = await rewriteText(
      { engine, model: MODEL, formats: tasks.formats, card, task, args: { ...args, settings }, text, signal },
      rewrite => follow({ ...args, settings }, rewrite),
    );
    if (!args.json && (unchanged !== undefined || !isStreamed(args))) process.stdout.write(whole);
    if (unchanged !== undefined) writeStderr(args, `${terminalSentence(unchanged)} It is printed as it was.`);
    const workMs = performance.now() - began;
    for (const sentence of sentencesOf(done.notes, untranslated)) writeStderr(args, sentence);
    for (const sentence of warningLines(done.segments)) writeStderr(args, sentence);
    if (!args.json) return;
    const { kind, input: _, ...what } = task;
    const { notes, stats, segments } = done;
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    const object = {
      task: kind,
      ...what,
      model: card.id,
      graphs: source.graphs,
      numBeams: settings.numBeams,
      text: whole,
      notes,
      segments,
      stats,
      loadMs,
      workMs,
      peakBytes,
    };
    process.stdout.write(`${JSON.stringify(object)}\n`);
  };
  await withEngine(args, source, card.maxSourceTokens, signal, work).finally(() => tasks.dispose());
}

/** The task that the options and the language of the text choose. Says on stderr which language it was guessed to be. */
function taskOf(args: RewriteArguments, card: ModelCard, text: string): ModelTask {
  if (args.command === 'summarize') return chooseTask(args, card);
  const guess = args.from === undefined ? guessLanguage(text) : undefined;
  const task = chooseTask(args, card, guess);
  const about = sourceSentence(task, card, { from: args.from, guess });
  if (about !== undefined) writeStderr(args, about);
  return task;
}

/** The parsers in the tasks' worker, which starts when a file needs one. The tasks themselves run in this thread. */
function fileTasks(): Tasks {
  const grammars = diskFolder(path.join(DIST, 'grammars'));
  return new Tasks({ start: () => Promise.resolve(spawnTasks(DIST)), grammarFile: name => grammars.read(name) });
}

/**
 * Reads a text file, or standard input for `-`.
 *
 * @throws AttentiveError `bad-request` if the file cannot be read or is not UTF-8: decoding it would lose bytes
 */
export async function readText(file: string, signal: AbortSignal): Promise<string> {
  const name = file === '-' ? 'standard input' : file;
  try {
    const bytes = file === '-' ? await readStandardInput(signal) : await fs.readFile(file);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throwIfAborted(signal);
    const why =
      error instanceof TypeError ? 'it is not UTF-8 text' : String(error instanceof Error ? error.message : error);
    throw new AttentiveError('bad-request', `${name}: ${why}`, { name, why }, { cause: error });
  }
}

async function readStandardInput(signal: AbortSignal): Promise<Buffer> {
  const stop = (): unknown => process.stdin.destroy(cancelled());
  signal.addEventListener('abort', stop, { once: true });
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  signal.removeEventListener('abort', stop);
  return Buffer.concat(chunks);
}

/** Whether the result is printed while it is made: on a terminal, unless each line is a separate text. */
function isStreamed(args: RewriteArguments): boolean {
  return process.stdout.isTTY && !args.json && !args.lines;
}

/** Runs a task to its end and writes its progress to stderr. */
async function follow(
  args: RewriteArguments & { readonly settings: TextSettings },
  rewrite: AsyncGenerator<RewriteEvent, RewriteResult, void>,
): Promise<RewriteResult> {
  const started = performance.now();
  let total = 0;
  const streaming = isStreamed(args);
  const done = await consumed(rewrite, event => {
    if (event.kind === 'plan') total = event.total;
    if (event.kind === 'append' && streaming) process.stdout.write(event.text);
    if (event.kind === 'progress' && process.stderr.isTTY && !process.stdout.isTTY && !args.quiet) {
      process.stderr.write(`\r${event.done} of ${event.total} `);
    }
  });
  if (streaming && !done.texts[0].endsWith('\n')) process.stdout.write('\n');
  const line = summaryLine(total, done.stats, performance.now() - started);
  writeStderr(args, `${line} ${args.settings.numBeams === 1 ? 'Greedy search.' : `${args.settings.numBeams} beams.`}`);
  return done;
}

function summaryLine(total: number, stats: GenerateStats, elapsed: number): string {
  const rate = stats.newTokens / (elapsed / 1000);
  const segments = total === 1 ? '1 segment' : `${total} segments`;
  return `${segments}, ${stats.newTokens} tokens in ${(elapsed / 1000).toFixed(1)} s (${rate.toFixed(0)} tokens/s).`;
}
