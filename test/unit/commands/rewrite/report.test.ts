import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { AttentiveError } from '../../../../src/base/errors';
import { call, connect, type Port } from '../../../../src/base/rpc';
import { reportError } from '../../../../src/commands/rewrite/report';
import { EnginePool, type RunningEngine } from '../../../../src/tasks/enginePool';
import { stage } from '../../vscode';

const log = stage.log as unknown as vscode.LogOutputChannel;
const never = new AbortController().signal;

/** A port without another side: it never receives a message. */
function silent(): Port {
  const none = (): { dispose(): void } => ({ dispose: () => undefined });
  return { send: () => undefined, onMessage: none, onClose: none };
}

async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => assert.fail('it was fulfilled'),
    (error: unknown) => error,
  );
}

describe('reportError, after the engine was restarted or has crashed', () => {
  beforeEach(() => stage.messages.splice(0));

  function assertNoFailure(error: unknown): void {
    const { kind, message } = reportError(error, log);
    assert.equal(kind, 'cancelled');
    assert.equal(message, 'Stopped because the engine was restarted. Nothing was changed.');
    assert.deepEqual(
      stage.messages.map(message => message.kind),
      ['information'],
    );
  }

  it('reports a run that the restart interrupted as cancelled', async () => {
    const client = connect(silent(), { work: call<void, void>() });
    const running = thrownBy(client.work());
    await Promise.resolve();
    client.dispose();
    assertNoFailure(await running);
  });

  it('reports a run that waited for the model as cancelled', async () => {
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

  it('reports a crash of the engine as an error', () => {
    const { kind, message } = reportError(new AttentiveError('closed', '', { reason: 'the worker ended' }), log);
    assert.equal(kind, 'failed');
    assert.match(message ?? '', /The engine stopped \(the worker ended\)/);
    assert.deepEqual(
      stage.messages.map(message => message.kind),
      ['error'],
    );
  });
});
