// CLI task: which of the tasks of a model's card the command line asks for.
import { AttentiveError } from '../base/errors';
import { CARD_FILE, type ModelCard, type SummarizeTask, summaries, type TaskInput } from '../models/card';
import { translations, type TranslateTask } from '../models/card';
import { readCard } from '../models/folder';
import type { FileStore } from '../models/store';
import { UsageError } from './optionValues';

export type Wish = { readonly input?: TaskInput } & (
  | { readonly command: 'translate'; readonly from: string | undefined; readonly to: string | undefined }
  | { readonly command: 'summarize'; readonly form: string | undefined }
);

/**
 * The card of a folder; where the caller says what the input begins with, a folder needs none.
 *
 * @throws AttentiveError `model-missing-file`, `model-broken-file`
 */
export async function cardOf(store: FileStore, { input }: Pick<Wish, 'input'>): Promise<ModelCard> {
  if (input === undefined || (await store.list()).includes(CARD_FILE)) return readCard(store);
  return { id: store.location, name: store.location, quality: 'unknown', license: 'unknown', tasks: [] };
}

/**
 * The card's task that was asked for, or the only one there is, with what the caller says of its input. A task that the
 * card does not list is taken from a caller who says all of it.
 *
 * @throws AttentiveError `task-unsupported` if the model cannot, UsageError if it can in several ways
 */
export function chooseTask(wish: Wish, card: ModelCard): TranslateTask | SummarizeTask {
  const lacks = (what: string): AttentiveError =>
    new AttentiveError('task-unsupported', `${card.name} cannot ${what}`, { model: card.name, task: what });
  if (wish.command === 'summarize') {
    const form = wish.form;
    const listed = summaries(card).find(task => form === undefined || task.form === form);
    // The language of a summary is told to people; nothing is made of it.
    const said: SummarizeTask = { kind: 'summarize', form: form ?? 'summary', language: 'und', input: {} };
    const found = withInput(listed ?? (wish.input === undefined ? undefined : said), wish.input);
    if (found === undefined) throw lacks(form === undefined ? 'summarize' : `summarize as ${form}`);
    return found;
  }
  const { from, to } = wish;
  const fitting = translations(card).filter(task => (to ?? task.to) === task.to && (from ?? task.from) === task.from);
  const own = wish.input !== undefined && from !== undefined && to !== undefined;
  const said: TranslateTask | undefined = own
    ? { kind: 'translate', from: language(from), to: language(to), input: {} }
    : undefined;
  const found = withInput(fitting[0] ?? said, wish.input);
  if (found === undefined)
    throw lacks(`translate${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`);
  if (fitting.length > 1) {
    const offered = fitting.map(task => `--from ${task.from} --to ${task.to}`).join(' or ');
    throw new UsageError(`the model has several directions, so say which: ${offered}`);
  }
  return found;
}

function withInput<Task extends { readonly input: TaskInput }>(task: Task | undefined, input?: TaskInput) {
  return task === undefined ? undefined : { ...task, input: { ...task.input, ...input } };
}

function language(tag: string): string {
  try {
    return new Intl.Locale(tag).toString();
  } catch {
    throw new UsageError(`--from and --to take language tags, as in en or pt-BR, not "${tag}"`);
  }
}
