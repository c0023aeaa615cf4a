// CLI task: finds the task of a model's card that the command line names.
import { AttentiveError } from '../../base/errors';
import { CARD_FILE, type ModelCard, type SummarizeTask, summaries, type TaskInput } from '../../models/card';
import { translations, type TranslateTask } from '../../models/card';
import { readCard } from '../../models/folder';
import type { FileStore } from '../../models/store';
import { UsageError } from './terminal/usageError';

export type TaskRequest = { readonly input?: TaskInput } & (
  | { readonly command: 'translate'; readonly from: string | undefined; readonly to: string | undefined }
  | { readonly command: 'summarize'; readonly form: string | undefined }
);

/**
 * The card of a folder. A folder needs no card if options give the prefix or the tokens of the input.
 *
 * @throws AttentiveError `model-missing-file`, `model-broken-file`
 */
export async function cardOf(store: FileStore, { input }: Pick<TaskRequest, 'input'>): Promise<ModelCard> {
  if (input === undefined || (await store.list()).includes(CARD_FILE)) return readCard(store);
  return { id: store.location, name: store.location, quality: 'unknown', license: 'unknown', tasks: [] };
}

/**
 * The task of the card that the command line names, or the only task of its kind, with the input options applied. A
 * task that the card does not list is made from the options if they are complete.
 *
 * @param guess the language that the text seems to be written in: it decides between several directions that fit
 * @throws AttentiveError `task-unsupported` if the model does not have the task; UsageError if it has several that fit
 */
export function chooseTask(request: TaskRequest, card: ModelCard, guess?: string): TranslateTask | SummarizeTask {
  const unsupported = (what: string): AttentiveError => {
    const data = { model: card.name, task: what, offers: offersOf(card) };
    return new AttentiveError('task-unsupported', `${card.name} cannot ${what}`, data);
  };
  if (request.command === 'summarize') {
    const form = request.form;
    const listed = summaries(card).find(task => form === undefined || task.form === form);
    // The language of a summary is only shown to the user, so that it may be undetermined.
    const stated: SummarizeTask = { kind: 'summarize', form: form ?? 'summary', language: 'und', input: {} };
    const found = withInput(listed ?? (request.input === undefined ? undefined : stated), request.input);
    if (found === undefined) throw unsupported(form === undefined ? 'summarize' : `summarize as ${form}`);
    return found;
  }
  const [from, to] = [canonicalTag(request.from), canonicalTag(request.to)];
  const listed = translations(card);
  const exact = listed.filter(task => (to ?? task.to) === task.to && (from ?? task.from) === task.from);
  const covering = exact.length > 0 ? exact : listed.filter(task => covers(task.to, to) && covers(task.from, from));
  const guessed = from === undefined ? covering.filter(task => isOfLanguage(task.from, guess)) : [];
  const fitting = guessed.length > 0 ? guessed : covering;
  const isComplete = request.input !== undefined && from !== undefined && to !== undefined;
  const stated: TranslateTask | undefined = isComplete ? { kind: 'translate', from, to, input: {} } : undefined;
  const found = withInput((isComplete ? exact : fitting)[0] ?? stated, request.input);
  if (found === undefined) {
    if (request.input !== undefined && listed.length === 0) {
      throw new UsageError(
        'the model does not say what it translates, so give the languages too, as in --from en --to de',
      );
    }
    throw unsupported(`translate${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`);
  }
  if (fitting.length > 1) {
    throw new UsageError(`the model has several directions, so say which: ${directions(fitting, ' or ')}`);
  }
  return found;
}

/**
 * A sentence that tells the user that the source language was chosen by a guess, or that the guess is another language.
 * Undefined for a summary, if the user named the language, if there is no guess, and if the guess is the only language that the
 * model reads.
 */
export function sourceSentence(
  task: TranslateTask | SummarizeTask,
  card: ModelCard,
  { from, guess }: { readonly from: string | undefined; readonly guess: string | undefined },
): string | undefined {
  if (task.kind !== 'translate' || from !== undefined || guess === undefined) return undefined;
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const [chosen, guessed] = [names.of(task.from) ?? task.from, names.of(guess) ?? guess];
  if (!isOfLanguage(task.from, guess)) {
    return `The text seems to be ${guessed} and is translated as if it were ${chosen}: --from names another language.`;
  }
  const isOnlyLanguage = new Set(translations(card).map(one => one.from)).size === 1;
  return isOnlyLanguage ? undefined : `The text seems to be ${chosen}: --from names another language.`;
}

/** The tasks of a card, each as the command and the options that name it. */
function offersOf(card: ModelCard): string {
  const forms = summaries(card).map(({ form }) => `summarize --form ${form}`);
  const pairs = translations(card).map(({ from, to }) => `translate --from ${from} --to ${to}`);
  return [...pairs, ...forms].slice(0, MOST_OFFERS).join(', ');
}

/** The most tasks in a message: a model of a hundred languages has thousands of tasks. */
const MOST_OFFERS = 12;

function directions(tasks: readonly TranslateTask[], between: string): string {
  return tasks.map(task => `--from ${task.from} --to ${task.to}`).join(between);
}

/** Whether a listed language is the requested one, or is the same language in the same script and names no region. */
function covers(listed: string, asked: string | undefined): boolean {
  if (asked === undefined || asked === listed) return true;
  const [wanted, offered] = [new Intl.Locale(asked), new Intl.Locale(listed)];
  const isSameLanguage = offered.language === wanted.language;
  return offered.region === undefined && isSameLanguage && offered.maximize().script === wanted.maximize().script;
}

/** Whether a tag is one of a language, with any region or script; false if the language is undefined. */
function isOfLanguage(tag: string, language: string | undefined): boolean {
  return tag.split('-', 1)[0] === language;
}

function withInput<Task extends { readonly input: TaskInput }>(task: Task | undefined, input?: TaskInput) {
  return task === undefined ? undefined : { ...task, input: { ...task.input, ...input } };
}

/** The canonical BCP 47 tag: "de-DE" for "DE-de" and for "de_DE", the form in names of locales. */
function canonicalTag(tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined;
  try {
    return new Intl.Locale(tag.replace(/^([a-z]{2,3})_([a-z]{2})$/i, '$1-$2')).toString();
  } catch {
    throw new UsageError(`--from and --to take language tags, as in en or pt-BR, not "${tag}"`);
  }
}
