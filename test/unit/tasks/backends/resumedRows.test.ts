import assert from 'node:assert/strict';
import { AttentiveError } from '../../../../src/base/errors';
import { consumed } from '../../../../src/base/streams';
import type { Engine, GenerateEvent, GenerateRequest } from '../../../../src/engine/api/contract';
import { resumedRows } from '../../../../src/tasks/backends/resumedRows';
import { ONE_STEP, scripted } from '../scripted';

const request: GenerateRequest = { model: 'm', source: { kind: 'text', texts: ['a', 'b', 'c', 'd'], prefix: '>> ' } };
const crash = new AttentiveError('closed', 'its process ended by SIGSEGV', { reason: 'SIGSEGV' });

/** An engine that throws after so many rows. */
function failing(rows: number, order?: (rows: number[]) => number[]): Engine {
  const { engine } = scripted({ answer: text => `${text} first`, ...(order === undefined ? {} : { order }) });
  return {
    ...engine,
    async *generate(...args) {
      let given = 0;
      for await (const event of engine.generate(...args)) {
        if (event.kind === 'row' && given++ === rows) throw crash;
        yield event;
      }
      throw crash;
    },
  };
}

async function resultOf(first: Engine, given = request) {
  const second = scripted({ answer: text => `${text} second` });
  const events: GenerateEvent[] = [];
  const stats = await consumed(
    resumedRows(first, given, undefined, async error => {
      assert.equal(error, crash);
      return second.engine;
    }),
    event => void events.push(event),
  );
  const rows = events.flatMap(event => (event.kind === 'row' ? [[event.row, event.hypotheses[0].text] as const] : []));
  return { rows, stats, requests: second.requests, events };
}

describe('resumedRows', () => {
  it('keeps the rows that had a result and runs the others on the second engine, each once', async () => {
    const { rows, requests } = await resultOf(failing(2, rows => [...rows].reverse()));
    assert.deepEqual(rows, [
      [3, 'd first'],
      [2, 'c first'],
      [0, 'a second'],
      [1, 'b second'],
    ]);
    assert.deepEqual(
      requests.map(({ source }) => source),
      [{ kind: 'text', texts: ['a', 'b'], prefix: '>> ' }],
    );
  });

  it('runs nothing again if only the end was missing', async () => {
    const { rows, requests } = await resultOf(failing(4));
    assert.equal(rows.length, 4);
    assert.equal(requests.length, 0);
  });

  it('sums the work of both engines', async () => {
    const { stats } = await resultOf(failing(0));
    assert.ok(stats.newTokens >= ONE_STEP.newTokens);
  });

  it('divides ids as it divides texts', async () => {
    const first: Engine = {
      ...scripted({ answer: () => '' }).engine,
      // eslint-disable-next-line require-yield
      async *generate() {
        throw crash;
      },
    };
    const seen: GenerateRequest[] = [];
    const second: Engine = {
      ...first,
      async *generate(given) {
        seen.push(given);
        for (const row of [0, 1]) yield { kind: 'tooLong', row, tokens: 9, limit: 8 };
        return ONE_STEP;
      },
    };
    const ids = [
      [5, 1],
      [6, 1],
    ];
    const found: GenerateEvent[] = [];
    const given: GenerateRequest = { model: 'm', source: { kind: 'ids', ids } };
    await consumed(
      resumedRows(first, given, undefined, async () => second),
      event => void found.push(event),
    );
    assert.deepEqual(seen, [given]);
    assert.equal(found.length, 2);
  });

  it('throws the error if there is no second engine', async () => {
    const run = resumedRows(failing(1), request, undefined, async error => {
      throw error;
    });
    await assert.rejects(consumed(run), crash);
  });
});
