// Passages test: explains the passages of real runs of the embedded model, with offsets in the whole texts of the run.
import assert from 'node:assert/strict';
import path from 'node:path';
import { stepsOf } from '../../src/attention/decoding/history';
import type { AttentionToken } from '../../src/attention/record/record';
import { consumed } from '../../src/base/streams';
import type { Engine } from '../../src/engine/api/contract';
import { connectEngine } from '../../src/engine/remote';
import { readModelFolder } from '../../src/engine/modelFolder';
import { readCard } from '../../src/models/folder';
import { diskFolder } from '../../src/node/files';
import { spawnEngine } from '../../src/node/spawn';
import { attentionOf, explainPassage, passageHeads, passageHistory } from '../../src/tasks/explain';
import type { TaskRun } from '../../src/tasks/rows/rows';
import { summarize } from '../../src/tasks/summarize';
import type { RunTrace } from '../../src/tasks/rows/trace';
import { translate } from '../../src/tasks/translate';
import { EMBEDDED } from './models';

describe('explainPassage, for runs of the embedded model,', () => {
  let engine: Engine;
  let close: () => void;
  before(async () => {
    const worker = spawnEngine(path.join(__ROOT__, 'dist'), 1);
    const client = connectEngine(worker.port);
    [engine, close] = [client, () => [client, worker].forEach(each => each.dispose())];
    const { maxSourceTokens } = await readCard(diskFolder(EMBEDDED));
    assert.ok(maxSourceTokens !== undefined);
    await consumed(client.load({ model: 'm', files: await readModelFolder(diskFolder(EMBEDDED)), maxSourceTokens }));
  });
  after(() => close());

  async function traceOf(kind: 'translate' | 'summarize', texts: readonly string[], numBeams = 1): Promise<RunTrace> {
    const task = (await readCard(diskFolder(EMBEDDED))).tasks.find(one => one.kind === kind);
    assert.ok(task !== undefined);
    const signal = new AbortController().signal;
    const run: TaskRun & { texts: readonly string[] } = {
      ...{ engine, model: 'm', input: task.input, settings: { numBeams }, signal, texts },
    };
    const done = task.kind === 'translate' ? translate({ ...run, ...task }) : summarize({ ...run, ...task });
    return (await consumed(done)).trace;
  }

  /** The text at the offsets of the tokens, without special tokens and tokens with empty offsets. */
  function written(tokens: readonly AttentionToken[], text: string): string {
    const own = tokens.filter(({ special, start, end }) => !special && end > start);
    return own.map(({ start, end }) => text.slice(start, end)).join('');
  }

  const bare = (text: string): string => text.replace(/\s/g, '');

  it('places the tokens of a wrapped text with code in the sources and the results', async () => {
    const text =
      'The small cat sleeps the whole day in the warm kitchen of the old\n' +
      'house, and nobody wakes it.\n\nRun `npm install` before you open https://example.org/docs today.\n';
    const trace = await traceOf('translate', ['First text here.', text]);
    assert.deepEqual(
      trace.passages.map(passage => passage.text),
      trace.passages.map(({ source }) => (source.startsWith('First') ? 0 : 1)),
    );
    assert.ok(trace.passages.length >= 3);
    for (const at of trace.passages.keys()) {
      const explanation = await explainPassage(engine, trace, at);
      const { passage, source, target } = explanation;
      assert.deepEqual([source.ids, target.ids, target.text], [passage.sourceIds, passage.targetIds, passage.target]);
      const restored = written(source.placed, trace.sources[passage.text]);
      const given = trace.sources[passage.text];
      assert.ok(bare(given).includes(bare(restored)), restored);
      assert.ok(bare(trace.results[passage.text]).includes(bare(written(target.placed, trace.results[passage.text]))));
      const record = await attentionOf(engine, explanation.explained, { kind: 'cross', layer: 1 });
      assert.deepEqual([record.layers, record.targets, record.sources], [1, target.tokens, source.tokens]);
      const { heads, width, queries, keys, scores } = await passageHeads(engine, explanation, {
        kind: 'cross',
        layer: 1,
      });
      const [targets, sources] = [target.ids.length, source.ids.length];
      assert.deepEqual(
        [heads, queries.length, keys.length, scores.length],
        [record.heads, heads * targets * width, heads * sources * width, record.weights.length],
      );
    }
    const whole = await Promise.all(
      trace.passages.map(async (passage, at) =>
        passage.text === 1 ? written((await explainPassage(engine, trace, at)).source.placed, text) : '',
      ),
    );
    // Apart from white space, the tokens of all passages together cover the whole text.
    assert.equal(bare(whole.join('')), bare(text));
  });

  it('places the tokens of the parts of a long text, and those of the headline that is made of their headlines', async () => {
    const sentence = 'The government said on Monday that the new law will come into force at the end of the year. ';
    const trace = await traceOf('summarize', [sentence.repeat(24)]);
    const rounds = trace.passages.map(({ round }) => round);
    assert.ok(rounds.length > 2 && rounds.filter(round => round === 0).length > 1);
    const last = await explainPassage(engine, trace, trace.passages.length - 1);
    assert.ok(last.passage.round > 0);
    assert.equal(bare(written(last.target.placed, trace.results[0])), bare(trace.results[0]));
    const places = last.source.placed.filter(({ special }) => !special);
    assert.ok(new Set(places.map(({ start }) => start)).size > 1);
    const first = await explainPassage(engine, trace, 0);
    assert.equal(bare(written(first.source.placed, trace.sources[0])), bare(first.passage.source));
    assert.ok(first.target.placed.every(({ start, end }) => start === end));
  });

  it('has for each passage a history of the search', async () => {
    const trace = await traceOf('translate', ['The cat sleeps. The dog runs.'], 3);
    for (const [at, { targetIds }] of trace.passages.entries()) {
      const { history, isSame } = await passageHistory(engine, trace, at);
      assert.equal(history.numBeams, 3);
      const chosen = stepsOf(history)
        .flat()
        .filter(beam => beam.chosen);
      if (isSame) {
        assert.deepEqual(
          chosen.map(({ token }) => token),
          targetIds.slice(1),
        );
      }
    }
  });

  it('refuses a passage that the trace lacks, and a model that encodes the text otherwise than in the run', async () => {
    const trace = await traceOf('translate', ['The cat sleeps.']);
    await assert.rejects(explainPassage(engine, trace, 1), { code: 'bad-request' });
    await assert.rejects(explainPassage(engine, { ...trace, input: {} }, 0), {
      code: 'bad-request',
      data: { name: 'model', why: 'it reads the text otherwise than in the run' },
    });
  });
});
