import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { AttentiveError } from '../../../../src/base/errors';
import { call, connect, type Port } from '../../../../src/base/rpc';
import { reportError } from '../../../../src/commands/rewrite/report';
import { EnginePool, type RunningEngine } from '../../../../src/tasks/enginePool';
import { stage } from '../../vscode';

const log = stage.log as unknown as vscode.LogOutputChannel;
const never = new AbortController().signal;

/** A port to nowhere. */
function silent(): Port {
  const none = (): { dispose(): void } => ({ dispose: () => undefined });
  return { send: () => undefined, onMessage: none, onClose: none };
}

async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => assert.fail('it gave something'),
    (error: unknown) => error,
  );
}

describe('an engine that is restarted on purpose', () => {
  beforeEach(() => stage.said.splice(0));

  function assertNoFailure(error: unknown): void {
    const { kind, message } = reportError(error, log);
    assert.equal(kind, 'cancelled');
    assert.equal(message, 'Stopped because the engine was restarted. Nothing was changed.');
    assert.deepEqual(
      stage.said.map(said => said.kind),
      ['information'],
    );
  }

  it('is no error for a run under way', async () => {
    const client = connect(silent(), { work: call<void, void>() });
    const running = thrownBy(client.work());
    await Promise.resolve();
    client.dispose();
    assertNoFailure(await running);
  });

  it('is no error for who waits for the model', async () => {
    const pool = new EnginePool({
      start: () => new Promise<RunningEngine>(() => undefined),
      idleMs: () => Infinity,
      onState: () => undefined,
    });
    const model = { id: 'm', name: 'M', files: () => Promise.reject(new Error('not asked')) };
    const waiting = thrownBy(pool.lease(model, never));
    await Promise.resolve();
    pool.restart();
    assertNoFailure(await waiting);
  });

  it('is told from a crash, which is an error', () => {
    const { kind, message } = reportError(new AttentiveError('closed', '', { reason: 'the worker ended' }), log);
    assert.equal(kind, 'failed');
    assert.match(message ?? '', /The engine stopped \(the worker ended\)/);
    assert.deepEqual(
      stage.said.map(said => said.kind),
      ['error'],
    );
  });
});
