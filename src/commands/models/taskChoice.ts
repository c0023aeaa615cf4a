// Task choice: finds the task and the model that a command runs, from its arguments, the settings or the user's answer.
import * as vscode from 'vscode';
import { AttentiveError } from '../../base/errors';
import { type ModelTask, summaries, type SummarizeTask, type TranslateTask, translations } from '../../models/card';
import { setting } from '../../settings';
import type { TaskArguments } from '../commandArguments';
import { languageName, languageTag } from './languages';
import { type InstalledModel, notInstalled } from './models';

/** A task and the model that does it. */
export interface TaskChoice<T = ModelTask> {
  readonly model: InstalledModel;
  readonly task: T;
}

/**
 * Finds the translation task that the caller's arguments, the settings or the user choose.
 *
 * @returns undefined if the user dismissed the question
 * @throws AttentiveError `task-unsupported` if no model has it
 */
export async function chooseTranslation(
  models: readonly InstalledModel[],
  args: TaskArguments,
  scope: vscode.TextDocument,
  memory: vscode.Memento,
  title = translateTitle(scope),
): Promise<TaskChoice<TranslateTask> | undefined> {
  const known = models.flatMap(({ card }) => translations(card).flatMap(task => [task.from, task.to]));
  const tag = (words: string): string => languageTag(words, vscode.env.language, known);
  const to = tag(args.to ?? setting('translate.targetLanguage', scope));
  const from = args.from === undefined ? undefined : tag(args.from);
  const fits = (task: TranslateTask): boolean => (to === '' || task.to === to) && (from ?? task.from) === task.from;
  const candidates = modelsFor(models, args);
  return choose(choicesOf(candidates, translations), candidates, {
    task: to === '' ? vscode.l10n.t('translate') : vscode.l10n.t('translate to {0}', nameOf(to)),
    title,
    placeHolder: vscode.l10n.t('From which language to which? Type a language to find it.'),
    label: directionName,
    fits: to === '' && from === undefined ? undefined : fits,
    isFirm: args.to !== undefined || args.from !== undefined,
    memory,
    key: 'attentive.lastDirection',
  });
}

/**
 * Finds the summary task that the caller's arguments, the settings or the user choose.
 *
 * @returns undefined if the user dismissed the question
 * @throws AttentiveError `task-unsupported` if no model has it
 */
export async function chooseSummary(
  models: readonly InstalledModel[],
  args: TaskArguments,
  scope: vscode.TextDocument,
  memory: vscode.Memento,
): Promise<TaskChoice<SummarizeTask> | undefined> {
  const form = args.form ?? setting('summarize.form', scope);
  const candidates = modelsFor(models, args);
  return choose(choicesOf(candidates, summaries), candidates, {
    task: vscode.l10n.t('summarize'),
    title: summarizeTitle(scope),
    placeHolder: vscode.l10n.t('What form should the summary have?'),
    label: task => vscode.l10n.t('{0} ({1})', formName(task.form), nameOf(task.language)),
    fits: form === '' ? undefined : task => task.form === form,
    isFirm: args.form !== undefined,
    memory,
    key: 'attentive.lastForm',
  });
}

/**
 * Finds a task of any kind: the translation or summary that the caller's arguments or the settings choose, else the one
 * that the user chooses from the tasks of all models.
 *
 * @returns undefined if the user dismissed the question
 * @throws AttentiveError `task-unsupported` if no model has it
 */
export async function chooseTask(
  models: readonly InstalledModel[],
  args: TaskArguments,
  scope: vscode.TextDocument,
  memory: vscode.Memento,
): Promise<TaskChoice | undefined> {
  if (args.form !== undefined) return chooseSummary(models, args, scope, memory);
  const isGiven = args.to !== undefined || args.from !== undefined;
  const hasLanguage = isGiven || setting('translate.targetLanguage', scope) !== '';
  if (hasLanguage) return chooseTranslation(models, args, scope, memory);
  const candidates = modelsFor(models, args);
  return choose<ModelTask>(
    choicesOf<ModelTask>(candidates, ({ tasks }) => tasks),
    candidates,
    {
      task: vscode.l10n.t('translate or summarize'),
      title: vscode.l10n.t('Run the model on the text, to see its attention'),
      placeHolder: vscode.l10n.t('What should the model do? The document stays as it is.'),
      label: titleOf,
      fits: undefined,
      isFirm: false,
      memory,
      key: 'attentive.lastTask',
    },
  );
}

/** A task in a few words, for titles. */
export function titleOf(task: ModelTask): string {
  if (task.kind === 'translate') return vscode.l10n.t('Translate: {0}', directionName(task));
  return vscode.l10n.t('Summarize: {0}', formName(task.form));
}

/** A task without its verb, for names of documents: "English to German". */
export function taskName(task: ModelTask): string {
  return task.kind === 'translate' ? directionName(task) : formName(task.form);
}

function directionName(task: TranslateTask): string {
  return vscode.l10n.t('{0} to {1}', nameOf(task.from), nameOf(task.to));
}

/**
 * The name of a form of summary. Forms that many models have are translated; any other form is named as in its card.
 */
function formName(form: string): string {
  if (form === 'headline') return vscode.l10n.t('Headline');
  if (form === 'tldr') return vscode.l10n.t('In a sentence or two (tl;dr)');
  return form;
}

/** The name of a language in the editor's language. */
function nameOf(tag: string): string {
  return languageName(tag, vscode.env.language);
}

/** A title that says whether a selection or the whole document is translated. */
function translateTitle(document: vscode.TextDocument): string {
  const count = selectionsIn(document);
  if (count === 0) return vscode.l10n.t('Translate the whole document, as nothing is selected');
  return count === 1 ? vscode.l10n.t('Translate the selection') : vscode.l10n.t('Translate {0} selections', count);
}

function summarizeTitle(document: vscode.TextDocument): string {
  const count = selectionsIn(document);
  if (count === 0) return vscode.l10n.t('Summarize the whole document, as nothing is selected');
  return count === 1 ? vscode.l10n.t('Summarize the selection') : vscode.l10n.t('Summarize {0} selections', count);
}

function selectionsIn(document: vscode.TextDocument): number {
  const editor = vscode.window.activeTextEditor;
  return editor?.document === document ? editor.selections.filter(({ isEmpty }) => !isEmpty).length : 0;
}

/** @throws AttentiveError `bad-request` if the model that the arguments name is not installed */
function modelsFor(models: readonly InstalledModel[], args: TaskArguments): readonly InstalledModel[] {
  if (args.model === undefined) return models;
  const found = models.filter(({ card }) => card.id === args.model);
  if (found.length === 0) {
    const { model: name } = args;
    throw new AttentiveError('bad-request', `${name} is not installed`, { name, why: notInstalled() });
  }
  return found;
}

function choicesOf<T>(
  models: readonly InstalledModel[],
  tasksOf: (card: InstalledModel['card']) => readonly T[],
): TaskChoice<T>[] {
  return models.flatMap(model => tasksOf(model.card).map(task => ({ model, task })));
}

interface Question<T> {
  /** A description of the task, for the message that no model can do it. */
  readonly task: string;
  readonly title: string;
  readonly placeHolder: string;
  readonly label: (task: T) => string;
  /** Whether a task is one that the caller or the settings choose; undefined if they choose none. */
  readonly fits: ((task: T) => boolean) | undefined;
  /**
   * Whether the caller named the task. If no model has it then, the command fails. If only a setting names the task and
   * no model has it, all other tasks are offered.
   */
  readonly isFirm: boolean;
  readonly memory: vscode.Memento;
  readonly key: string;
}

/** Returns the only choice that fits, or asks the user; the list then begins with the user's last choice. */
async function choose<T>(
  choices: readonly TaskChoice<T>[],
  models: readonly InstalledModel[],
  question: Question<T>,
): Promise<TaskChoice<T> | undefined> {
  const { fits, label, memory, key } = question;
  const matching = fits === undefined ? choices : choices.filter(choice => fits(choice.task));
  const offered = matching.length === 0 && !question.isFirm ? choices : matching;
  if (offered.length === 0) {
    const model = models.map(({ name }) => name).join(', ');
    throw new AttentiveError('task-unsupported', `${model} cannot ${question.task}`, { task: question.task, model });
  }
  if (fits !== undefined && matching.length === 1) return matching[0];
  const title =
    matching.length === 0 ? vscode.l10n.t('No model here can do this: {0}. There is:', question.task) : question.title;
  const last = memory.get<string>(key);
  // If there are several models, each item names its model and the quality that its card states.
  const isOnly = new Set(choices.map(({ model: { id } }) => id)).size === 1;
  const items: Item<T>[] = offered
    .map(choice => {
      const { name, quality } = choice.model.card;
      return { label: label(choice.task), ...(isOnly ? {} : { description: `${name} · ${quality}` }), choice };
    })
    .sort((left, right) => Number(right.label === last) - Number(left.label === last));
  const { placeHolder } = question;
  const chosen = await vscode.window.showQuickPick([...items, ...moreItems()], {
    title,
    placeHolder,
    matchOnDescription: true,
  });
  if (chosen?.choice !== undefined) await memory.update(key, chosen.label);
  else if (chosen !== undefined) await vscode.commands.executeCommand('attentive.addModelFolder');
  return chosen?.choice;
}

interface Item<T> extends vscode.QuickPickItem {
  /** Undefined for the item that adds a model. */
  readonly choice?: TaskChoice<T>;
}

/** The end of a list: a separator, and an item that lets the user add a model with other languages or forms. */
function moreItems(): (vscode.QuickPickItem & { readonly choice?: undefined })[] {
  return [
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: `$(add) ${vscode.l10n.t('More Languages and Forms…')}`,
      description: vscode.l10n.t('add the folder of a model that knows them'),
      alwaysShow: true,
    },
  ];
}
