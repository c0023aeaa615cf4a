// CLI checks: checks the options of the search and of the input against the model's files, before the graphs are read.
import { asAttentive } from '../../base/errors';
import { isObject, type JsonObject } from '../../base/json';
import type { GenerationOverrides } from '../../engine/api/contract';
import { resolveSettings } from '../../engine/search/settings';
import type { TaskInput } from '../../models/card';
import type { FileStore } from '../../models/store';
import { type Arguments, INPUT_OPTIONS, optionOf } from './arguments';
import { UsageError } from './terminal/usageError';

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
    const tooLarge = lists[key]?.find(id => id >= vocabularySize);
    if (tooLarge === undefined) continue;
    throw new UsageError(
      `--${optionOf(key)} names token ${tooLarge}, and the last token of the model is ${vocabularySize - 1}`,
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

/** Language tokens in a prefix, in the forms that models use: `>>fr<<`, `<2fr>`, `__fr__`. */
const LANGUAGE_TOKEN = />>[^<>\s]{1,20}<<|<2[\w-]{2,20}>|__[a-z]{2,3}(?:_[A-Za-z]{2,4})?__/g;

/** @throws UsageError if an option of the input names a token that is unknown, or special but no language */
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
        throw new UsageError(
          `--${option} names ${token}, and the model has no such token${similarTokens(token, tokens)}`,
        );
    }
  }
}

const MOST_SIMILAR = 8;

/** Some tokens of the model that have the form of `token`, for the message that the model does not have `token`. */
function similarTokens(token: string, tokens: ReadonlySet<string>): string {
  const form = formOf(token);
  const others = [...tokens].filter(other => other.length <= token.length + 4 && formOf(other) === form);
  if (others.length === 0 || form === 'a') return '';
  const more = others.length > MOST_SIMILAR ? ' …' : '';
  return ` (it has ${others.slice(0, MOST_SIMILAR).join(', ')}${more})`;
}

/** A token with each run of letters and digits replaced by `a`: `>>a<<` for `>>fr<<`. */
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

/**
 * All tokens of a tokenizer.json: those of its vocabulary, which is an object or a list with scores, and the added
 * tokens.
 */
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
