// Follow: a task on a target, run to its end on the engine, with its progress shown and its speed learned.
import * as vscode from 'vscode';
import { consumed } from '../base/streams';
import { setting } from '../settings';
import type { EngineRoom, Lease } from '../tasks/engineRoom';
import type { RewriteEvent, RewriteResult } from '../tasks/rewrite';
import { summarize } from '../tasks/summarize';
import { translate } from '../tasks/translate';
import { learnSpeed } from './estimate';
import type { Offer, Task } from './offers';
import type { Target } from './target';

export interface Work {
  readonly room: EngineRoom;
  readonly offer: Offer<Task>;
  readonly target: Target;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly progress: vscode.Progress<{ message?: string; increment?: number }>;
  readonly signal: AbortSignal;
  onEvent(event: RewriteEvent): void;
}

/** @throws AttentiveError what loading the model and running the task throw; `cancelled` */
export async function follow(work: Work): Promise<RewriteResult> {
  work.progress.report({ message: vscode.l10n.t('loading the model') });
  const lease = await work.room.lease(work.offer.model, work.signal);
  try {
    return await followTask(work, lease);
  } finally {
    lease.dispose();
  }
}

async function followTask(work: Work, lease: Lease): Promise<RewriteResult> {
  const rewrite = taskOf(work, lease);
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  let characters = 0;
  let shown = 0;
  const done = await consumed(rewrite, event => {
    if (event.kind === 'plan') {
      characters = event.characters;
      work.progress.report({ message: vscode.l10n.t('{0} of {1}', 0, event.total) });
    }
    if (event.kind === 'progress') {
      lease.report(event.stats.newTokens / elapsed());
      const message = vscode.l10n.t('{0} of {1}', event.done, event.total);
      work.progress.report({ message, increment: ((event.done - shown) / event.total) * 100 });
      shown = event.done;
    }
    work.onEvent(event);
  });
  const { newTokens, steps } = done.stats;
  const rate = (newTokens / elapsed()).toFixed(0);
  work.log.info(`${newTokens} tokens in ${steps} steps, ${elapsed().toFixed(2)} s, ${rate} tokens/s`);
  await learnSpeed(work.offer.model, characters, elapsed(), work.memory);
  return done;
}

function taskOf(work: Work, lease: Lease): AsyncGenerator<RewriteEvent, RewriteResult, void> {
  const { target, signal } = work;
  const { task } = work.offer;
  const settings = { numBeams: setting('numBeams', target.document) };
  const { engine, model } = lease;
  const run = { engine, model, settings, signal, texts: target.texts };
  return task.kind === 'translate' ? translate({ ...run, ...task }) : summarize({ ...run, ...task });
}
