// Run: runs a task on a target with a leased engine, shows its progress and stores its pace.
import type * as vscode from 'vscode';
import { consumed } from '../../base/streams';
import type { EnginePool, Lease } from '../../tasks/enginePool';
import type { RewriteEvent, RewriteResult } from '../../tasks/run/rewrite';
import type { Tasks } from '../../tasks/worker/tasks';
import { learnPace, paceOf } from './estimate';
import type { TaskChoice } from '../models/taskQuestion';
import type { RunKind } from './pace';
import { RunProgress } from './progress';
import type { Target } from '../target/target';

export interface TaskWork {
  readonly pool: EnginePool;
  readonly tasks: Tasks;
  readonly choice: TaskChoice;
  readonly target: Target;
  /** How many beams the search follows. */
  readonly numBeams: number;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly progress: vscode.Progress<{ message?: string; increment?: number }>;
  readonly signal: AbortSignal;
  onEvent(event: RewriteEvent): void;
}

/** @throws AttentiveError what loading the model and running the task throw; `cancelled` */
export async function runTask(work: TaskWork): Promise<RewriteResult> {
  const { model, task } = work.choice;
  const kind = { model: model.card.id, task, numBeams: work.numBeams };
  const progress = new RunProgress(work.progress, paceOf(kind, work.memory));
  try {
    const lease = await work.pool.lease(model, work.signal);
    try {
      return await followTask(work, lease, kind, progress);
    } finally {
      lease.dispose();
    }
  } finally {
    progress.dispose();
  }
}

async function followTask(work: TaskWork, lease: Lease, kind: RunKind, progress: RunProgress): Promise<RewriteResult> {
  const rewrite = rewriteOf(work, lease);
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
  await learnPace(kind, { characters, seconds: elapsed(), stats: done.stats }, work.memory);
  return done;
}

function rewriteOf(work: TaskWork, lease: Lease): AsyncGenerator<RewriteEvent, RewriteResult, void> {
  const { target, tasks, signal, numBeams } = work;
  const { task, model: installed } = work.choice;
  const settings = { numBeams };
  const { engine, model } = lease;
  const run = { engine, model, settings, signal, texts: target.texts };
  if (task.kind === 'summarize') return tasks.summarize({ ...run, ...task });
  const { alignment } = installed.card;
  const { documents } = target;
  return tasks.translate({
    ...run,
    ...task,
    ...(alignment === undefined ? {} : { alignment }),
    ...(documents === undefined ? {} : { documents }),
  });
}
