// Card: what a model folder can do, as written in its attentive.json (schema: models/card.schema.json).
import { AttentiveError } from '../base/errors';

export const CARD_FILE = 'attentive.json';

export interface ModelCard {
  /** Names the model in settings and in the engine. */
  readonly id: string;
  /** What people read. */
  readonly name: string;
  /** How far its results can be trusted, in a few words: "draft", "good on short sentences". */
  readonly quality: string;
  /** SPDX identifier or a few words. */
  readonly license: string;
  readonly tasks: readonly ModelTask[];
  /** The most source tokens, where that is less than the model itself takes: it was trained on shorter text. */
  readonly maxSourceTokens?: number;
  /** Which of its cross-attention aligns words best, as `bench/alignment.mjs` measures it. */
  readonly alignment?: CardAlignment;
  /** The names of the folder's files, for places that cannot list them (a web server). */
  readonly files?: readonly string[];
}

export interface CardAlignment {
  /** A decoder layer, counted from 0. */
  readonly layer: number;
  /** Heads of the layer, counted from 0, whose mean is read; all of them if left out. */
  readonly heads?: readonly number[];
  /** A target word is read at the step where it is the decoder's input (Shift-Att), not at the one that predicts it. */
  readonly shift: boolean;
}

/** How a task is asked of the model: what its input begins with and what its output is forced to begin with. */
export interface TaskInput {
  readonly prefix?: string;
  readonly sourceLanguageToken?: string;
  readonly forcedBosToken?: string;
}

export type ModelTask =
  | {
      readonly kind: 'translate';
      readonly from: string;
      readonly to: string;
      readonly input: TaskInput;
      /** Characters that the model copies, each for one stretch that must not be translated; in the order of use. */
      readonly placeholders?: readonly string[];
    }
  | { readonly kind: 'summarize'; readonly form: string; readonly language: string; readonly input: TaskInput };

export type TranslateTask = Extract<ModelTask, { kind: 'translate' }>;
export type SummarizeTask = Extract<ModelTask, { kind: 'summarize' }>;

/**
 * Reads a card.
 *
 * @throws AttentiveError `model-broken-file` that names the card and the field at fault
 */
export function parseCard(text: string): ModelCard {
  const card = record(parse(text), 'the card');
  const tasks = card['tasks'];
  if (!Array.isArray(tasks)) throw broken('"tasks" is not a list');
  const maxSourceTokens = card['maxSourceTokens'];
  if (maxSourceTokens !== undefined && !(Number.isInteger(maxSourceTokens) && Number(maxSourceTokens) > 0)) {
    throw broken('"maxSourceTokens" is not a whole number above 0');
  }
  const files = card['files'];
  if (files !== undefined && !(Array.isArray(files) && files.every(name => typeof name === 'string'))) {
    throw broken('"files" is not a list of names');
  }
  const alignment = card['alignment'];
  return {
    id: words(card, 'id'),
    name: words(card, 'name'),
    quality: words(card, 'quality'),
    license: words(card, 'license'),
    tasks: tasks.map((task, index) => parseTask(record(task, `task ${index + 1}`))),
    ...(maxSourceTokens === undefined ? {} : { maxSourceTokens: Number(maxSourceTokens) }),
    ...(alignment === undefined ? {} : { alignment: parseAlignment(record(alignment, '"alignment"')) }),
    ...(files === undefined ? {} : { files }),
  };
}

export function translations(card: ModelCard): TranslateTask[] {
  return card.tasks.filter(task => task.kind === 'translate');
}

export function summaries(card: ModelCard): SummarizeTask[] {
  return card.tasks.filter(task => task.kind === 'summarize');
}

type Json = Readonly<Record<string, unknown>>;

function parseTask(task: Json): ModelTask {
  const input = task['input'] === undefined ? {} : parseInput(record(task['input'], '"input"'));
  switch (task['kind']) {
    case 'translate':
      return {
        kind: 'translate',
        from: language(task, 'from'),
        to: language(task, 'to'),
        input,
        ...(task['placeholders'] === undefined ? {} : { placeholders: distinctCharacters(task, 'placeholders') }),
      };
    case 'summarize':
      return { kind: 'summarize', form: words(task, 'form'), language: language(task, 'language'), input };
    default:
      throw broken(`a task's "kind" is ${JSON.stringify(task['kind'])}, not "translate" or "summarize"`);
  }
}

function parseAlignment({ layer, heads, shift }: Json): CardAlignment {
  if (!isIndex(layer)) throw broken('"layer" of "alignment" is not a whole number from 0');
  if (typeof shift !== 'boolean') throw broken('"shift" of "alignment" is not true or false');
  if (heads === undefined) return { layer, shift };
  if (!Array.isArray(heads) || heads.length === 0 || !heads.every(isIndex) || new Set(heads).size < heads.length) {
    throw broken('"heads" of "alignment" is not a list of different whole numbers from 0');
  }
  return { layer, heads, shift };
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

function parseInput(input: Json): TaskInput {
  const known: Record<string, string> = {};
  for (const key of ['prefix', 'sourceLanguageToken', 'forcedBosToken']) {
    if (input[key] !== undefined) known[key] = words(input, key);
  }
  return known;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw broken(String(error));
  }
}

function record(value: unknown, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw broken(`${what} is not an object`);
  return value as Json;
}

function words(owner: Json, key: string): string {
  const value = owner[key];
  if (typeof value !== 'string' || value === '') throw broken(`"${key}" is not a text`);
  return value;
}

function distinctCharacters(owner: Json, key: string): readonly string[] {
  const characters = Array.from(words(owner, key));
  if (new Set(characters).size < characters.length) throw broken(`"${key}" has a character twice`);
  // Any other one may stand in somebody's text.
  const odd = characters.find(character => !/^\p{Co}$/u.test(character));
  if (odd !== undefined) throw broken(`"${key}" has ${JSON.stringify(odd)}, which is no character of private use`);
  return characters;
}

function language(owner: Json, key: string): string {
  const tag = words(owner, key);
  try {
    return new Intl.Locale(tag).toString();
  } catch {
    throw broken(`"${key}" is ${JSON.stringify(tag)}, not a language tag`);
  }
}

function broken(why: string): AttentiveError {
  return new AttentiveError('model-broken-file', `${CARD_FILE}: ${why}`, { file: CARD_FILE, why });
}
