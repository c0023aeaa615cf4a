// Package: packages the extension, with a README without pictures:
//   node scripts/package.mjs [--target PLATFORM|all]
// Without a target it writes out/attentive.vsix, which runs everywhere, on WebAssembly. With a platform's name it writes
// out/attentive-PLATFORM.vsix, which has ONNX Runtime's native build for that platform besides. `all` writes all of them.
//
// VS Code's page of an installed extension loads pictures only from the network, not from the package and not from data URLs:
// offline they would be broken.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runScript, UserError } from '../tools/life.mjs';
import { out, root, temporaryFolder } from '../tools/places.mjs';
import { PLATFORMS } from './native/platforms.mjs';
import { README, stage } from './native/stage.mjs';
import { tarball } from './native/tarball.mjs';
import { oversizedPackage, oversizes, PACKAGE_LIMIT, UNIVERSAL_LIMIT } from './sizes.mjs';

/** A Markdown text in which pictures and relative links are replaced by links into the repository. */
export function standalone(markdown, repository) {
  return markdown.replace(/!?\[([^\]]*)\]\(([^)\s]+)\)/g, (whole, text, link) =>
    /^(?:[a-z]+:|#)/i.test(link) ? whole : `[${text}](${repository}/blob/HEAD/${link})`,
  );
}

/**
 * The packages to make for the value of `--target`: names of platforms, and undefined for the one that runs everywhere.
 *
 * @throws {UserError} if there is no such platform
 */
export function targetsOf(target) {
  if (target === 'all') return [undefined, ...Object.keys(PLATFORMS)];
  if (target === undefined || Object.hasOwn(PLATFORMS, target)) return [target];
  throw new UserError(
    `There are no native files for “${target}”. The targets are ${Object.keys(PLATFORMS).join(', ')} and all; every other platform takes out/attentive.vsix.`,
  );
}

async function main(life, target) {
  const targets = targetsOf(target);
  const found = oversizes(path.join(root, 'dist'));
  if (found.length > 0) throw new UserError(found.join('\n'));
  writeReadme();
  const bytes = targets.some(Boolean) ? tarball() : undefined;
  const rows = [];
  for (const platform of targets) {
    if (platform === undefined) rows.push(row(checked(pack(root, 'attentive.vsix'), UNIVERSAL_LIMIT)));
    else rows.push(await life.within(platform, inner => packPlatform(inner, platform, bytes)));
  }
  console.log('Sizes in MB (10^6 bytes):');
  console.table(rows);
}

async function packPlatform(life, platform, bytes) {
  const folder = temporaryFolder(life, 'stage');
  await stage(folder, platform, bytes);
  const file = pack(folder, `attentive-${platform}.vsix`, platform);
  return row(checked(file, PACKAGE_LIMIT), sizeOf(path.join(folder, 'dist/native')));
}

/** The path of a package. @throws {UserError} if the package is larger than its limit */
function checked(file, limit) {
  const model = sizeOf(path.join(root, 'models/embedded'));
  const excess = oversizedPackage(path.basename(file), fs.statSync(file).size, model, limit);
  if (excess !== undefined) throw new UserError(excess);
  return file;
}

/** A row of the table that is printed. `native` is the unpacked size of the native files in bytes. */
function row(file, native = 0) {
  const millions = size => Number((size / 1e6).toFixed(1));
  return { file: path.basename(file), package: millions(fs.statSync(file).size), 'native files': millions(native) };
}

function writeReadme() {
  const { repository } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const markdown = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  fs.mkdirSync(out, { recursive: true });
  fs.writeFileSync(path.join(out, 'README.md'), standalone(markdown, repository.url.replace(/\.git$/, '')));
}

/** Makes the package of the files in a folder that its .vscodeignore lets through, and returns its path. */
function pack(folder, name, platform) {
  const file = path.join(out, name);
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--readme-path', README, '-o', file];
  if (platform !== undefined) options.push('--target', platform);
  const { status } = spawnSync(process.execPath, [vsce, 'package', ...options], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new UserError(`vsce could not make ${file}.`);
  return file;
}

/** The size in bytes of all files in a folder. */
function sizeOf(folder) {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return entries.reduce((sum, { parentPath, name }) => sum + fs.statSync(path.join(parentPath, name)).size, 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runScript({ minutes: 15 }, life =>
    main(life, parseArgs({ options: { target: { type: 'string' } } }).values.target),
  );
}
