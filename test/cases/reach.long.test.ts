// The share of prose and comments that reaches the model, over the cases and over documents and sources of this project.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { formatOfFile } from '../../src/formats/documentFormat';
import { CASES, type Case } from './cases';
import type { Stretch } from './proseNodes';
import { type Reach, reachOf } from './reach';

/** The least share of all prose nodes and comments that must reach the model. */
const LEAST = 0.98;

describe('prose that reaches the model', function () {
  this.timeout(240_000);

  // Each test adds the measured share to its own title, so that mocha prints it.
  it('is nearly all of the prose in the cases', async function () {
    const reaches: Reach[] = [];
    for (const one of CASES) {
      const hasParser = formatOfFile(one.file, { frontMatterKeys: [] }) !== undefined;
      if (one.task !== 'translate' || one.args !== undefined || !hasParser) continue;
      reaches.push(await reachOf(one.file, one.input, { name: one.id, isProse: stretch => isProseOf(one, stretch) }));
    }
    check(reaches, 300, share =>
      this.test ? (this.test.title = `is nearly all of the prose in the cases: ${share}`) : undefined,
    );
  });

  it('is nearly all of the prose in documents and sources of this project', async function () {
    const reaches: Reach[] = [];
    for (const file of FILES) {
      const text = fs.readFileSync(path.join(__ROOT__, file), 'utf8');
      reaches.push(await reachOf(path.basename(file), text, { name: file }));
    }
    check(reaches, 600, share =>
      this.test ? (this.test.title = `is nearly all of the prose in this project: ${share}`) : undefined,
    );
  });
});

const FILES = [
  ...['README.md', 'CONTRIBUTING.md', 'docs/models.md', 'docs/measurements.md', 'test/fixtures/README.md'],
  ...['models/train/seq2seq.py', 'models/train/quantize.py', 'src/base/rpc.ts', 'src/text/inline/wrapping.ts'],
  ...['src/attention/analysis/align.ts', 'tools/life.mjs', 'media/attentionView.css'],
];

/**
 * Fails if less than the share `LEAST` of the prose reached the model. The message lists the prose that did not reach it.
 *
 * @param least how many stretches there must be, so that the share means something
 * @param say called with the measured share, before anything is asserted
 */
function check(reaches: readonly Reach[], least: number, say: (share: string) => void): void {
  const all = reaches.reduce((sum, reach) => sum + reach.all.length, 0);
  const missed = reaches.flatMap(({ name, missed: own }) => own.map(one => ({ name, ...one })));
  const share = 1 - missed.length / all;
  say(`${all - missed.length} of ${all} (${(share * 100).toFixed(1)} %)`);
  const list = missed.map(({ name, kind, line, text }) => `${name}, line ${line}, ${kind}: ${JSON.stringify(text)}`);
  assert.ok(all >= least, `only ${all} stretches of prose were found`);
  assert.ok(
    share >= LEAST,
    `${(share * 100).toFixed(1)} % of the prose reached the model; this did not:\n${list.join('\n')}`,
  );
}

/** Whether there are words in a stretch that the case does not want kept. */
function isProseOf({ expect }: Case, { line, text }: Stretch): boolean {
  if (expect.unchanged === true || expect.keepLines?.includes(line - 1) === true) return false;
  // These headings of docstrings must stay, because programs that make documentation read them.
  if (/^\s*(?:Args|Returns|Raises):$/.test(text)) return false;
  const kept = [...(expect.keep ?? []), ...(expect.survive ?? [])];
  if (kept.some(part => part.includes(text.trim()))) return false;
  return /[a-z]{2}/.test(kept.reduce((rest, part) => rest.replaceAll(part.trim(), ''), text));
}
