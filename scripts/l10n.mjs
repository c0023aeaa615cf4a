// L10n: collects every message of the sources into l10n/bundle.l10n.json, which translators translate.
// With `--check` it writes nothing and fails if the file is not up to date.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bundle = path.join(root, 'l10n/bundle.l10n.json');

/** The first argument of every call of `t` or `vscode.l10n.t` in a file. */
export function messagesIn(file) {
  const text = fs.readFileSync(file, 'utf8');
  if (!/\bt\(/.test(text)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const messages = [];
  const visit = node => {
    if (ts.isCallExpression(node)) {
      const name = node.expression.getText(source);
      const [first] = node.arguments;
      if ((name === 't' || name === 'vscode.l10n.t') && first !== undefined) {
        if (!ts.isStringLiteralLike(first))
          throw new Error(`${file}: a message must be a literal: ${first.getText(source)}`);
        messages.push(first.text);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return messages;
}

/** The text of l10n/bundle.l10n.json: an object that maps each message to itself. */
export function collect() {
  const files = fs
    .readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => path.join(entry.parentPath, entry.name));
  const messages = [...new Set(files.flatMap(messagesIn))].sort();
  return `${JSON.stringify(Object.fromEntries(messages.map(message => [message, message])), null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = collect();
  if (!process.argv.includes('--check')) fs.writeFileSync(bundle, text);
  else if (fs.readFileSync(bundle, 'utf8') !== text) {
    console.error('l10n/bundle.l10n.json is not up to date: run npm run l10n');
    process.exit(1);
  }
}
