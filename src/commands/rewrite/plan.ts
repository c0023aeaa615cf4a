// Plan: what a command runs, and where its result goes, after all questions to the user were answered.
import type * as vscode from 'vscode';
import type { Output } from '../../settingKeys';
import { setting } from '../../settings';
import type { Tasks } from '../../tasks/worker/tasks';
import type { RewriteArguments, TaskArguments } from '../commandArguments';
import { type InstalledModel, installedModels, type ModelPlaces } from '../models/models';
import { chooseTranslation, type TaskText } from '../models/taskChoice';
import type { TaskChoice } from '../models/taskQuestion';
import { type BeamChoice, beamsFor, confirmSize } from './estimate';
import { chooseOutput } from './output';
import { readOnlyReason } from '../target/readOnly';
import { confirmSourceFile } from './sourceFile';
import type { CommandResult } from './report';
import type { Target } from '../target/target';
import type { FindTarget } from '../target/targets';

export interface PlanHost {
  readonly places: ModelPlaces;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly tasks: Pick<Tasks, 'characters' | 'language'>;
}

export type Choose = (
  models: readonly InstalledModel[],
  args: TaskArguments,
  text: TaskText,
  memory: vscode.Memento,
) => Promise<TaskChoice | undefined>;

/** What a command runs, and on what. */
export interface Order {
  readonly choose: Choose;
  readonly target: FindTarget;
  /** `none`: the result is not delivered, whatever the settings say. */
  readonly output?: 'none';
  /** Reports that there is no target; by default, that no text is open. */
  readonly none?: () => CommandResult;
}

/** Chooses a translation; the question for its languages has this title. */
export function titled(title: string): Choose {
  return (models, args, scope, memory) => chooseTranslation(models, args, scope, memory, title);
}

/** The task and the output of a command, after all questions were answered. */
export interface Plan {
  readonly choice: TaskChoice;
  /** `none`: the result is not delivered; it is only shown in the Attention view. */
  readonly output: Output | 'none';
  /** By the setting as it was when the command began. */
  readonly beams: BeamChoice;
}

/**
 * Chooses model, task and output; undefined if the user dismissed a question.
 *
 * @throws AttentiveError `closed` if the tasks' worker ends; `cancelled`
 */
export async function planOf(
  { memory, places, log, tasks }: PlanHost,
  target: Target,
  { args, choose, output: only }: Pick<Order, 'choose' | 'output'> & { readonly args: RewriteArguments },
  signal: AbortSignal,
): Promise<Plan | undefined> {
  const document = target.scope;
  const [models, language] = await Promise.all([
    installedModels(places, log),
    tasks.language(target.texts.join('\n\n'), signal),
  ]);
  const choice = await choose(models, args, { document, language }, memory);
  if (choice === undefined) return undefined;
  const { kind } = choice.task;
  if (only === undefined && !(await confirmSourceFile(document, target.isWhole, kind))) return undefined;
  const runKind = { model: choice.model.card.id, task: choice.task };
  const { texts } = target;
  const characters = await tasks.characters({ texts, task: choice.task }, signal);
  const beams = beamsFor(characters, { kind: runKind, set: setting('numBeams', document) }, memory);
  if (!(await confirmSize({ texts, characters }, { ...runKind, numBeams: beams.numBeams }, memory))) return undefined;
  const preset = only ?? args.output ?? setting('output', document);
  const isReadOnly = preset === 'ask' && (await readOnlyReason(document)) !== undefined;
  const output = preset === 'ask' ? await chooseOutput(kind, isReadOnly, memory) : preset;
  return output === undefined ? undefined : { choice, output, beams };
}
