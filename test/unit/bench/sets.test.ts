import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compare } from '../../../bench/evaluate/compare.mjs';
import { plan, readSets, sample, type Task, taskName } from '../../../bench/evaluate/sets.mjs';

describe('readSets, plan and sample', () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-sets-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const write = (name: string, text: string): void => fs.writeFileSync(path.join(folder, name), text);

  it('plan runs each set for the task that its file name states, translations in both directions', () => {
    write('news.en-de.tsv', 'a\tb\torigin\nc\td\r\n');
    write('news.en-ja.tsv', 'e\tf\n');
    write('summ-commits.tsv', 'long\tshort\tx\n');
    write('summ-man.tsv', 'long\tshort\n');
    write('README.md', 'no set');
    const sets = readSets(folder);
    const names = sets.map(({ name, languages }) => `${name} ${languages?.join() ?? ''}`);
    assert.deepEqual(names, ['news en,de', 'news en,ja', 'summ-commits ', 'summ-man ']);
    const tasks: Task[] = [
      { kind: 'summarize', form: 'headline' },
      { kind: 'translate', from: 'de', to: 'en' },
      { kind: 'translate', from: 'en', to: 'de' },
    ];
    const { jobs, skipped } = plan(sets, tasks);
    assert.deepEqual(
      jobs.map(job => [job.set, taskName(job.task)]),
      [
        ['summ-commits', 'summarize as headline'],
        ['news', 'de→en'],
        ['news', 'en→de'],
      ],
    );
    const [backward, forward] = jobs.slice(1).map(job => job.rows);
    assert.deepEqual(forward, [
      { source: 'a', reference: 'b' },
      { source: 'c', reference: 'd' },
    ]);
    assert.deepEqual(backward[0], { source: 'b', reference: 'a' });
    assert.deepEqual(skipped, ['en→ja (news)', 'ja→en (news)', 'summarize as tldr (summ-man)']);
  });

  it('readSets names a line that is no pair in an error', () => {
    write('news.en-de.tsv', 'a\tb\nc\n');
    assert.throws(() => readSets(folder), /news\.en-de\.tsv:2 has no source TAB reference/);
  });

  it('sample always returns the same rows', () => {
    const chosen = sample(1000, 200);
    assert.equal(new Set(chosen).size, 200);
    assert.deepEqual(
      chosen,
      [...chosen].sort((left, right) => left - right),
    );
    assert.deepEqual(chosen.slice(0, 5), SAMPLE);
    assert.ok(chosen.every(place => place >= 0 && place < 1000));
    assert.deepEqual(sample(3, 200), [0, 1, 2]);
  });
});

/** The first rows of a sample of 200 of 1000. If they changed, earlier results could not be compared. */
const SAMPLE = [6, 10, 19, 20, 21];

describe('compare', () => {
  it('gives a result for each set and for all sets of a task together', () => {
    const task: Task = { kind: 'translate', from: 'en', to: 'de' };
    const rows = [{ source: 's', reference: 'a b c d e' }];
    const pair = { task, rows, base: ['a b c d e'], other: ['a b c d e'] };
    const found = compare([
      { ...pair, set: 'x' },
      { ...pair, set: 'y', other: ['v w x y z'] },
      { ...pair, set: 'z', task: { kind: 'summarize', form: 'tldr' } },
    ]);
    assert.deepEqual(
      found.map(one => [one.set, one.task, one.rows, one.same]),
      [
        ['x', 'en→de', 1, 1],
        ['y', 'en→de', 1, 0],
        ['all', 'en→de', 2, 0.5],
        ['z', 'summarize as tldr', 1, 1],
        ['all', 'summarize as tldr', 1, 1],
      ],
    );
    assert.ok(found[2].base['bleu'] > found[2].other['bleu']);
    assert.deepEqual(Object.keys(found[3].base), ['rouge1', 'rougeL']);
  });
});
