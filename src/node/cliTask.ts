// CLI task: which of the tasks of a model's card the command line asks for.
import { AttentiveError } from '../base/errors';
import { type ModelCard, type SummarizeTask, summaries, translations, type TranslateTask } from '../models/card';
import { UsageError } from './optionValues';

export type Wish =
  | { readonly command: 'translate'; readonly from: string | undefined; readonly to: string | undefined }
  | { readonly command: 'summarize'; readonly form: string | undefined };

/**
 * The card's task that was asked for, or the only one there is.
 *
 * @throws AttentiveError `task-unsupported` if the model cannot, UsageError if it can in several ways
 */
export function chooseTask(wish: Wish, card: ModelCard): TranslateTask | SummarizeTask {
  const lacks = (what: string): AttentiveError =>
    new AttentiveError('task-unsupported', `${card.name} cannot ${what}`, { model: card.name, task: what });
  if (wish.command === 'summarize') {
    const form = wish.form;
    const found = summaries(card).find(task => form === undefined || task.form === form);
    if (found === undefined) throw lacks(form === undefined ? 'summarize' : `summarize as ${form}`);
    return found;
  }
  const { from, to } = wish;
  const fitting = translations(card).filter(task => (to ?? task.to) === task.to && (from ?? task.from) === task.from);
  const [found] = fitting;
  if (found === undefined)
    throw lacks(`translate${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`);
  if (fitting.length > 1) {
    const offered = fitting.map(task => `--from ${task.from} --to ${task.to}`).join(' or ');
    throw new UsageError(`the model has several directions, so say which: ${offered}`);
  }
  return found;
}
