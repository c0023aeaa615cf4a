// Outputs: reads the outputs that bench/evaluate.mjs wrote, with the chrF of each.
import fs from 'node:fs';
import path from 'node:path';
import { chrf } from '../evaluate/chrf.mjs';

/**
 * @typedef {object} Output
 * @property {boolean} isBeam whether beam search wrote it
 * @property {number} chrf of this output alone, 0 to 100
 * @property {readonly number[]} features mean log-probability, ln source length, ln(result length / source length),
 *   with lengths in UTF-16 code units
 */

/**
 * The outputs of each direction, such as `en-de`. Lines without a score are left out: bench/evaluate.mjs writes none
 * for a line that the product divided into several segments.
 *
 * @param {string} folder
 * @returns {Map<string, Output[]>}
 */
export function readOutputs(folder) {
  /** @type {Map<string, Output[]>} */
  const directions = new Map();
  for (const file of fs.readdirSync(folder).sort()) {
    const [, direction, beams] = /\.([a-z]{2,3}-[a-z]{2,3})(\.beams)?\.tsv$/.exec(file) ?? [];
    if (direction === undefined) continue;
    const found = directions.get(direction) ?? [];
    for (const line of fs.readFileSync(path.join(folder, file), 'utf8').split('\n')) {
      const output = outputOf(line, beams !== undefined);
      if (output !== undefined) found.push(output);
    }
    directions.set(direction, found);
  }
  return directions;
}

/**
 * @param {string} line source TAB reference TAB output TAB mean log-probability
 * @param {boolean} isBeam
 * @returns {Output | undefined}
 */
function outputOf(line, isBeam) {
  const [source = '', reference = '', result = '', score = ''] = line.split('\t');
  if (source === '' || result === '' || score === '') return undefined;
  const features = [Number(score), Math.log(source.length), Math.log(result.length / source.length)];
  return { isBeam, chrf: chrf([result], [reference]), features };
}
