// CLI rewrite: translates or summarizes a file.
import fs from 'node:fs/promises';
import { AttentiveError, cancelled, throwIfAborted } from '../../base/errors';
import { consumed } from '../../base/streams';
import type { GenerateStats } from '../../engine/api/contract';
import { readModelFolder } from '../../engine/modelFolder';
import { sentencesOf, untranslated } from '../../tasks/messages';
import type { RewriteEvent, RewriteResult } from '../../tasks/run/rewrite';
import { warningLines } from './messages';
import { summarize } from '../../tasks/summarize';
import { translate } from '../../tasks/translate';
import { onOneLine } from '../../text/inline/wrapping';
import type { Arguments } from './arguments';
import { checkOptions } from './checks';
import { EMBEDDED, graphNames, MODEL, writeStderr, withEngine } from './engine';
import { cardOf, chooseTask } from './task';
import { diskFolder } from '../files';

type Rewriting = Extract<Arguments, { command: 'translate' | 'summarize' }>;

/** Prints the result, or one JSON object with the result and the data of the run. */
export async function runRewrite(args: Rewriting, signal: AbortSignal): Promise<void> {
  const store = diskFolder(args.model ?? EMBEDDED);
  const card = await cardOf(store, args);
  const task = chooseTask(args, card);
  const text = await readText(args.file, signal);
  if (!/\p{L}/u.test(text)) throw new AttentiveError('nothing-to-do', 'no words', { why: 'empty' });
  const { texts, between } = args.lines ? linesOf(text) : { texts: [text], between: [] };
  const settings = { numBeams: 1, ...args.settings };
  await checkOptions(store, { ...args, settings });
  const folder = await readModelFolder(store, args.precision);
  const rows = args.maxBatchRows === undefined ? {} : { maxBatchRows: args.maxBatchRows };
  await withEngine(args, folder, card.maxSourceTokens, signal, async (engine, loadMs) => {
    const run = { engine, model: MODEL, settings, ...rows, signal, texts };
    const rewrite = task.kind === 'translate' ? translate({ ...run, ...task }) : summarize({ ...run, ...task });
    const began = performance.now();
    const done = await follow(args, rewrite);
    // A streamed text was printed already; any other result is printed at the end as a whole.
    const whole = args.lines ? joinLines(done.texts, between) : ended(task.kind, done.texts[0]);
    if (!args.json && !streams(args)) process.stdout.write(whole);
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
      graphs: graphNames(folder),
      text: whole,
      notes,
      segments,
      stats,
      loadMs,
      workMs,
      peakBytes,
    };
    process.stdout.write(`${JSON.stringify(object)}\n`);
  });
}

/**
 * @throws AttentiveError `bad-request` if the file cannot be read or is not UTF-8, so that no byte is lost
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

interface Lines {
  readonly texts: readonly string[];
  /** The line ends, the first of which stands after the first text. */
  readonly between: readonly string[];
}

/** The lines of a text and the line ends between them. */
function linesOf(text: string): Lines {
  const parts = text.split(/(\r?\n)/);
  return { texts: parts.filter((_, index) => index % 2 === 0), between: parts.filter((_, index) => index % 2 === 1) };
}

/** The text to print: a translation ends as its file does, and a summary ends with a line end. */
function ended(task: 'translate' | 'summarize', text: string): string {
  return task === 'translate' || text.endsWith('\n') ? text : `${text}\n`;
}

/** The results with the line ends of the sources; each result is on one line. */
function joinLines(results: readonly string[], between: readonly string[]): string {
  return results.map((result, index) => onOneLine(result) + (between[index] ?? '')).join('');
}

/** Whether finished text is printed as it comes: to a terminal, unless each line is a text of its own. */
function streams(args: Rewriting): boolean {
  return process.stdout.isTTY && !args.json && !args.lines;
}

/** Runs a task to its end and writes its progress to stderr. */
async function follow(
  args: Rewriting,
  rewrite: AsyncGenerator<RewriteEvent, RewriteResult, void>,
): Promise<RewriteResult> {
  const started = performance.now();
  let total = 0;
  const streaming = streams(args);
  const done = await consumed(rewrite, event => {
    if (event.kind === 'plan') total = event.total;
    if (event.kind === 'append' && streaming) process.stdout.write(event.text);
    if (event.kind === 'progress' && process.stderr.isTTY && !process.stdout.isTTY && !args.quiet) {
      process.stderr.write(`\r${event.done} of ${event.total} `);
    }
  });
  if (streaming && !done.texts[0].endsWith('\n')) process.stdout.write('\n');
  writeStderr(args, summaryLine(total, done.stats, performance.now() - started));
  return done;
}

function summaryLine(total: number, stats: GenerateStats, elapsed: number): string {
  const rate = stats.newTokens / (elapsed / 1000);
  const segments = total === 1 ? '1 segment' : `${total} segments`;
  return `${segments}, ${stats.newTokens} tokens in ${(elapsed / 1000).toFixed(1)} s (${rate.toFixed(0)} tokens/s).`;
}
