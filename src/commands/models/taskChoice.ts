// Task choice: finds the task and the model that a command runs, from its arguments, the settings or the user's answer.
import * as vscode from 'vscode';
import { AttentiveError } from '../../base/errors';
import { type ModelTask, summaries, type SummarizeTask, type TranslateTask, translations } from '../../models/card';
import { setting } from '../../settings';
import type { TaskArguments } from '../commandArguments';
import { isSameLanguage, languageName, languageTag } from './languages';
import { type InstalledModel, notInstalled } from './models';
import { choose, type Suggestion, type TaskChoice } from './taskQuestion';

/** The text that a task is chosen for. */
export interface TaskText {
  readonly document: vscode.TextDocument;
  /** The language that the text seems to be written in, a BCP 47 tag; undefined if that is not known. */
  readonly language?: string | undefined;
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
  text: TaskText,
  memory: vscode.Memento,
  title = translateTitle(text.document),
): Promise<TaskChoice<TranslateTask> | undefined> {
  const known = models.flatMap(({ card }) => translations(card).flatMap(task => [task.from, task.to]));
  const tag = (words: string): string => languageTag(words, vscode.env.language, known);
  const to = tag(args.to ?? setting('translate.targetLanguage', text.document));
  const from = args.from === undefined ? undefined : tag(args.from);
  const fits = (task: TranslateTask): boolean => (to === '' || task.to === to) && (from ?? task.from) === task.from;
  const candidates = modelsFor(models, args);
  return choose(choicesOf(candidates, translations), candidates, {
    task: to === '' ? vscode.l10n.t('translate') : vscode.l10n.t('translate to {0}', nameOf(to)),
    title,
    placeHolder: vscode.l10n.t('From which language to which? Type a language to find it.'),
    label: directionName,
    fits: to === '' && from === undefined ? undefined : fits,
    suggestion: from === undefined && text.language !== undefined ? suggestionFor(text.language, to) : undefined,
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
  text: TaskText,
  memory: vscode.Memento,
): Promise<TaskChoice<SummarizeTask> | undefined> {
  const form = args.form ?? setting('summarize.form', text.document);
  const candidates = modelsFor(models, args);
  return choose(choicesOf(candidates, summaries), candidates, {
    task: vscode.l10n.t('summarize'),
    title: summarizeTitle(text.document),
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
  text: TaskText,
  memory: vscode.Memento,
): Promise<TaskChoice | undefined> {
  if (args.form !== undefined) return chooseSummary(models, args, text, memory);
  const isGiven = args.to !== undefined || args.from !== undefined;
  const hasLanguage = isGiven || setting('translate.targetLanguage', text.document) !== '';
  if (hasLanguage) return chooseTranslation(models, args, text, memory);
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
      suggestion: text.language === undefined ? undefined : suggestionFor(text.language, ''),
      isFirm: false,
      memory,
      key: 'attentive.lastTask',
    },
  );
}

/** What the language of a text suggests: the tasks on texts of that language, a translation to English first. */
function suggestionFor(language: string, to: string): Suggestion<ModelTask> {
  const name = nameOf(language);
  return {
    rank: task => {
      if (!isSameLanguage(task.kind === 'translate' ? task.from : task.language, language)) return undefined;
      return task.kind === 'translate' && isSameLanguage(task.to, 'en') ? 0 : 1;
    },
    heading: vscode.l10n.t('The text seems to be {0}', name),
    conflict: conflictOf(language, to),
  };
}

function conflictOf(language: string, to: string): string {
  const name = nameOf(language);
  if (to === '') return vscode.l10n.t('The text seems to be {0}, which no model here translates. There is:', name);
  if (isSameLanguage(language, to)) return vscode.l10n.t('The text seems to be {0} already. There is:', name);
  return vscode.l10n.t('The text seems to be {0}, and no model here translates it to {1}. There is:', name, nameOf(to));
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
