// Terminal: how `attentive models` asks, shows progress, and writes sizes and tasks.
import readline from 'node:readline/promises';
import { throwIfAborted } from '../../../base/errors';
import type { Progress } from '../../../models/adding/progress';
import { type ModelCard, summaries, translations } from '../../../models/card';
import { UsageError } from '../terminal/usageError';

/** "1.2 GB", in powers of ten, as the hub shows sizes. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  const value = bytes / 1000 ** power;
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[power - 1]}`;
}

/** The most tasks in a line. */
const MOST_TASKS = 4;

/** "translates en to fr, summarizes (headline)". */
export function tasksText(card: ModelCard): string {
  const tasks = [
    ...translations(card).map(({ from, to }) => `${from} to ${to}`),
    ...summaries(card).map(({ form }) => `summary (${form})`),
  ];
  const shown = tasks.slice(0, MOST_TASKS).join(', ');
  return tasks.length > MOST_TASKS ? `${shown} and ${tasks.length - MOST_TASKS} more` : shown;
}

/**
 * Asks a question on the terminal.
 *
 * @throws UsageError if there is no terminal to ask on; AttentiveError `cancelled`
 */
export async function confirmed(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new UsageError(`${question} There is no terminal to answer on: give --yes`);
  const terminal = readline.createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `, { signal })).trim());
  } catch (error) {
    throwIfAborted(signal);
    throw error;
  } finally {
    terminal.close();
  }
}

export interface ProgressLine {
  readonly show: (progress: Progress) => void;
  readonly end: () => void;
}

/** Writes progress into one line of a terminal, at most some times a second. Nothing is written if stderr is no terminal. */
export function progressLine(isQuiet: boolean): ProgressLine {
  const isShown = process.stderr.isTTY && !isQuiet;
  let last = -Infinity;
  return {
    show(progress) {
      const now = performance.now();
      if (!isShown || (now - last < 100 && progress.received < progress.total)) return;
      last = now;
      process.stderr.write(`\r${progressText(progress)}\u001b[K`);
    },
    end: () => void (isShown && last > 0 && process.stderr.write('\n')),
  };
}

/** "12 MB of 112 MB, 3.4 MB/s, 30 s left". */
export function progressText({ received, total, speed, secondsLeft }: Progress): string {
  const left = secondsLeft === undefined ? '' : `, ${timeText(secondsLeft)} left`;
  return `${sizeText(received)} of ${sizeText(total)}, ${sizeText(Math.round(speed))}/s${left}`;
}

function timeText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** Rows as columns that are padded with spaces. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows
    .map(
      row =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column]))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
