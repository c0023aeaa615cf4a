import assert from 'node:assert/strict';
import { keepsAll } from '../../../../src/tasks/rows/integrity';
import { type RowsEvent, type RowsRequest, runRows } from '../../../../src/tasks/rows/rows';
import { splitClauses } from '../../../../src/text/sentences/sentences';
import { identity, ONE_STEP, outcome, runOn, scripted, type ScriptedEngine, textsOf } from '../scripted';

const newTokenBound = { perSourceToken: 2, extra: 12 };

function request(engine: ScriptedEngine, texts: readonly string[], more: Partial<RowsRequest> = {}): RowsRequest {
  const rules = { newTokenBound, split: splitClauses, accepts: keepsAll };
  return { ...runOn(engine.engine), ...rules, texts, ...more };
}

async function rows(engine: ScriptedEngine, texts: readonly string[], more?: Partial<RowsRequest>) {
  const { events } = await outcome(runRows(request(engine, texts, more)));
  return events.flatMap(event => (event.kind === 'row' ? [[event.row, event.text, event.outcome]] : []));
}

/** An engine whose model takes at most `limit` characters, and answers with the text in brackets. */
function short(limit: number): ScriptedEngine {
  return scripted({ answer: text => (text.length > limit ? { excess: text.length / limit } : `[${text}]`) });
}

describe('runRows', () => {
  it('yields the answer of each text as soon as it is finished', async () => {
    const engine = scripted({ answer: text => text.toUpperCase(), order: all => all.reverse() });
    assert.deepEqual(await rows(engine, ['a', 'b', 'c']), [
      [2, 'C', 'done'],
      [1, 'B', 'done'],
      [0, 'A', 'done'],
    ]);
  });

  it('sends model, input and settings to the engine', async () => {
    const engine = identity();
    const input = { prefix: '>>de<<', sourceLanguageToken: 'en_XX', forcedBosToken: 'de_DE' };
    await rows(engine, [' a '], { input, settings: { numBeams: 4 } });
    assert.deepEqual(engine.requests, [
      { model: 'm', source: { kind: 'text', texts: ['a'], ...input }, settings: { numBeams: 4 }, newTokenBound },
    ]);
  });

  it('runs equal texts once and answers each', async () => {
    const engine = scripted({ answer: text => text.toUpperCase() });
    assert.deepEqual(await rows(engine, ['a', 'b', 'a', 'a']), [
      [0, 'A', 'done'],
      [2, 'A', 'done'],
      [3, 'A', 'done'],
      [1, 'B', 'done'],
    ]);
    assert.deepEqual(engine.requests.map(textsOf), [['a', 'b']]);
  });

  it('is not slowed down by a hundred thousand equal texts', async () => {
    const engine = identity();
    const texts = new Array<string>(100_000).fill('same');
    assert.equal((await rows(engine, texts)).length, texts.length);
  });

  it('keeps a text to which the model answers with white space alone', async () => {
    const engine = scripted({ answer: text => (text === 'b' ? ' ' : text.toUpperCase()) });
    assert.deepEqual(await rows(engine, ['a', 'b\n', 'c']), [
      [0, 'A', 'done'],
      [1, 'b\n', 'empty'],
      [2, 'C', 'done'],
    ]);
  });

  it('keeps the white space around a text, which the engine does not see', async () => {
    const engine = scripted({ answer: text => ` ${text.toUpperCase()}\n` });
    assert.deepEqual(await rows(engine, ['\t a b  \n']), [[0, '\t A B  \n', 'done']]);
    assert.deepEqual(engine.requests.map(textsOf), [['a b']]);
  });

  it('is not slowed down by white space inside of a text', async () => {
    const text = `a${' '.repeat(200_000)}b`;
    assert.deepEqual(await rows(identity(), [text]), [[0, text, 'done']]);
  });

  it('finishes 256 texts before it begins the next', async () => {
    const engine = identity();
    const texts = Array.from({ length: 600 }, (_, index) => `text ${index}`);
    const found = await rows(engine, texts);
    assert.deepEqual(
      found.map(([row]) => row),
      texts.map((_, row) => row),
    );
    assert.deepEqual(
      engine.requests.map(asked => textsOf(asked).length),
      [256, 256, 88],
    );
  });

  describe('with a text that is too long', () => {
    it('splits it, and puts the parts together with the white space between them', async () => {
      const engine = short(24);
      assert.deepEqual(await rows(engine, ['one two three four,  five six seven eight']), [
        [0, '[one two three four,]  [five six seven eight]', 'done'],
      ]);
      assert.equal(engine.requests.length, 2);
    });

    it('splits again what is still too long', async () => {
      const words = Array.from({ length: 40 }, (_, index) => `word${index}`).join(' ');
      const engine = short(15);
      // Always two parts, which is too few at first.
      const split = (text: string): string[] => splitClauses(text, 2);
      const [[, text, outcome]] = await rows(engine, [words], { split });
      assert.equal(outcome, 'done');
      assert.equal(String(text).replace(/[[\]]/g, ''), words);
      assert.ok(engine.requests.length >= 4);
      for (const part of engine.requests.slice(-1).flatMap(textsOf)) assert.ok(part.length <= 15, part);
    });

    it('asks `split` for more parts than the length of the text in tokens requires', async () => {
      const asked: number[] = [];
      const split = (text: string, parts: number): string[] => {
        asked.push(parts);
        return splitClauses(text, parts);
      };
      const engine = scripted({ answer: text => (text.includes('a b') ? { excess: 2 } : text) });
      await rows(engine, ['a b c d e f'], { split });
      assert.equal(asked[0], 3);
    });

    it('keeps what cannot be split as it was, and says so', async () => {
      const engine = short(5);
      assert.deepEqual(await rows(engine, [' unbreakable\t', 'ok']), [
        [0, ' unbreakable\t', 'tooLong'],
        [1, '[ok]', 'done'],
      ]);
      assert.equal(engine.requests.length, 1);
    });

    it('keeps only the part that cannot be split', async () => {
      assert.deepEqual(await rows(short(6), ['one, unbreakable, two']), [[0, '[one,] unbreakable, [two]', 'tooLong']]);
    });

    it('never runs a part without words', async () => {
      const engine = scripted({ answer: text => (text.length > 3 ? { excess: 2 } : text) });
      const split = (): string[] => ['aa', '   ', 'bb', ' '];
      assert.deepEqual(await rows(engine, ['aa   bb '], { split }), [[0, 'aa   bb ', 'done']]);
      assert.deepEqual(engine.requests.map(textsOf), [['aa   bb'], ['aa', 'bb']]);
    });

    it('yields its answer when all of its parts are finished, after the answers of texts that finish before', async () => {
      const engine = scripted({
        answer: text => (text.length > 6 ? { excess: 2 } : text),
        order: all => all.reverse(),
      });
      assert.deepEqual(await rows(engine, ['aaa, bbb', 'c']), [
        [1, 'c', 'done'],
        [0, 'aaa, bbb', 'done'],
      ]);
    });
  });

  describe('with an answer that does not end', () => {
    const endless = (tries: number): ScriptedEngine =>
      scripted({
        answer: (text, { settings }) => {
          if (text !== 'endless') return text;
          const isRetry = settings?.noRepeatNgramSize === 3;
          return { text: isRetry ? 'again' : 'bla bla bla', cut: !isRetry || tries > 1 };
        },
      });

    it('tries again without repetitions', async () => {
      const engine = endless(1);
      assert.deepEqual(await rows(engine, ['endless', 'fine'], { settings: { numBeams: 2 } }), [
        [1, 'fine', 'done'],
        [0, 'again', 'done'],
      ]);
      assert.deepEqual(engine.requests.map(textsOf), [['endless', 'fine'], ['endless']]);
      assert.deepEqual(
        engine.requests.map(asked => asked.settings),
        [{ numBeams: 2 }, { numBeams: 2, noRepeatNgramSize: 3 }],
      );
    });

    it('takes the second answer, with the outcome `cut`, if that does not end either', async () => {
      const engine = endless(2);
      assert.deepEqual(await rows(engine, ['endless']), [[0, 'again', 'cut']]);
      assert.equal(engine.requests.length, 2);
    });

    it('runs a part a second time if its answer does not end, and gives the text the worst outcome of its parts', async () => {
      const engine = scripted({
        answer: text => (text.length > 8 ? { excess: 2 } : { text, cut: text.startsWith('bbb') }),
      });
      assert.deepEqual(await rows(engine, ['aaa aaa, bbb bbb']), [[0, 'aaa aaa, bbb bbb', 'cut']]);
    });
  });

  describe('with an answer that repeats itself', () => {
    it('tries again without repetitions', async () => {
      const engine = scripted({
        answer: (text, { settings }) => (settings?.noRepeatNgramSize === 3 ? 'once' : `${text} ${text} ${text}`),
      });
      assert.deepEqual(await rows(engine, ['here']), [[0, 'once', 'done']]);
      assert.deepEqual(engine.requests.map(textsOf), [['here'], ['here']]);
    });

    it('takes the first answer if the second cannot be used', async () => {
      for (const again of ['', 'a \ufffd', { text: 'without end', cut: true }]) {
        const loop = scripted({
          answer: (_, { settings }) => (settings?.noRepeatNgramSize === 3 ? again : 'so so so so'),
        });
        assert.deepEqual(await rows(loop, ['loop']), [[0, 'so so so so', 'done']]);
      }
    });

    it('does not run a text a second time if the source repeats itself too', async () => {
      const engine = identity();
      assert.deepEqual(await rows(engine, ['no no no no']), [[0, 'no no no no', 'done']]);
      assert.equal(engine.requests.length, 1);
    });
  });

  it('gives a text that was split the lowest score of its parts', async () => {
    const engine = scripted({
      answer: text => (text.length > 8 ? { excess: 2 } : { text, score: text.startsWith('b') ? -3 : -1 }),
    });
    const { events } = await outcome(runRows(request(engine, ['aaa aaa, bbb bbb'])));
    assert.deepEqual(
      events.flatMap(event => (event.kind === 'row' ? [event.score] : [])),
      [-3],
    );
  });

  it('yields the unfinished answers of a text, but not those of the parts of a text that was split', async () => {
    const partials = (events: readonly RowsEvent[]): string[] =>
      events.flatMap(event => (event.kind === 'partial' ? [`${event.row} ${event.text}`] : []));
    const answer = (text: string) => ({ text, partials: ['so', 'so far'] });
    const alone = await outcome(runRows(request(scripted({ answer }), ['a'])));
    assert.deepEqual(partials(alone.events), ['0 so', '0 so far']);
    const two = await outcome(runRows(request(scripted({ answer }), ['a', 'b'])));
    assert.deepEqual(partials(two.events), ['0 so', '0 so far', '1 so', '1 so far']);
    const twice = await outcome(runRows(request(scripted({ answer }), ['a', 'a'])));
    assert.deepEqual(partials(twice.events), ['0 so', '1 so', '0 so far', '1 so far']);
    const long = scripted({ answer: text => (text.length > 4 ? { excess: 2 } : answer(text)) });
    assert.deepEqual(partials((await outcome(runRows(request(long, ['aaa bbb'])))).events), []);
  });

  it('adds up the statistics of a request for whole texts and of the one for their parts', async () => {
    const { events, result } = await outcome(
      runRows(request(short(24), ['one two three four,  five six seven eight'])),
    );
    const steps = events.flatMap(event => (event.kind === 'progress' ? [event.stats.steps] : []));
    assert.deepEqual(steps, [1, 2, 2]);
    assert.deepEqual(result, Object.fromEntries(Object.entries(ONE_STEP).map(([key, value]) => [key, 2 * value])));
  });

  it('adds up the statistics of the requests for each 256 texts', async () => {
    const texts = Array.from({ length: 300 }, (_, index) => `text ${index}`);
    const { events, result } = await outcome(runRows(request(identity(), texts)));
    const steps = events.flatMap(event => (event.kind === 'progress' ? [event.stats.steps] : []));
    // The scripted engine says of every row that the whole request took one step.
    assert.deepEqual([steps[0], steps[255], steps[256], steps.at(-1)], [1, 1, 2, 2]);
    assert.equal(result.steps, 2);
  });

  it('sends no request if there are no texts', async () => {
    const engine = identity();
    assert.deepEqual(await rows(engine, []), []);
    assert.equal(engine.requests.length, 0);
  });

  it('throws an error of the engine', async () => {
    const failure = new Error('out of memory');
    const engine = scripted({
      answer: text => {
        if (text === 'b') throw failure;
        return text;
      },
    });
    await assert.rejects(outcome(runRows(request(engine, ['a', 'b', 'c']))), failure);
  });

  it('stops when the signal aborts, without the request for a second try or any later one', async () => {
    const controller = new AbortController();
    const engine = scripted({
      answer: text => {
        controller.abort();
        return { text, cut: true };
      },
    });
    const more = { signal: controller.signal };
    await assert.rejects(outcome(runRows(request(engine, ['a'], more))), { code: 'cancelled' });
    assert.equal(engine.requests.length, 1);
    await assert.rejects(outcome(runRows(request(engine, ['a'], more))), { code: 'cancelled' });
    assert.equal(engine.requests.length, 1, 'an aborted request is not begun');
  });

  it('ends the engine’s work when its caller stops reading events', async () => {
    const engine = identity();
    for await (const event of runRows(request(engine, ['a', 'b', 'c']))) {
      if (event.kind === 'row') break;
    }
    assert.equal(engine.ended, 1);
  });
});
