// Card: changes a model's attentive.json.
import fs from 'node:fs';

/**
 * Rewrites a card. The list of files stays last. Characters beyond ASCII are escaped, because placeholders are
 * private-use characters, for which editors show nothing.
 *
 * @param {string} file the path of attentive.json
 * @param {(card: Record<string, unknown>) => Record<string, unknown>} change returns the new card
 */
export function changeCard(file, change) {
  const { files, ...card } = change(JSON.parse(fs.readFileSync(file, 'utf8')));
  const json = JSON.stringify({ ...card, files }, undefined, 2);
  const escaped = json.replace(/[^\0-~]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  fs.writeFileSync(file, `${escaped}\n`);
}
