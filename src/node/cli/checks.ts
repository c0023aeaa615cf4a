// CLI checks: checks the options of the search and of the input against the model's files, before its graphs are read.
import { asAttentive } from '../../base/errors';
import { isObject, type JsonObject } from '../../base/json';
import type { GenerationOverrides } from '../../engine/api/contract';
import { resolveSettings } from '../../engine/search/settings';
import type { TaskInput } from '../../models/card';
import type { FileStore } from '../../models/store';
import { type Arguments, INPUT_OPTIONS, optionOf } from './arguments';
import { UsageError } from './optionValues';

type Checked = Pick<Extract<Arguments, { command: 'translate' }>, 'settings' | 'input'>;

/** @throws UsageError that names the option. Missing or broken files are ignored here: the loader reports them. */
export async function checkOptions(store: FileStore, { settings, input }: Checked): Promise<void> {
  const config = await jsonOf(store, 'config.json');
  if (config !== undefined) {
    checkSearch(config, await jsonOf(store, 'generation_config.json'), settings);
    const size = config['vocab_size'];
    if (typeof size === 'number') checkTokenIds(settings, size);
  }
  if (input !== undefined) await checkInput(store, input);
}

/** @throws UsageError if an option names a token that the model does not have */
export function checkTokenIds(settings: GenerationOverrides, vocabularySize: number): void {
  const lists = { ...settings, forcedBosTokenId: [settings.forcedBosTokenId ?? 0] };
  for (const key of ['suppressTokens', 'beginSuppressTokens', 'forcedBosTokenId', 'forcedEosTokenIds'] as const) {
    const beyond = lists[key]?.find(id => id >= vocabularySize);
    if (beyond === undefined) continue;
    throw new UsageError(
      `--${optionOf(key)} names token ${beyond}, and the last token of the model is ${vocabularySize - 1}`,
    );
  }
}

function checkSearch(
  config: JsonObject,
  generationConfig: JsonObject | undefined,
  settings: GenerationOverrides,
): void {
  try {
    resolveSettings(config, generationConfig, settings);
  } catch (error) {
    const { code, data } = asAttentive(error);
    const option = optionOf(String(data['name']));
    if (code !== 'bad-request' || option === undefined) return;
    const why = String(data['why']).replace(/\.$/, '');
    throw new UsageError(`--${option} cannot be used: ${why.charAt(0).toLowerCase()}${why.slice(1)}`);
  }
}

/** Language tokens within a prefix, in the forms that models have for them. */
const LANGUAGE_TOKEN = />>[^<>\s]{1,20}<<|<2[\w-]{2,20}>|__[a-z]{2,3}(?:_[A-Za-z]{2,4})?__/g;

async function checkInput(store: FileStore, input: TaskInput): Promise<void> {
  const tokens = tokensOf(await jsonOf(store, 'tokenizer.json'));
  if (tokens.size === 0) return;
  const special = specialTokens(await jsonOf(store, 'tokenizer_config.json'));
  for (const [option, key] of Object.entries(INPUT_OPTIONS)) {
    const text = input[key];
    if (text === undefined) continue;
    const named = key === 'prefix' ? (text.match(LANGUAGE_TOKEN) ?? []) : [text];
    for (const token of named) {
      if (special.has(token)) throw new UsageError(`--${option} names ${token}, which is no language`);
      if (!tokens.has(token))
        throw new UsageError(`--${option} names ${token}, and the model has no such token${alike(token, tokens)}`);
    }
  }
}

const MOST_NAMED = 8;

/** Some of the model's tokens of the same form, for the message about one that it does not have. */
function alike(token: string, tokens: ReadonlySet<string>): string {
  const form = formOf(token);
  const others = [...tokens].filter(other => other.length <= token.length + 4 && formOf(other) === form);
  if (others.length === 0 || form === 'a') return '';
  const more = others.length > MOST_NAMED ? ' …' : '';
  return ` (it has ${others.slice(0, MOST_NAMED).join(', ')}${more})`;
}

function formOf(token: string): string {
  return token.replace(/[\p{L}\d]+/gu, 'a');
}

async function jsonOf(store: FileStore, name: string): Promise<JsonObject | undefined> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(await store.read(name)));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** All tokens: of a vocabulary as an object, of one as a list with scores, and the added ones. */
function tokensOf(tokenizer: JsonObject | undefined): Set<string> {
  const model = tokenizer?.['model'];
  const vocabulary = isObject(model) ? model['vocab'] : undefined;
  const entries: unknown[] = Array.isArray(vocabulary) ? vocabulary : [];
  const listed = entries.map(entry => (Array.isArray(entry) ? String(entry[0]) : String(entry)));
  const added = tokenizer?.['added_tokens'];
  const contents = Array.isArray(added)
    ? added.map((token: unknown) => (isObject(token) ? String(token['content']) : ''))
    : [];
  return new Set([...(isObject(vocabulary) ? Object.keys(vocabulary) : listed), ...contents]);
}

/** The special tokens of a tokenizer_config.json. */
function specialTokens(config: JsonObject | undefined): Set<string> {
  const names = ['pad_token', 'eos_token', 'bos_token', 'unk_token', 'mask_token'].map(key => config?.[key]);
  return new Set(names.map(name => String(isObject(name) ? name['content'] : name)));
}
