// Arguments of `attentive models`: parses and checks them.
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { TaskInput } from '../../../models/card';
import type { AskedTask } from '../../../models/catalog/abilities';
import { type Precision, PRECISIONS } from '../../../models/precision';
import { parseErrorSentence, UsageError } from '../terminal/usageError';

export const COMMANDS = ['list', 'search', 'add', 'remove', 'verify', 'path', 'export'] as const;
type ModelCommand = (typeof COMMANDS)[number];

export interface ModelArguments {
  readonly command: ModelCommand;
  /** What follows the command: a model, a text to search for, a folder, an archive. */
  readonly operands: readonly string[];
  readonly json: boolean;
  readonly quiet: boolean;
  /** Whether questions are answered with yes. */
  readonly yes: boolean;
  /** Whether the list has the catalog too. */
  readonly catalog: boolean;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly precision: Precision | undefined;
  /** The id for a model from a folder or an archive. */
  readonly id: string | undefined;
  /** The archive to write. */
  readonly out: string | undefined;
  /** What the user says that the model can do. */
  readonly asked: AskedTask | undefined;
}

const OPTIONS = {
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  catalog: { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  form: { type: 'string' },
  language: { type: 'string' },
  prefix: { type: 'string' },
  'source-language-token': { type: 'string' },
  'forced-bos-token': { type: 'string' },
  precision: { type: 'string' },
  id: { type: 'string' },
  out: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

/** The commands that have each option. */
const OWNERS: Readonly<Record<keyof typeof OPTIONS, readonly ModelCommand[]>> = {
  json: COMMANDS,
  quiet: COMMANDS,
  yes: ['add', 'remove'],
  catalog: ['list'],
  from: ['list', 'add'],
  to: ['list', 'add'],
  form: ['add'],
  language: ['add'],
  prefix: ['add'],
  'source-language-token': ['add'],
  'forced-bos-token': ['add'],
  precision: ['add'],
  id: ['add'],
  out: ['export'],
};

/** How many operands each command takes. */
const OPERANDS: Readonly<Record<ModelCommand, readonly [least: number, most: number]>> = {
  list: [0, 0],
  search: [1, Infinity],
  add: [1, 1],
  remove: [1, 1],
  verify: [0, 1],
  path: [1, 1],
  export: [1, 1],
};

/** @throws UsageError whose message is one sentence */
export function readModelArguments(args: readonly string[]): ModelArguments {
  const { values, positionals } = parse(args);
  const [name, ...operands] = positionals;
  const command = COMMANDS.find(each => each === name);
  if (command === undefined) {
    const what = name === undefined ? 'models needs a command' : `models has no command "${name}"`;
    throw new UsageError(`${what}: ${COMMANDS.join(', ')}`);
  }
  const [least, most] = OPERANDS[command];
  if (operands.length < least)
    throw new UsageError(`models ${command} needs ${command === 'search' ? 'a text' : 'a model'}`);
  if (operands.length > most) throw new UsageError(`models ${command} does not take ${operands[most]}`);
  for (const option of Object.keys(OPTIONS) as (keyof typeof OPTIONS)[]) {
    if (values[option] === undefined || OWNERS[option].includes(command)) continue;
    throw new UsageError(
      `--${option} is an option of models ${OWNERS[option].join(' and ')}, not of models ${command}`,
    );
  }
  const precision = PRECISIONS.find(each => each === values.precision);
  if (values.precision !== undefined && precision === undefined) {
    throw new UsageError(`--precision is one of ${PRECISIONS.join(', ')}, not ${values.precision}`);
  }
  return {
    command,
    operands,
    json: values.json === true,
    quiet: values.quiet === true,
    yes: values.yes === true,
    catalog: values.catalog === true,
    from: tagOf(values.from),
    to: tagOf(values.to),
    precision,
    id: values.id,
    out: values.out,
    asked: command === 'add' ? askedTask(values) : undefined,
  };
}

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(parseErrorSentence(error instanceof Error ? error.message : String(error)));
  }
}

function askedTask(values: Values): AskedTask | undefined {
  const { form, prefix, 'source-language-token': sourceLanguageToken, 'forced-bos-token': forcedBosToken } = values;
  const [from, to] = [tagOf(values.from), tagOf(values.to)];
  const input: TaskInput = {
    ...(prefix === undefined ? {} : { prefix }),
    ...(sourceLanguageToken === undefined ? {} : { sourceLanguageToken }),
    ...(forcedBosToken === undefined ? {} : { forcedBosToken }),
  };
  if (form !== undefined) {
    if ((from ?? to) !== undefined)
      throw new UsageError('--from and --to are for a translation, --form is for a summary');
    return { kind: 'summarize', form, language: tagOf(values.language) ?? 'en', input };
  }
  if (from !== undefined && to !== undefined) return { kind: 'translate', from, to, input };
  if ((from ?? to) !== undefined || Object.keys(input).length > 0) {
    throw new UsageError('say both --from and --to if the model translates, or --form if it summarizes');
  }
  return undefined;
}

function tagOf(tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined;
  try {
    return new Intl.Locale(tag).toString();
  } catch {
    throw new UsageError(`--from, --to and --language take language tags, as in en or pt-BR, not "${tag}"`);
  }
}
