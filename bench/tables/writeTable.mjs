// Write table: puts a table that a bench has made into a document.
import fs from 'node:fs';

const END = '<!-- end -->';

/**
 * Replaces what stands in a file between the comment that names the command and the next end.
 *
 * @param {string} file
 * @param {string} command what has made the table: `bench/peers.mjs`
 * @param {string} table
 * @throws {Error} if the file has no such comments
 */
export function writeTable(file, command, table) {
  const begin = `<!-- made by ${command} --write-table -->`;
  const text = fs.readFileSync(file, 'utf8');
  const at = text.indexOf(begin);
  const end = text.indexOf(END, at);
  if (at < 0 || end < 0) throw new Error(`${file} has no "${begin}" with "${END}" below it.`);
  fs.writeFileSync(file, `${text.slice(0, at + begin.length)}\n\n${table}\n\n${text.slice(end)}`);
}
