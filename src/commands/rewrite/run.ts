// Follow: a task on a target, run to its end on the engine, with its progress shown and its speed learned.
import type * as vscode from 'vscode';
import { consumed } from '../../base/streams';
import { setting } from '../../settings';
import type { EnginePool, Lease } from '../../tasks/enginePool';
import type { RewriteEvent, RewriteResult } from '../../tasks/run/rewrite';
import { summarize } from '../../tasks/summarize';
import { translate } from '../../tasks/translate';
import { learnPace, paceOf } from './estimate';
import type { TaskChoice, Task } from '../models/taskChoice';
import type { PaceOf } from './pace';
import { RunProgress } from './progress';
import type { Target } from './target';

export interface Work {
  readonly pool: EnginePool;
  readonly choice: TaskChoice<Task>;
  readonly target: Target;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly progress: vscode.Progress<{ message?: string; increment?: number }>;
  readonly signal: AbortSignal;
  onEvent(event: RewriteEvent): void;
}

/** @throws AttentiveError what loading the model and running the task throw; `cancelled` */
export async function runTask(work: Work): Promise<RewriteResult> {
  const { model, task } = work.choice;
  const of = { model: model.card.id, task, numBeams: setting('numBeams', work.target.document) };
  const progress = new RunProgress(work.progress, paceOf(of, work.memory));
  try {
    const lease = await work.pool.lease(model, work.signal);
    try {
      return await followTask(work, lease, of, progress);
    } finally {
      lease.dispose();
    }
  } finally {
    progress.dispose();
  }
}

async function followTask(work: Work, lease: Lease, of: PaceOf, progress: RunProgress): Promise<RewriteResult> {
  const rewrite = taskOf(work, lease, of.numBeams);
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  let characters = 0;
  const done = await consumed(rewrite, event => {
    if (event.kind === 'plan') characters = event.characters;
    if (event.kind === 'progress') lease.report(event.stats.newTokens / elapsed());
    progress.take(event);
    work.onEvent(event);
  });
  const { newTokens, steps } = done.stats;
  const rate = (newTokens / elapsed()).toFixed(0);
  work.log.info(`${newTokens} tokens in ${steps} steps, ${elapsed().toFixed(2)} s, ${rate} tokens/s`);
  await learnPace(of, { characters, seconds: elapsed(), stats: done.stats }, work.memory);
  return done;
}

function taskOf(work: Work, lease: Lease, numBeams: number): AsyncGenerator<RewriteEvent, RewriteResult, void> {
  const { target, signal } = work;
  const { task } = work.choice;
  const settings = { numBeams };
  const { engine, model } = lease;
  const run = { engine, model, settings, signal, texts: target.texts };
  return task.kind === 'translate' ? translate({ ...run, ...task }) : summarize({ ...run, ...task });
}
