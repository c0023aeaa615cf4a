// Report: the table of bench/peers.mjs.
import os from 'node:os';
import { median } from '../engine/sentences.mjs';
import { PEER } from './install.mjs';

const RUNTIMES = { wasm: `onnxruntime-web ${PEER.runtime}`, native: `onnxruntime-node ${PEER.runtime}` };
const COLUMNS = [
  ['load', 'load, ms'],
  ['one', 'one row, tokens/s'],
  ['sixteen', '16 rows, tokens/s'],
  ['oneByOne', 'document one by one, lines/s'],
  ['batched', 'document in batches, lines/s'],
];

/**
 * One table for each model, with medians and in parentheses the least and the greatest figure, and below it the ratios of the goals.
 *
 * @param {readonly object[]} results
 * @param {string} machine
 * @returns {string} Markdown
 */
export function peersTable(results, machine) {
  const parts = results.map(({ name, measured }) => {
    const rows = measured.map(system => {
      const cells = COLUMNS.map(([job]) => cellOf(system.jobs[job]) + (job === 'batched' ? rowsOf(system) : ''));
      return `| ${nameOf(system)} | ${cells.join(' | ')} |`;
    });
    const head = `| ${name} | ${COLUMNS.map(([, title]) => title).join(' | ')} |\n|---|${'---|'.repeat(COLUMNS.length)}`;
    return `${head}\n${rows.join('\n')}\n\n${ratiosOf(measured)}`;
  });
  const load = os.loadavg()[1].toFixed(1);
  return [
    `${machine}; each on one thread, in processor time; ${PEER.package} ${PEER.version}; load average ${load} (5 minutes).`,
    ...parts,
  ].join('\n\n');
}

function nameOf({ name, runtime }) {
  return `${name}, ${RUNTIMES[runtime]}`;
}

function cellOf(figures) {
  const short = figure => (figure < 20 ? figure.toFixed(1) : figure.toFixed(0));
  return `${short(median(figures))} (${short(Math.min(...figures))}–${short(Math.max(...figures))})`;
}

/** The sizes of the batches that a peer found fastest. */
function rowsOf({ batches }) {
  const sizes = [...new Set(batches)].filter(size => size !== undefined);
  return sizes.length === 0 ? '' : `, ${sizes.join(' or ')} rows`;
}

function ratiosOf(measured) {
  const of = (name, runtime, job) =>
    median(measured.find(system => system.name === name && system.runtime === runtime).jobs[job]);
  const ratio = (job, [name, runtime], [otherName, otherRuntime, otherJob = job]) =>
    (of(name, runtime, job) / of(otherName, otherRuntime, otherJob)).toFixed(2);
  const [own, peer] = [
    ['Attentive', 'native'],
    [PEER.name, 'native'],
  ];
  const wasm = ['Attentive', 'wasm'];
  return [
    `Attentive on the native runtime against its WebAssembly: ${ratio('one', own, wasm)} with one row, ${ratio('sixteen', own, wasm)} with 16, ${ratio('batched', own, wasm)} on the document.`,
    `Against ${PEER.name} on the same native runtime: ${ratio('one', own, peer)} with one row, ${ratio('oneByOne', own, peer)} line by line, ${ratio('batched', own, [...peer, 'oneByOne'])} on the document against line by line and ${ratio('batched', own, peer)} against its best batch.`,
  ].join('\n');
}
