// Task question: finds the one task that fits what is known, or asks the user which of the tasks is meant.
import * as vscode from 'vscode';
import { AttentiveError } from '../../base/errors';
import type { ModelTask } from '../../models/card';
import type { InstalledModel } from './models';

/** A task and the model that does it. */
export interface TaskChoice<T = ModelTask> {
  readonly model: InstalledModel;
  readonly task: T;
}

export interface Question<T> {
  /** A description of the task, for the message that no model can do it. */
  readonly task: string;
  readonly title: string;
  readonly placeHolder: string;
  readonly label: (task: T) => string;
  /** Whether a task is one that the caller or the settings choose; undefined if they choose none. */
  readonly fits: ((task: T) => boolean) | undefined;
  /** What the language of the text suggests; undefined if it is not known, or if the caller names it. */
  readonly suggestion?: Suggestion<T> | undefined;
  /**
   * Whether the caller named the task. If no model has it then, the command fails. If only a setting names the task and
   * no model has it, all other tasks are offered.
   */
  readonly isFirm: boolean;
  /** Keeps the label of the user's last choice, under `key`. */
  readonly memory: vscode.Memento;
  readonly key: string;
}

/** What the language of the text suggests. It is a guess, so it only orders tasks, or decides between several that fit. */
export interface Suggestion<T> {
  /** Where a task stands among those that are suggested, from 0; undefined for one that is not. */
  readonly rank: (task: T) => number | undefined;
  /** The heading of the suggested tasks. */
  readonly heading: string;
  /** The title of the list if no suggested task fits. */
  readonly conflict: string;
}

/**
 * Returns the only choice that fits, or asks the user. The list has first the tasks that the text's language suggests and
 * then the others; the user's last choice comes first in its part. A task that fits but is not suggested is not taken
 * without asking, unless the caller names it.
 *
 * @returns undefined if the user dismissed the question
 * @throws AttentiveError `task-unsupported` if no model has the task that the caller names
 */
export async function choose<T>(
  choices: readonly TaskChoice<T>[],
  models: readonly InstalledModel[],
  question: Question<T>,
): Promise<TaskChoice<T> | undefined> {
  const { fits, suggestion } = question;
  const matching = fits === undefined ? choices : choices.filter(choice => fits(choice.task));
  if (choices.length === 0 || (matching.length === 0 && question.isFirm)) {
    const model = models.map(({ name }) => name).join(', ');
    throw new AttentiveError('task-unsupported', `${model} cannot ${question.task}`, { task: question.task, model });
  }
  const suggested = choices.filter(({ task }) => suggestion?.rank(task) !== undefined);
  const both = suggestion === undefined ? matching : matching.filter(choice => suggested.includes(choice));
  if (fits !== undefined && both.length === 1) return both[0];
  // The guess of a text's language may be wrong, and a caller cannot answer a question.
  if (question.isFirm && matching.length === 1) return matching[0];
  const { task, title } = question;
  if (matching.length === 0) {
    return ask(choices, choices, {
      ...question,
      title: vscode.l10n.t('No model here can do this: {0}. There is:', task),
    });
  }
  if (fits === undefined || both.length === 0) {
    const offered = fits === undefined ? choices : [...new Set([...suggested, ...matching])];
    return ask(offered, choices, { ...question, title: both.length === 0 ? (suggestion?.conflict ?? title) : title });
  }
  return ask(both, choices, question);
}

interface Item<T> extends vscode.QuickPickItem {
  /** Undefined for the item that adds a model, and for headings. */
  readonly choice?: TaskChoice<T> | undefined;
}

async function ask<T>(
  offered: readonly TaskChoice<T>[],
  choices: readonly TaskChoice<T>[],
  question: Question<T>,
): Promise<TaskChoice<T> | undefined> {
  const { memory, key, title, placeHolder } = question;
  // If there are several models, each item names its model and the quality that its card states.
  const isOnlyModel = new Set(choices.map(({ model: { id } }) => id)).size === 1;
  const items = [...itemsOf(offered, question, isOnlyModel), ...moreItems()];
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  if (chosen?.choice !== undefined) await memory.update(key, chosen.label);
  else if (chosen !== undefined) await vscode.commands.executeCommand('attentive.addModelFolder');
  return chosen?.choice;
}

/** The choices as items of a list, the suggested ones first and under a heading. */
function itemsOf<T>(
  offered: readonly TaskChoice<T>[],
  { label, memory, key, suggestion }: Question<T>,
  isOnlyModel: boolean,
): Item<T>[] {
  const last = memory.get<string>(key);
  const ranked = offered.map(choice => {
    const { name, quality } = choice.model.card;
    const item = { label: label(choice.task), ...(isOnlyModel ? {} : { description: `${name} · ${quality}` }), choice };
    const rank = suggestion?.rank(choice.task);
    return { item, isSuggested: rank !== undefined, rank: item.label === last ? -1 : (rank ?? 0) };
  });
  const part = (isSuggested: boolean): Item<T>[] => {
    const members = ranked.filter(each => each.isSuggested === isSuggested);
    return members.sort((left, right) => left.rank - right.rank).map(({ item }) => item);
  };
  const [first, rest] = [part(true), part(false)];
  if (first.length === 0 || rest.length === 0) return [...first, ...rest];
  return [heading(suggestion?.heading ?? ''), ...first, heading(vscode.l10n.t('From other languages')), ...rest];
}

function heading(label: string): Item<never> {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** The end of a list: a separator, and an item that lets the user add a model with other languages or forms. */
function moreItems(): Item<never>[] {
  return [
    heading(''),
    {
      label: `$(add) ${vscode.l10n.t('More Languages and Forms…')}`,
      description: vscode.l10n.t('add the folder of a model that knows them'),
      alwaysShow: true,
    },
  ];
}
