// CLI task: which of the tasks of a model's card the command line asks for.
import { AttentiveError } from '../../base/errors';
import { CARD_FILE, type ModelCard, type SummarizeTask, summaries, type TaskInput } from '../../models/card';
import { translations, type TranslateTask } from '../../models/card';
import { readCard } from '../../models/folder';
import type { FileStore } from '../../models/store';
import { UsageError } from './optionValues';

export type TaskRequest = { readonly input?: TaskInput } & (
  | { readonly command: 'translate'; readonly from: string | undefined; readonly to: string | undefined }
  | { readonly command: 'summarize'; readonly form: string | undefined }
);

/**
 * The card of a folder; where the caller says what the input begins with, a folder needs none.
 *
 * @throws AttentiveError `model-missing-file`, `model-broken-file`
 */
export async function cardOf(store: FileStore, { input }: Pick<TaskRequest, 'input'>): Promise<ModelCard> {
  if (input === undefined || (await store.list()).includes(CARD_FILE)) return readCard(store);
  return { id: store.location, name: store.location, quality: 'unknown', license: 'unknown', tasks: [] };
}

/**
 * The card's task that was asked for, or the only one there is, with what the caller says of its input. A task that the
 * card does not list is taken from a caller who says all of it.
 *
 * @throws AttentiveError `task-unsupported` if the model cannot, UsageError if it can in several ways
 */
export function chooseTask(wish: TaskRequest, card: ModelCard): TranslateTask | SummarizeTask {
  const lacks = (what: string): AttentiveError => {
    const data = { model: card.name, task: what, offers: offersOf(card) };
    return new AttentiveError('task-unsupported', `${card.name} cannot ${what}`, data);
  };
  if (wish.command === 'summarize') {
    const form = wish.form;
    const listed = summaries(card).find(task => form === undefined || task.form === form);
    // The language of a summary is told to people; nothing is made of it.
    const said: SummarizeTask = { kind: 'summarize', form: form ?? 'summary', language: 'und', input: {} };
    const found = withInput(listed ?? (wish.input === undefined ? undefined : said), wish.input);
    if (found === undefined) throw lacks(form === undefined ? 'summarize' : `summarize as ${form}`);
    return found;
  }
  const [from, to] = [language(wish.from), language(wish.to)];
  const listed = translations(card);
  const exact = listed.filter(task => (to ?? task.to) === task.to && (from ?? task.from) === task.from);
  const fitting = exact.length > 0 ? exact : listed.filter(task => covers(task.to, to) && covers(task.from, from));
  const own = wish.input !== undefined && from !== undefined && to !== undefined;
  const said: TranslateTask | undefined = own ? { kind: 'translate', from, to, input: {} } : undefined;
  const found = withInput((own ? exact : fitting)[0] ?? said, wish.input);
  if (found === undefined) {
    if (wish.input !== undefined && listed.length === 0) {
      throw new UsageError(
        'the model does not say what it translates, so give the languages too, as in --from en --to de',
      );
    }
    throw lacks(`translate${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`);
  }
  if (fitting.length > 1) {
    throw new UsageError(`the model has several directions, so say which: ${directions(fitting, ' or ')}`);
  }
  return found;
}

/** What a card lists, as options that ask for it. */
function offersOf(card: ModelCard): string {
  const forms = summaries(card).map(({ form }) => `summarize --form ${form}`);
  const pairs = translations(card).map(({ from, to }) => `translate --from ${from} --to ${to}`);
  return [...pairs, ...forms].slice(0, MOST_OFFERS).join(', ');
}

/** A model of a hundred languages has more directions than anybody reads. */
const MOST_OFFERS = 12;

function directions(tasks: readonly TranslateTask[], between: string): string {
  return tasks.map(task => `--from ${task.from} --to ${task.to}`).join(between);
}

/** Whether a language that is listed is what was asked for: the same, or the language of a region in the same script. */
function covers(listed: string, asked: string | undefined): boolean {
  if (asked === undefined || asked === listed) return true;
  const [own, other] = [new Intl.Locale(asked), new Intl.Locale(listed)];
  return (
    other.region === undefined && own.language === other.language && own.maximize().script === other.maximize().script
  );
}

function withInput<Task extends { readonly input: TaskInput }>(task: Task | undefined, input?: TaskInput) {
  return task === undefined ? undefined : { ...task, input: { ...task.input, ...input } };
}

/** A tag as cards have it: "de-DE" for "DE-de" and, as in the names of locales, "de_DE". */
function language(tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined;
  try {
    return new Intl.Locale(tag.replace(/^([a-z]{2,3})_([a-z]{2})$/i, '$1-$2')).toString();
  } catch {
    throw new UsageError(`--from and --to take language tags, as in en or pt-BR, not "${tag}"`);
  }
}
