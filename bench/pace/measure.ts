// Measure: the process of the pace benchmark. For each of several texts it estimates the time of its translation from the
// earlier ones, and then translates it.
import fs from 'node:fs';
import path from 'node:path';
import { consumed } from '../../src/base/streams';
import { mergedPace, type Pace, secondsFor, secondsLeft } from '../../src/commands/rewrite/pace';
import { readModelFolder } from '../../src/engine/modelFolder';
import { connectEngine } from '../../src/engine/remote';
import type { TranslateTask } from '../../src/models/card';
import { readCard } from '../../src/models/folder';
import { diskFolder } from '../../src/node/files';
import { defaultThreads, spawnEngine } from '../../src/node/spawn';
import { translate } from '../../src/tasks/translate';
import { charactersOf } from '../../src/tasks/workload';

const SHARES = [0.1, 0.25, 0.5];
const numBeams = Number(process.argv[2]);

/** English text of this repository: lines of comments in its sources. */
function prose(): readonly string[] {
  return fs
    .readdirSync(path.join(__ROOT__, 'src'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort()
    .flatMap(file => fs.readFileSync(file, 'utf8').split('\n'))
    .flatMap(line => /^\s*(?:\/\/|\/\*\*|\*)\s+([A-Z][^*]*[.:])/.exec(line)?.[1] ?? []);
}

/** A text of `characters` characters or a little more, made of the lines from the index `from` on. */
function textOf(lines: readonly string[], from: number, characters: number): string {
  let text = '';
  for (let at = from; text.length < characters; at++) {
    const repetition = Math.floor(at / lines.length);
    // When all lines are used, they are repeated with a number, so that each text differs.
    text += `${lines[at % lines.length]}${repetition === 0 ? '' : ` It is number ${at}.`}\n\n`;
  }
  return text;
}

const lines = prose();
const texts: readonly (readonly [name: string, text: string])[] = [
  ['2,500 characters', textOf(lines, 0, 2_500)],
  ['10,000 characters', textOf(lines, 60, 10_000)],
  ['30,000 characters', textOf(lines, 300, 30_000)],
  ['300 characters, 330 times', textOf(lines, 0, 300).repeat(330)],
  ['100,000 characters', textOf(lines, 100, 100_000)],
];

const store = diskFolder(path.join(__ROOT__, 'models/embedded'));
const card = await readCard(store);
const task = card.tasks.find((each): each is TranslateTask => each.kind === 'translate');
if (task === undefined) throw new Error('the built-in model translates nothing');
const worker = spawnEngine(path.join(__ROOT__, 'dist'), defaultThreads());
const engine = connectEngine(worker.port);
const limit = card.maxSourceTokens === undefined ? {} : { maxSourceTokens: card.maxSourceTokens };
await consumed(engine.load({ model: 'model', files: await readModelFolder(store), ...limit }));

let pace: Pace | undefined;
const row = (...cells: readonly unknown[]): void => void process.stdout.write(`| ${cells.join(' | ')} |\n`);
row(
  'text',
  'characters of distinct segments',
  'said before',
  ...SHARES.map(share => `in all, said at ${share * 100} %`),
  'measured',
);
row('---', '---', '---', ...SHARES.map(() => '---'), '---');
for (const [name, text] of texts) {
  const characters = charactersOf([text], task);
  const before = pace && secondsFor(characters, pace);
  const began = performance.now();
  const elapsed = (): number => (performance.now() - began) / 1000;
  const estimates: { readonly at: number; readonly whole: number }[] = [];
  const { signal } = new AbortController();
  const run = translate({ engine, model: 'model', settings: { numBeams }, signal, texts: [text], ...task });
  const done = await consumed(run, event => {
    if (event.kind !== 'progress') return;
    const left = secondsLeft({ ...event, characters, elapsed: elapsed() }, pace);
    if (left !== undefined) estimates.push({ at: elapsed(), whole: elapsed() + left });
  });
  const seconds = elapsed();
  const { sourceTokens, newTokens } = done.stats;
  pace = mergedPace(pace, { characters, sourceTokens, newTokens, seconds });
  const at = (share: number): string => duration(estimates.find(each => each.at >= share * seconds)?.whole);
  row(name, characters.toLocaleString('en'), duration(before), ...SHARES.map(at), duration(seconds));
  process.stderr.write(`${JSON.stringify({ name, characters, sourceTokens, newTokens, seconds })}\n`);
}
engine.dispose();
worker.dispose();

function duration(seconds: number | undefined): string {
  return seconds === undefined ? 'nothing' : `${seconds.toFixed(1)} s`;
}
