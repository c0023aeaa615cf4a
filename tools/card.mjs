// Card: changes a model's attentive.json.
import fs from 'node:fs';

/**
 * Rewrites a card. The list of files stays last, and characters beyond ASCII are escaped, because editors show nothing for
 * the placeholders, which are of private use.
 *
 * @param {string} file the path of attentive.json
 * @param {(card: Record<string, unknown>) => Record<string, unknown>} change
 */
export function changeCard(file, change) {
  const { files, ...card } = change(JSON.parse(fs.readFileSync(file, 'utf8')));
  const json = JSON.stringify({ ...card, files }, undefined, 2);
  const escaped = json.replace(/[^\0-~]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  fs.writeFileSync(file, `${escaped}\n`);
}
