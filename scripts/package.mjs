// Package: packages the extension as out/attentive.vsix, with a README without pictures. VS Code's page of an installed
// extension loads pictures only from the network, not from the package and not from data URLs: offline they would be
// broken.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { oversizes } from './sizes.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** A Markdown text in which pictures and relative links are replaced by links into the repository. */
export function standalone(markdown, repository) {
  return markdown.replace(/!?\[([^\]]*)\]\(([^)\s]+)\)/g, (whole, text, link) =>
    /^(?:[a-z]+:|#)/i.test(link) ? whole : `[${text}](${repository}/blob/HEAD/${link})`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = oversizes(path.join(root, 'dist'));
  for (const sentence of found) console.error(sentence);
  if (found.length > 0) process.exit(1);
  const { repository } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const markdown = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  const readme = standalone(markdown, repository.url.replace(/\.git$/, ''));
  fs.mkdirSync(path.join(root, 'out'), { recursive: true });
  fs.writeFileSync(path.join(root, 'out/README.md'), readme);
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--readme-path', 'out/README.md'];
  const { status } = spawnSync(process.execPath, [vsce, 'package', ...options, '-o', 'out/attentive.vsix'], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}
