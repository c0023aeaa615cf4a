import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { alignmentScore, hintScore } from '../../../bench/alignment/errorRate.mjs';
import { halfOf, type Link, type Pair, readAlignments, startsOf } from '../../../bench/alignment/pairs.mjs';
import { alignmentOf, bestOf, hintScores, scored } from '../../../bench/alignment/scores.mjs';

const FIXTURES = path.join(__ROOT__, 'test/fixtures/alignments');

function near(value: number, expected: number): void {
  assert.ok(Math.abs(value - expected) < 1e-12, `${value}, not ${expected}`);
}

describe('alignmentScore', () => {
  // Two sure links, three possible ones.
  const sure: Link[] = [
    [0, 0],
    [1, 1],
  ];
  const possible: Link[] = [...sure, [1, 2]];

  it('is 0 for every set between the sure and the possible links', () => {
    for (const found of [sure, possible]) {
      assert.deepEqual(alignmentScore([{ found, sure, possible }]), { errorRate: 0, precision: 1, recall: 1 });
    }
  });

  it('equals a value of the definition of Och and Ney that was computed by hand', () => {
    // A has 4 links, of which 1 is sure and 2 are possible: 1 - (1 + 2) / (4 + 2).
    const found: Link[] = [
      [0, 0],
      [1, 2],
      [2, 1],
      [2, 2],
    ];
    const { errorRate, precision, recall } = alignmentScore([{ found, sure, possible }]);
    near(errorRate, 0.5);
    near(precision, 2 / 4);
    near(recall, 1 / 2);
    // A link that is given twice counts once.
    near(alignmentScore([{ found: [...found, [2, 2]], sure, possible }]).errorRate, 0.5);
  });

  it('is computed from the links of all sentences together, not as a mean over sentences', () => {
    const good = { found: sure, sure, possible };
    const bad = { found: [[5, 5]] as Link[], sure: [[0, 0]] as Link[], possible: [[0, 0]] as Link[] };
    // 1 - (2 + 0 + 2 + 0) / (2 + 1 + 2 + 1); the mean of 0 and 1 would be 0.5.
    near(alignmentScore([good, bad]).errorRate, 1 / 3);
  });
});

describe('hintScore', () => {
  it('counts the words that are rightly called left out, wrongly called so, and missed; and ignores unclear ones', () => {
    const score = hintScore([
      { found: [1, 2, 3, 3], expected: [2, 3, 4] },
      { found: [0, 7], expected: [], unclear: [7] },
    ]);
    assert.deepEqual(score, { right: 2, wrong: 2, missed: 1, precision: 0.5, recall: 2 / 3 });
    assert.ok(Number.isNaN(hintScore([{ found: [], expected: [] }]).precision));
  });
});

describe('readAlignments and startsOf', () => {
  const { pairs, texts } = readAlignments(FIXTURES);

  it('there are twenty pairs for each language, of 4 to 14 words, and half of them are for tuning', () => {
    for (const to of ['de', 'fr', 'es']) {
      const own = pairs.filter(pair => pair.to === to);
      assert.equal(own.length, 20, to);
      assert.equal(own.filter(pair => halfOf(pair) === 'tuned').length, 10, to);
    }
    for (const { id, source } of pairs) {
      const count = source.words.filter(word => /\w/.test(word)).length;
      assert.ok(count >= 4 && count <= 14, `${id}: ${count} words`);
    }
  });

  it('a damaged text lacks the omitted words, and its missing source words are those linked only to these', () => {
    const lines = fs.readFileSync(path.join(FIXTURES, 'damaged.jsonl'), 'utf8').trim().split('\n');
    const omitted = new Map(
      lines.map(line => {
        const { id, omitted: words } = JSON.parse(line) as { readonly id: string; readonly omitted: readonly number[] };
        return [id, words];
      }),
    );
    const damaged = texts.filter(({ set }) => set === 'damaged');
    for (const to of ['de', 'fr', 'es']) assert.ok(damaged.filter(({ of }) => of.to === to).length >= 8, to);
    for (const { id, of, target, missing } of damaged) {
      const gone = omitted.get(id) ?? [];
      assert.deepEqual(
        target.words,
        of.target.words.filter((_, word) => !gone.includes(word)),
        id,
      );
      assert.deepEqual(missing, lostBy(of, gone), id);
    }
  });

  it('each pair has one text that a model wrote', () => {
    const written = texts.filter(({ set }) => set === 'written');
    assert.deepEqual(
      written.map(({ of }) => of.id),
      pairs.map(({ id }) => id),
    );
    for (const { id, missing, unclear } of written) {
      assert.ok(!missing.some(word => unclear.includes(word)), id);
    }
  });

  it('throws if words do not form the text, links name no words, or a sure link is not a possible one', () => {
    assert.throws(() => startsOf({ text: 'a b', words: ['a'] }), /goes on/);
    assert.throws(() => startsOf({ text: 'a b', words: ['b', 'a'] }), /does not follow/);
    assert.deepEqual(startsOf({ text: 'l’eau, là', words: ['l’', 'eau', ',', 'là'] }), [0, 2, 5, 7]);
    const side = { text: 'a b', words: ['a', 'b'] };
    const whole = { id: 'de-01', from: 'en', to: 'de', source: side, target: side, sure: '0-0', possible: '0-0 1-0' };
    assert.equal(pairsOf({ ...whole, without: [] }).length, 1);
    assert.throws(() => pairsOf({ ...whole, without: [1] }), /without a link/);
    assert.throws(() => pairsOf({ ...whole, sure: '1-1', without: [] }), /not possible/);
    assert.throws(() => pairsOf({ ...whole, possible: '0-0 1-2', without: [] }), /no words/);
    assert.throws(() => pairsOf({ ...whole, possible: '0-0 1', without: [] }), /no list of links/);
  });
});

describe('scored, bestOf and hintScores', () => {
  const side = { text: 'a b', words: ['a', 'b'] };
  const both: Link[] = [
    [0, 0],
    [1, 1],
  ];
  const pair = (id: string, to: string): Pair => ({
    ...{ id, from: 'en', to, source: side, target: side, sure: both, possible: both, without: [] },
  });
  const pairs = [pair('de-01', 'de'), pair('fr-02', 'fr')];
  const choices = [
    { layer: 'mean' as const, head: 'mean' as const, shift: true, links: [both, both] },
    { layer: 1, head: 'mean' as const, shift: false, links: [both, [] as Link[]] },
    { layer: 0, head: 2, shift: true, links: [[[0, 1]] as Link[], both] },
  ];

  it('scored gives a score for each group, and bestOf passes over choices that are means of layers', () => {
    const found = scored(choices, pairs, ({ to }) => to);
    assert.deepEqual(found[1].by, { de: 0, fr: 1 });
    // 1 - (2 + 2) / (2 + 4), and 1 - (2 + 2) / (3 + 4).
    near(found[1].all.errorRate, 1 / 3);
    near(found[2].all.errorRate, 3 / 7);
    assert.deepEqual(alignmentOf(bestOf(found, ({ all }) => all.errorRate)), { layer: 1, shift: false });
    assert.deepEqual(alignmentOf(bestOf(found, ({ by }) => by['fr'])), { layer: 0, heads: [2], shift: true });
  });

  it('hintScores gives a score for each set and half', () => {
    const text = { target: side, missing: [1], unclear: [] };
    const rows = hintScores([
      { text: { ...text, id: 'de-01a', set: 'damaged', of: pairs[0] }, found: [1] },
      { text: { ...text, id: 'fr-02a', set: 'damaged', of: pairs[1] }, found: [0] },
      { text: { ...text, id: 'fr-02', set: 'reference', of: pairs[1], missing: [] }, found: [0] },
    ]);
    // The number of texts, and of words that are right, wrong and missed.
    const row = (name: string): string => {
      const found = rows.find(one => one.name === name);
      return `${found?.texts} ${found?.score.right} ${found?.score.wrong} ${found?.score.missed}`;
    };
    assert.equal(row('damaged, tuned half'), '1 1 0 0');
    assert.equal(row('reference and damaged, untouched half'), '2 0 2 1');
    assert.equal(row('reference and damaged'), '3 1 2 1');
  });
});

/** The source words for which all linked target words are in `gone`. */
function lostBy({ possible, source }: Pair, gone: readonly number[]): number[] {
  return [...source.words.keys()].filter(word => {
    const own = possible.filter(([from]) => from === word);
    return own.length > 0 && own.every(([, to]) => gone.includes(to));
  });
}

/** The pairs read from a folder that holds only this pair. */
function pairsOf(pair: unknown): readonly Pair[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alignments-'));
  try {
    for (const name of ['damaged', 'written']) fs.writeFileSync(path.join(folder, `${name}.jsonl`), '');
    fs.writeFileSync(path.join(folder, 'pairs.jsonl'), `${JSON.stringify(pair)}\n`);
    return readAlignments(folder).pairs;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
