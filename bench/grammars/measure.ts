// Measure: the process of the grammar benchmark. It prints size and speed of the grammars in a folder, and of tree-sitter if
// its folder is given as a second argument.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import zlib from 'node:zlib';
import { Grammars } from '../../src/formats/code/grammars';
import { structureOf } from '../../src/formats/code/prose';
import { CODE_PROSE } from '../../src/formats/documentFormat';
import { Tokenizer } from '../../src/formats/code/tokens';
import { FILES, type Scope, scopeOfId } from '../../src/formats/languages';
import { syntaxOf } from '../../src/formats/syntax';
import { SAMPLES } from '../../test/formats/code/samples';
import { TreeSitter } from './treeSitter';

const [, , folder = '', treeFolder] = process.argv;

/** The folder and names of sources in this repository, by language. For other languages a sample of the tests is repeated. */
const OWN: Readonly<Record<string, readonly [string, RegExp]>> = {
  typescript: ['src', /\.ts$/],
  javascript: ['bench', /\.mjs$/],
  python: ['models/train', /\.py$/],
};

/** The least length of a repeated sample, and the most that is read of the sources in `OWN`, in UTF-16 units. */
const GENERATED = 200_000;
const MOST = 1_000_000;

function sourceOf(id: string): string {
  const own = OWN[id];
  if (own === undefined) {
    const sample = SAMPLES.find(one => one.id === id)?.source ?? '';
    return sample.repeat(Math.ceil(GENERATED / sample.length));
  }
  const files = fs.readdirSync(own[0], { recursive: true, encoding: 'utf8' }).filter(name => own[1].test(name));
  const texts = files.sort().map(name => fs.readFileSync(path.join(own[0], name), 'utf8'));
  return texts.join('\n').slice(0, MOST);
}

/** The processor time that the work takes, in seconds. Unlike the time by the clock, it has no share of other programs. */
function seconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function sizes(): void {
  let [raw, zipped] = [0, 0];
  for (const name of fs.readdirSync(folder)) {
    const bytes = fs.readFileSync(path.join(folder, name));
    raw += bytes.length;
    zipped += zlib.deflateRawSync(bytes, { level: 9 }).length;
  }
  console.log(`all files: ${(raw / 1e6).toFixed(2)} MB, zipped ${(zipped / 1e6).toFixed(2)} MB\n`);
}

/** 1 for each character that is in one of the ranges (of comments) and is no white space, 0 for all others. */
function commentMarks(text: string, ranges: Iterable<readonly [number, number]>): Uint8Array {
  const marks = new Uint8Array(text.length);
  for (const [start, end] of ranges) {
    for (let at = start; at < end; at++) if (/\S/.test(text.charAt(at))) marks[at] = 1;
  }
  return marks;
}

/** The number of characters that both parsers see in a comment, divided by the number of those that at least one of them does. */
function agreement(one: Uint8Array, other: Uint8Array): number {
  let [both, either] = [0, 0];
  for (const [at, mark] of one.entries()) {
    const two = other[at] ?? 0;
    both += mark & two;
    either += mark | two;
  }
  return either === 0 ? 1 : both / either;
}

const grammars = new Grammars();
const trees = treeFolder === undefined ? undefined : await TreeSitter.load(treeFolder);

async function measure(id: string, scope: Scope): Promise<string> {
  const syntax = syntaxOf(scope);
  if (syntax === undefined) throw new Error(`${scope} is not in the table of syntaxes.`);
  const file = path.join(folder, `${scope}.json`);
  const bytes = fs.readFileSync(file);
  await grammars.take({ scope, json: bytes.toString() });
  const tokenizer = new Tokenizer(grammars.get(scope), { strings: false, isMarkup: syntax.isMarkup });
  const text = sourceOf(id);
  tokenizer.lines(text.slice(0, 20_000));
  let lines = tokenizer.lines('');
  const tokens = seconds(() => void (lines = tokenizer.lines(text)));
  const prose = seconds(() => void structureOf(text, lines, syntax, CODE_PROSE));
  const speed = (time: number): string => (text.length / 1e6 / time).toFixed(2);
  const cells = [
    ...[FILES[scope][0], `${Math.round(text.length / 1000)} kB`],
    ...[`${Math.round(bytes.length / 1000)}`, `${Math.round(zlib.deflateRawSync(bytes, { level: 9 }).length / 1000)}`],
    ...[speed(tokens), speed(prose)],
  ];
  const tree = await trees?.parser(id);
  if (tree === undefined) return row(cells);
  let found: (readonly [number, number])[] = [];
  tree.comments(text.slice(0, 20_000));
  const time = seconds(() => void (found = tree.comments(text)));
  const own = lines.flatMap(({ start, tokens: all }) =>
    all.flatMap(token => (token.of === 'comment' ? [[start + token.start, start + token.end] as const] : [])),
  );
  const same = agreement(commentMarks(text, own), commentMarks(text, found));
  return row([
    ...cells,
    `${Math.round(tree.size / 1000)}`,
    `${Math.round(tree.zipped / 1000)}`,
    speed(time),
    `${(same * 100).toFixed(1)} %`,
  ]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

sizes();
await grammars.prepare(new Uint8Array(fs.readFileSync(path.join(folder, 'onig.wasm'))));
const head = ['', 'source', 'kB', 'zipped', 'tokens, MB/s', 'prose of them, MB/s'];
const more = trees === undefined ? [] : ['tree-sitter: kB', 'zipped', 'MB/s', 'same characters'];
console.log(row([...head, ...more]));
console.log(`|${'---|'.repeat(head.length + more.length)}`);
for (const { id } of SAMPLES) {
  const scope = scopeOfId(id);
  if (scope !== undefined) console.log(await measure(id, scope));
}
