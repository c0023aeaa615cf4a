// Finished run: collects what the views keep of a run on a document.
import type { FinishedRun } from '../../tasks/run/finishedRun';
import type { RewriteResult } from '../../tasks/run/rewrite';
import { titleOf } from '../models/taskChoice';
import type { TaskChoice } from '../models/taskQuestion';
import type { Target } from '../target/target';

export function finishedRunOf({ task, model }: TaskChoice, target: Target, { trace }: RewriteResult): FinishedRun {
  const { name, quality, license } = model.card;
  const languages =
    task.kind === 'translate'
      ? { source: task.from, result: task.to }
      : { source: task.language, result: task.language };
  return {
    id: crypto.randomUUID(),
    facts: {
      title: titleOf(task),
      document: target.name,
      languages,
      model: { name, quality, license },
    },
    trace,
    finishedAt: Date.now(),
    location: { uri: target.document.uri.toString(), starts: target.starts() },
  };
}
