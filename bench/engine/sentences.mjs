// Sentences: what bench/engine.mjs and bench/peers.mjs translate, and what both say about their runs.
import os from 'node:os';
import process from 'node:process';

const WORDS = ['house', 'garden', 'file', 'window', 'book', 'letter', 'train', 'town'];

/** Sentences of a kind that the embedded model knows. They differ, because equal sentences are translated only once. */
export const SENTENCES = Array.from(
  { length: 96 },
  (_, at) => `We have seen the ${WORDS[at % WORDS.length]} number ${at} and it is very old.`,
);

/**
 * The machine, and how often each case is run, as a line.
 *
 * @param {number} rounds
 */
export function machineLine(rounds) {
  return `${os.cpus()[0].model}, ${os.availableParallelism()} cores, Node ${process.version}, ${rounds} rounds, medians`;
}

/** @param {readonly number[]} values */
export function median(values) {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}
