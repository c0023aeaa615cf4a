// Arguments: parses and checks the command line of `attentive`.
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { GenerationOverrides } from '../../engine/api/contract';
import type { TaskInput } from '../../models/card';
import { PRECISIONS, type Precision } from '../../models/precision';
import type { BackendSetting } from '../../tasks/backends/choice';
import {
  backendOption,
  beamCount,
  beamsOption,
  checkSource,
  finiteNumber,
  idList,
  type InternalsOption,
  internalsOption,
  positive,
  earlyStopping,
  threadCount,
  wholeNumber,
} from './optionValues';
import { parseErrorSentence, UsageError } from './terminal/usageError';

interface CommonArguments {
  readonly model: string | undefined;
  readonly precision: Precision | undefined;
  readonly backend: BackendSetting;
  readonly threads: number | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly settings: GenerationOverrides;
  readonly maxBatchRows: number | undefined;
  /** Prefix and tokens of the input, in place of those of the model's card. */
  readonly input?: TaskInput;
}

interface FileArguments extends CommonArguments {
  readonly file: string;
  /** Whether every line of the file is a separate text. */
  readonly lines: boolean;
  /** Whether the file is accepted even if it is source code. */
  readonly wholeSource: boolean;
}

/** What is explained: rows of ids with their target ids, or a text with its translation or summary. */
export type ExplainedWork =
  | {
      readonly kind: 'ids';
      readonly ids: readonly (readonly number[])[];
      readonly targetIds: readonly (readonly number[])[];
    }
  | {
      readonly kind: 'text';
      readonly file: string;
      readonly from: string | undefined;
      readonly to: string | undefined;
      /** The form of the summary; undefined if the text is translated. */
      readonly form: string | undefined;
    };

export type Arguments =
  | ({
      readonly command: 'translate';
      readonly from: string | undefined;
      readonly to: string | undefined;
    } & FileArguments)
  | ({ readonly command: 'summarize'; readonly form: string | undefined } & FileArguments)
  | ({ readonly command: 'generate'; readonly ids: readonly (readonly number[])[] } & CommonArguments)
  | ({
      readonly command: 'explain';
      readonly out: string;
      readonly subject: ExplainedWork;
      readonly internals: readonly InternalsOption[];
    } & CommonArguments)
  | { readonly command: 'help' }
  | { readonly command: 'version' };

const SEARCH_OPTIONS = {
  'num-beams': { key: 'numBeams', read: beamsOption },
  'num-return-sequences': { key: 'numReturnSequences', read: beamCount },
  'length-penalty': { key: 'lengthPenalty', read: finiteNumber },
  'early-stopping': { key: 'earlyStopping', read: earlyStopping },
  'max-new-tokens': { key: 'maxNewTokens', read: wholeNumber },
  'max-length': { key: 'maxLength', read: wholeNumber },
  'min-length': { key: 'minLength', read: wholeNumber },
  'min-new-tokens': { key: 'minNewTokens', read: wholeNumber },
  'repetition-penalty': { key: 'repetitionPenalty', read: finiteNumber },
  'no-repeat-ngram': { key: 'noRepeatNgramSize', read: wholeNumber },
  'encoder-no-repeat-ngram': { key: 'encoderNoRepeatNgramSize', read: wholeNumber },
  'forced-bos': { key: 'forcedBosTokenId', read: wholeNumber },
  'forced-eos': { key: 'forcedEosTokenIds', read: (name: string, text: string) => [wholeNumber(name, text)] },
  suppress: { key: 'suppressTokens', read: idList },
  'begin-suppress': { key: 'beginSuppressTokens', read: idList },
} as const satisfies Record<string, { key: keyof GenerationOverrides; read: (name: string, text: string) => unknown }>;

export const INPUT_OPTIONS = {
  prefix: 'prefix',
  'source-language-token': 'sourceLanguageToken',
  'forced-bos-token': 'forcedBosToken',
} as const satisfies Record<string, keyof TaskInput>;

const OPTIONS = {
  model: { type: 'string' },
  precision: { type: 'string' },
  backend: { type: 'string' },
  threads: { type: 'string' },
  'batch-rows': { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  form: { type: 'string' },
  ...(Object.fromEntries(Object.keys(INPUT_OPTIONS).map(name => [name, { type: 'string' }])) as Record<
    keyof typeof INPUT_OPTIONS,
    { type: 'string' }
  >),
  lines: { type: 'boolean' },
  'whole-source': { type: 'boolean' },
  ids: { type: 'string', multiple: true },
  'target-ids': { type: 'string', multiple: true },
  out: { type: 'string' },
  internals: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  ...(Object.fromEntries(Object.keys(SEARCH_OPTIONS).map(name => [name, { type: 'string' }])) as Record<
    keyof typeof SEARCH_OPTIONS,
    { type: 'string' }
  >),
} as const satisfies ParseArgsConfig['options'];

/** The options that not all commands have, each with the commands that have it. */
const COMMANDS_BY_OPTION = {
  from: ['translate', 'explain'],
  to: ['translate', 'explain'],
  form: ['summarize', 'explain'],
  prefix: ['translate', 'summarize', 'explain'],
  'source-language-token': ['translate', 'summarize', 'explain'],
  'forced-bos-token': ['translate', 'summarize', 'explain'],
  lines: ['translate', 'summarize'],
  'whole-source': ['summarize'],
  ids: ['generate', 'explain'],
  'target-ids': ['explain'],
  out: ['explain'],
  internals: ['explain'],
} as const satisfies Partial<Record<keyof typeof OPTIONS, readonly Arguments['command'][]>>;

type Values = ReturnType<typeof parse>['values'];

/** @throws UsageError whose message is one sentence */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  if (values.version === true) return { command: 'version' };
  const [command, ...rest] = positionals;
  if (values.help === true || command === undefined || command === 'help') return { command: 'help' };
  const common = commonArguments(values);
  checkOptionsOfCommand(command, values);
  if (values['num-beams'] === 'auto' && values.ids !== undefined) {
    throw new UsageError('--num-beams auto is for a text, not for ids');
  }
  if (command === 'generate') {
    if (rest.length > 0) throw new UsageError(`generate takes ids, not a file: ${rest[0]}`);
    if (values.ids === undefined) throw new UsageError('generate needs --ids "5 17 1", once for each row');
    return { command, ids: values.ids.map(text => idList('ids', text)), ...common };
  }
  if (command === 'explain') {
    const internals = (values.internals ?? []).map(internalsOption);
    return { command, ...explainArguments(values, rest), internals, ...common };
  }
  if (command !== 'translate' && command !== 'summarize') {
    throw new UsageError(`there is no command "${command}": use translate, summarize, generate, explain or models`);
  }
  if (rest.length !== 1) throw new UsageError(`${command} needs one file, or - for standard input`);
  const file = { file: rest[0], lines: values.lines === true, wholeSource: values['whole-source'] === true };
  checkSource(command, file);
  if (command === 'translate') return { command, ...file, from: values.from, to: values.to, ...common };
  return { command, ...file, form: values.form, ...common };
}

/** The option that sets a setting of the search (`num-beams` for `numBeams`); undefined if there is none. */
export function optionOf(setting: string): string | undefined {
  return Object.entries(SEARCH_OPTIONS).find(([, { key }]) => key === setting)?.[0];
}

function explainArguments(values: Values, rest: readonly string[]): { out: string; subject: ExplainedWork } {
  const { out, from, to, form, ids, 'target-ids': targets } = values;
  if (out === undefined) throw new UsageError('explain needs --out FILE.json');
  if (ids === undefined && targets === undefined) {
    if (rest.length !== 1) throw new UsageError('explain needs --ids and --target-ids, or one file');
    if (form !== undefined && (from ?? to) !== undefined) {
      throw new UsageError('--from and --to are for a translation, --form is for a summary');
    }
    return { out, subject: { kind: 'text', file: rest[0], from, to, form } };
  }
  if (rest.length > 0) throw new UsageError(`explain takes ids or a file, not both: ${rest[0]}`);
  if ((from ?? to ?? form) !== undefined) throw new UsageError('--from, --to and --form are for a text, not for ids');
  const inputOption = Object.keys(INPUT_OPTIONS).find(name => values[name as keyof typeof INPUT_OPTIONS] !== undefined);
  if (inputOption !== undefined) throw new UsageError(`--${inputOption} is for a text, not for ids`);
  if (ids === undefined || ids.length !== targets?.length) {
    throw new UsageError('explain needs one --target-ids for each --ids');
  }
  const rows = (name: string, texts: readonly string[]): number[][] => texts.map(text => idList(name, text));
  return { out, subject: { kind: 'ids', ids: rows('ids', ids), targetIds: rows('target-ids', targets) } };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(parseErrorSentence(error instanceof Error ? error.message : String(error)));
  }
}

/** Throws for an option that the command does not have and that would be ignored. */
function checkOptionsOfCommand(command: string, values: Values): void {
  for (const [name, owners] of Object.entries(COMMANDS_BY_OPTION) as [
    keyof typeof COMMANDS_BY_OPTION,
    readonly string[],
  ][]) {
    if (values[name] === undefined || owners.includes(command)) continue;
    throw new UsageError(`--${name} is an option of ${owners.join(' and ')}, not of ${command}`);
  }
}

function commonArguments(values: Values): CommonArguments {
  const precision = PRECISIONS.find(name => name === values.precision);
  if (values.precision !== undefined && precision === undefined) {
    throw new UsageError(`--precision is one of ${PRECISIONS.join(', ')}, not ${values.precision}`);
  }
  const settings: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(SEARCH_OPTIONS)) {
    const text = values[name as keyof typeof SEARCH_OPTIONS];
    const value = text === undefined ? undefined : option.read(name, text);
    if (value !== undefined) settings[option.key] = value;
  }
  const input: Record<string, string> = {};
  for (const [name, key] of Object.entries(INPUT_OPTIONS)) {
    const text = values[name as keyof typeof INPUT_OPTIONS];
    if (text === '') throw new UsageError(`--${name} takes a text`);
    if (text !== undefined) input[key] = text;
  }
  return {
    ...(Object.keys(input).length === 0 ? {} : { input }),
    model: values.model,
    precision,
    backend: backendOption(values.backend),
    threads: threadCount('threads', values.threads),
    json: values.json === true,
    quiet: values.quiet === true,
    settings,
    maxBatchRows: positive('batch-rows', values['batch-rows']),
  };
}
