import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const EVALUATE = path.join(__ROOT__, 'bench/evaluate.mjs');
const MARIAN = path.join(__ROOT__, 'test/fixtures/marian');

describe('bench/evaluate.mjs', () => {
  let folder: string;
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-evaluate-'));
    const model = path.join(folder, 'model');
    fs.cpSync(MARIAN, model, { recursive: true });
    const card = { id: 'toy', name: 'Toy', quality: 'a toy', license: 'MIT' };
    const tasks = [
      { kind: 'translate', from: 'en', to: 'de', input: {} },
      { kind: 'summarize', form: 'headline', language: 'en', input: {} },
    ];
    fs.writeFileSync(path.join(model, 'attentive.json'), JSON.stringify({ ...card, tasks }));
    const data = path.join(folder, 'data');
    fs.mkdirSync(data);
    const rows = ['The cat sleeps.\tDie Katze schläft.', 'Run `ls` now.\tFühre `ls` aus.', 'A house.\tEin Haus.'];
    fs.writeFileSync(path.join(data, 'news.en-de.tsv'), `${rows.join('\n')}\n`);
    fs.writeFileSync(path.join(data, 'summ-commits.tsv'), 'The cat sleeps in the house.\tThe cat sleeps\tgit\n');
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  function evaluate(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [EVALUATE, ...args], { encoding: 'utf8' });
  }

  it('translates and summarizes the test sets, compares precisions, and writes tables and JSON', () => {
    const out = path.join(folder, 'out.json');
    const outputs = path.join(folder, 'outputs');
    const { status, stdout, stderr } = evaluate(
      ...['--data', path.join(folder, 'data'), '--model', path.join(folder, 'model'), '--sample', '2'],
      ...['--whole', '--beams', '--compare-precisions', '--out', out, '--outputs', outputs],
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /\| en→de \| news \| 3 \| \d+\.\d \|/);
    assert.match(stdout, /\| headline \| summ-commits \| 1 \| \d+\.\d \|/);
    assert.match(stdout, /\| en→de \| all \| 2 \|/);
    assert.match(stdout, /en→de: .* BLEU lost, .* the bound of 0\.3\./);
    assert.match(stdout, /not run: de→en \(news\)\./);
    const { results, versus } = JSON.parse(fs.readFileSync(out, 'utf8')) as {
      results: { set: string; translation?: { spans: { total: number } } }[];
      versus: { comparisons: unknown[] }[];
    };
    assert.deepEqual(
      results.map(result => [result.set, result.translation?.spans.total]),
      [
        ['news', 1],
        ['summ-commits', undefined],
      ],
    );
    // Each comparison has two tasks, and each task has its one set and the row “all”.
    assert.deepEqual(
      versus.map(one => one.comparisons.length),
      [4, 4],
    );
    const lines = fs.readFileSync(path.join(outputs, 'news.en-de.tsv'), 'utf8').split('\n');
    assert.deepEqual([lines.length, lines[0].split('\t').length], [4, 4]);
  });

  it('names a missing option or missing test sets', () => {
    assert.match(evaluate().stderr, /^evaluate: --data FOLDER is missing/);
    assert.match(evaluate('--data', folder).stderr, /^evaluate: .* has no such test sets\.\n$/);
    assert.match(evaluate('--data', path.join(folder, 'gone')).stderr, /^evaluate: .*gone/);
    assert.equal(evaluate('--nonsense').status, 1);
    assert.match(evaluate('--help').stdout, /--compare-precisions/);
  });
});
