// CLI rewrite: translates or summarizes a file and prints the result.
import fs from 'node:fs/promises';
import path from 'node:path';
import { AttentiveError, cancelled, throwIfAborted } from '../../base/errors';
import { consumed } from '../../base/streams';
import type { GenerateStats } from '../../engine/api/contract';
import { readModelFolder } from '../../engine/modelFolder';
import { FRONT_MATTER_KEYS, formatOfFile } from '../../formats/documentFormat';
import { Formats } from '../../formats/formats';
import type { ModelCard } from '../../models/card';
import { parseDocument } from '../../tasks/run/formattedTexts';
import { sentencesOf, untranslated } from '../../tasks/messages';
import type { RewriteEvent, RewriteResult } from '../../tasks/run/rewrite';
import { summarize } from '../../tasks/summarize';
import { translate, type TranslateRequest } from '../../tasks/translate';
import { onOneLine } from '../../text/inline/wrapping';
import type { Arguments } from './arguments';
import { checkOptions } from './checks';
import { DIST, EMBEDDED, graphNames, MODEL, writeStderr, withEngine } from './engine';
import { cardOf, chooseTask } from './task';
import { diskFolder } from '../files';
import { spawnFormats } from '../spawn';

type RewriteArguments = Extract<Arguments, { command: 'translate' | 'summarize' }>;

/** Prints the result, or one JSON object with the result and the data of the run. */
export async function runRewrite(args: RewriteArguments, signal: AbortSignal): Promise<void> {
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
  const formats = fileFormats();
  await withEngine(args, folder, card.maxSourceTokens, signal, async (engine, loadMs) => {
    const run = { engine, model: MODEL, settings, ...rows, signal, texts };
    const rewrite =
      task.kind === 'translate'
        ? translate({ ...run, ...task, ...alignmentOf(card), ...(await formattedOf(args, text, formats, signal)) })
        : summarize({ ...run, ...task });
    const began = performance.now();
    const done = await follow(args, rewrite);
    // A streamed text has been printed already; any other result is printed as a whole at the end.
    const whole = args.lines ? joinLines(done.texts, between) : withFinalLineEnd(task.kind, done.texts[0]);
    if (!args.json && !isStreamed(args)) process.stdout.write(whole);
    const workMs = performance.now() - began;
    for (const sentence of sentencesOf(done.notes, untranslated)) writeStderr(args, sentence);
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
  }).finally(() => formats.dispose());
}

function alignmentOf({ alignment }: ModelCard): Pick<TranslateRequest, 'alignment'> {
  return alignment === undefined ? {} : { alignment };
}

/** The parsers, whose worker starts when a file needs one. */
function fileFormats(): Formats {
  const grammars = diskFolder(path.join(DIST, 'grammars'));
  return new Formats({ start: () => Promise.resolve(spawnFormats(DIST)), grammarFile: name => grammars.read(name) });
}

/** What the parser of the file's format knows of it; nothing of a format without one, or if each line is a text. */
async function formattedOf(
  args: RewriteArguments,
  text: string,
  formats: Formats,
  signal: AbortSignal,
): Promise<Pick<TranslateRequest, 'formatted'>> {
  const format = args.lines ? undefined : formatOfFile(args.file, { frontMatterKeys: FRONT_MATTER_KEYS });
  if (format === undefined) return {};
  return {
    formatted: await parseDocument(formats, { format, text, ranges: [{ start: 0, end: text.length }] }, signal),
  };
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

interface Lines {
  readonly texts: readonly string[];
  /** The line ends: `between[i]` is the one after `texts[i]`. */
  readonly between: readonly string[];
}

/** The lines of a text and the line ends between them. */
function linesOf(text: string): Lines {
  const parts = text.split(/(\r?\n)/);
  return { texts: parts.filter((_, index) => index % 2 === 0), between: parts.filter((_, index) => index % 2 === 1) };
}

/** The text to print. A translation ends like its source; a summary always ends with a line end. */
function withFinalLineEnd(task: 'translate' | 'summarize', text: string): string {
  return task === 'translate' || text.endsWith('\n') ? text : `${text}\n`;
}

/** The results with the line ends of the sources; each result is on one line. */
function joinLines(results: readonly string[], between: readonly string[]): string {
  return results.map((result, index) => onOneLine(result) + (between[index] ?? '')).join('');
}

/** Whether the result is printed while it is made: on a terminal, unless each line is a separate text. */
function isStreamed(args: RewriteArguments): boolean {
  return process.stdout.isTTY && !args.json && !args.lines;
}

/** Runs a task to its end and writes its progress to stderr. */
async function follow(
  args: RewriteArguments,
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
  writeStderr(args, summaryLine(total, done.stats, performance.now() - started));
  return done;
}

function summaryLine(total: number, stats: GenerateStats, elapsed: number): string {
  const rate = stats.newTokens / (elapsed / 1000);
  const segments = total === 1 ? '1 segment' : `${total} segments`;
  return `${segments}, ${stats.newTokens} tokens in ${(elapsed / 1000).toFixed(1)} s (${rate.toFixed(0)} tokens/s).`;
}
