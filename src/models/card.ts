// Card: the description of a model folder in its attentive.json (schema: models/card.schema.json).
import {
  fieldsOfFile,
  filledText,
  finiteNumber,
  flag,
  index,
  type JsonFields,
  listOf,
  oneOf,
  parseJsonFile,
  type Reader,
  text,
  wholeNumber,
} from '../base/json';

/** The name of a card's file in the model folder. */
export const CARD_FILE = 'attentive.json';

export interface ModelCard {
  /** Identifies the model in settings and in the engine. */
  readonly id: string;
  /** The name that users see. */
  readonly name: string;
  /** How reliable its results are, in a few words: "draft", "good on short sentences". */
  readonly quality: string;
  /** SPDX identifier or a few words. */
  readonly license: string;
  readonly tasks: readonly ModelTask[];
  /** The most source tokens to give the model, if it takes more but was trained on shorter text. */
  readonly maxSourceTokens?: number;
  /** Which cross-attention aligns words best, as `bench/alignment.mjs` measures it. */
  readonly alignment?: CardAlignment;
  /** The names of the folder's files, for a folder that cannot be listed (on a web server). */
  readonly files?: readonly string[];
}

export interface CardAlignment {
  /** A decoder layer, counted from 0. */
  readonly layer: number;
  /** The heads of the layer, counted from 0, whose mean is used; all heads if left out. */
  readonly heads?: readonly number[];
  /**
   * Whether the attention of a target word is read at the step at which the word is the decoder's input (Shift-Att), and not
   * at the step that predicts it.
   */
  readonly shift: boolean;
}

/**
 * A logistic regression that tells which translations are probably among the worst quarter of their language pair, as
 * `bench/sureness.mjs` fits it. Each number but `bias` and `beamSearch` is the weight of a measure of the translation. A
 * translation is to be checked if `bias` plus the sum of the weighted measures is above 0.
 */
export interface CardSureness {
  readonly bias: number;
  /** Added to `bias` for a result of beam search, whose probabilities are higher; 0 if left out. */
  readonly beamSearch?: number;
  /** The weight of the mean log-probability of the result's tokens. */
  readonly meanLogProbability: number;
  /** The weight of the natural logarithm of the source's length in UTF-16 code units. */
  readonly logSourceLength: number;
  /** The weight of the natural logarithm of the result's length divided by the source's. */
  readonly logLengthRatio: number;
}

/**
 * How the model is told the task: by a prefix or a language token of its input, or by the token that its output begins
 * with.
 */
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
      /** Characters that the model copies, each in place of one span that must not be translated, in the order of use. */
      readonly placeholders?: readonly string[];
      /** Left out for a language pair for which the regression was not fitted, or was too often wrong. */
      readonly sureness?: CardSureness;
    }
  | { readonly kind: 'summarize'; readonly form: string; readonly language: string; readonly input: TaskInput };

export type TranslateTask = Extract<ModelTask, { kind: 'translate' }>;
export type SummarizeTask = Extract<ModelTask, { kind: 'summarize' }>;

/**
 * Reads a card.
 *
 * @throws AttentiveError `model-broken-file` that names the card and the wrong field
 */
export function parseCard(content: string): ModelCard {
  const card = fieldsOfFile(CARD_FILE, parseJsonFile(CARD_FILE, content));
  const maxSourceTokens = card.optional('maxSourceTokens', wholeNumber(1));
  const files = card.optional('files', listOf(text, 'names'));
  const alignment = card.inside('alignment');
  return {
    id: card.required('id', filledText),
    name: card.required('name', filledText),
    quality: card.required('quality', filledText),
    license: card.required('license', filledText),
    tasks: card.objects('tasks', 'task').map(parseTask),
    ...(maxSourceTokens === undefined ? {} : { maxSourceTokens }),
    ...(alignment === undefined ? {} : { alignment: parseAlignment(alignment) }),
    ...(files === undefined ? {} : { files }),
  };
}

/** The translations that a model can do. */
export function translations(card: ModelCard): TranslateTask[] {
  return card.tasks.filter(task => task.kind === 'translate');
}

/** The summaries that a model can do. */
export function summaries(card: ModelCard): SummarizeTask[] {
  return card.tasks.filter(task => task.kind === 'summarize');
}

function parseTask(task: JsonFields): ModelTask {
  const input = parseInput(task.inside('input'));
  if (task.required('kind', oneOf(['translate', 'summarize'])) === 'summarize') {
    const form = task.required('form', filledText);
    return { kind: 'summarize', form, language: task.required('language', languageTag), input };
  }
  const placeholders = task.optional('placeholders', privateCharacters);
  const sureness = task.inside('sureness');
  return {
    kind: 'translate',
    from: task.required('from', languageTag),
    to: task.required('to', languageTag),
    input,
    ...(placeholders === undefined ? {} : { placeholders }),
    ...(sureness === undefined ? {} : { sureness: parseSureness(sureness) }),
  };
}

function parseAlignment(alignment: JsonFields): CardAlignment {
  const heads = alignment.optional('heads', differentIndices);
  return {
    layer: alignment.required('layer', index),
    ...(heads === undefined ? {} : { heads }),
    shift: alignment.required('shift', flag),
  };
}

function parseSureness(sureness: JsonFields): CardSureness {
  const beamSearch = sureness.optional('beamSearch', finiteNumber);
  return {
    bias: sureness.required('bias', finiteNumber),
    ...(beamSearch === undefined ? {} : { beamSearch }),
    meanLogProbability: sureness.required('meanLogProbability', finiteNumber),
    logSourceLength: sureness.required('logSourceLength', finiteNumber),
    logLengthRatio: sureness.required('logLengthRatio', finiteNumber),
  };
}

function parseInput(input: JsonFields | undefined): TaskInput {
  const fields: Record<string, string> = {};
  for (const name of ['prefix', 'sourceLanguageToken', 'forcedBosToken']) {
    const value = input?.optional(name, filledText);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

const differentIndices: Reader<readonly number[]> = {
  expects: 'a list of different whole numbers of at least 0',
  read(value) {
    const indices = listOf(index, '').read(value);
    const isUsable = indices !== undefined && indices.length > 0 && new Set(indices).size === indices.length;
    return isUsable ? indices : undefined;
  },
};

/** Characters of Unicode's private use areas: every other character may occur in a user's text. */
const privateCharacters: Reader<readonly string[]> = {
  expects: 'a text of different characters of private use',
  read(value) {
    const characters = Array.from(filledText.read(value) ?? '');
    const isUsable =
      characters.length > 0 &&
      new Set(characters).size === characters.length &&
      characters.every(character => /^\p{Co}$/u.test(character));
    return isUsable ? characters : undefined;
  },
};

/** Reads a language tag and returns it in canonical form: `zh-hans-cn` as `zh-Hans-CN`. */
const languageTag: Reader<string> = {
  expects: 'a language tag',
  read(value) {
    try {
      return new Intl.Locale(filledText.read(value) ?? '').toString();
    } catch {
      return undefined;
    }
  },
};
