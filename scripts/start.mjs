// npm start: builds, translates a sample on the terminal with the built-in model, then opens VS Code where it is
// installed, or says with which command to go on.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const sample = path.join(root, 'media', 'samples', 'letter.txt');

console.log('Building …');
run(npm(), ['run', '--silent', 'build']);

console.log(`\n${path.relative(root, sample)}, in English:\n`);
console.log(indented(fs.readFileSync(sample, 'utf8')));
const cli = path.join(root, 'dist', 'node', 'cli.js');
const translated = run(process.execPath, [cli, 'translate', '--to', 'de', sample], ['ignore', 'pipe', 'inherit']);
console.log('\nTranslated to German on this machine by the built-in model:\n');
console.log(indented(translated));

const code = onPath('code');
if (code !== undefined) {
  console.log('Opening VS Code with the extension: select some text, press F1 and type "Attentive".');
  run(code, ['--new-window', `--extensionDevelopmentPath=${root}`, path.dirname(sample), sample]);
} else {
  const next = process.platform === 'linux' && process.arch === 'x64' ? 'start:server' : 'start:electron';
  console.log(`VS Code ("code") is not on the PATH. To see the extension in an editor, type:\n\n  npm run ${next}\n`);
}

/** Runs a program to its end and gives what it printed; ends this one if that failed. */
function run(command, args, stdio = 'inherit') {
  // npm and code are scripts on Windows, which only a shell starts.
  const shell = process.platform === 'win32' && command !== process.execPath;
  const { status, stdout, error } = spawnSync(command, args, { cwd: root, stdio, encoding: 'utf8', shell });
  if (error !== undefined) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
  return stdout ?? '';
}

function npm() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

function onPath(name) {
  const names = process.platform === 'win32' ? [`${name}.cmd`, `${name}.exe`] : [name];
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap(folder => names.map(file => path.join(folder, file)))
    .find(file => fs.existsSync(file));
}

function indented(text) {
  return text.replace(/^(?=.)/gm, '  ');
}
