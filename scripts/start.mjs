// Start (npm start): builds, translates a sample on the terminal with the built-in model, then opens VS Code if it is
// installed, or names the command that opens one.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const sample = path.join(root, 'media', 'samples', 'messages.txt');

console.log('Building …');
run(npm(), ['run', '--silent', 'build']);

const cli = path.join(root, 'dist', 'node', 'cli.js');
const card = JSON.parse(fs.readFileSync(path.join(root, 'models', 'embedded', 'attentive.json'), 'utf8'));
const isEnglish = task => (task.from ?? task.language) === 'en';
const names = new Intl.DisplayNames('en', { type: 'language' });

show(sample, 'in English');
for (const { to } of card.tasks.filter(task => task.kind === 'translate' && isEnglish(task))) {
  console.log(`\nTranslated to ${names.of(to)} on this machine by the built-in model:\n`);
  console.log(indented(attentive(['translate', '--from', 'en', '--to', to, sample])));
}
for (const { form } of card.tasks.filter(task => task.kind === 'summarize' && isEnglish(task))) {
  const text = path.join(root, 'media', 'samples', 'change.txt');
  show(text, 'a description of a change');
  console.log(`\nIts ${form} by the built-in model:\n`);
  console.log(indented(attentive(['summarize', '--form', form, text])));
}

const code = onPath('code');
if (code !== undefined) {
  console.log('Opening VS Code with the extension: select some text, press F1 and type "Attentive".');
  run(code, ['--new-window', `--extensionDevelopmentPath=${root}`, path.dirname(sample), sample]);
} else {
  const next = process.platform === 'linux' && process.arch === 'x64' ? 'start:server' : 'start:electron';
  console.log(`VS Code ("code") is not on the PATH. To see the extension in an editor, type:\n\n  npm run ${next}\n`);
}

function show(file, what) {
  console.log(`\n${path.relative(root, file)}, ${what}:\n`);
  console.log(indented(fs.readFileSync(file, 'utf8')));
}

/** The output of the product's command line. */
function attentive(args) {
  return run(process.execPath, [cli, ...args], ['ignore', 'pipe', 'inherit']);
}

/** Runs a program to its end and returns its output. Ends this script if the program failed. */
function run(command, args, stdio = 'inherit') {
  // On Windows npm and code are scripts, which only a shell can start.
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
