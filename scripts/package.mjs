// Packages the extension as out/attentive.vsix, with a README whose pictures are inside it: the page that shows an
// installed extension loads pictures from the network or from the text itself, never from the package.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Markdown with its pictures as data and its links to files as links into the repository. */
export function standalone(markdown, { read, repository }) {
  return markdown.replace(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (whole, isPicture, text, link) => {
    if (/^(?:[a-z]+:|#)/i.test(link)) return whole;
    if (isPicture === '') return `[${text}](${repository}/blob/HEAD/${link})`;
    return `![${text}](data:image/png;base64,${read(link).toString('base64')})`;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { repository } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const readme = standalone(fs.readFileSync(path.join(root, 'README.md'), 'utf8'), {
    read: name => fs.readFileSync(path.join(root, name)),
    repository: repository.url.replace(/\.git$/, ''),
  });
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
