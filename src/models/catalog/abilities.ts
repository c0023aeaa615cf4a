// Abilities: what a model can do, as far as its name and its configuration say it, for repositories that have no card.
import { isObject, type JsonObject } from '../../base/json';
import type { ModelTask, TaskInput } from '../card';

/** What is known of a repository. */
export interface KnownModel {
  /** `owner/name`. */
  readonly id: string;
  readonly config: JsonObject;
  readonly tokenizerConfig: JsonObject;
}

/** What the user says that a model can do. */
export type AskedTask =
  | { readonly kind: 'translate'; readonly from: string; readonly to: string; readonly input: TaskInput }
  | { readonly kind: 'summarize'; readonly form: string; readonly language: string; readonly input: TaskInput };

/**
 * The tasks of a model; empty if neither its name nor its configuration says what it can do, so that the user has to be asked.
 *
 * - Marian: the language pair is in the name, as Helsinki-NLP gives it: `opus-mt-en-fr`.
 * - T5 and BART: `task_specific_params` of the configuration name tasks with their prefixes.
 * - M2M-100, NLLB and mBART: the tokens of the languages are in the tokenizer's configuration.
 *
 * @param pair languages that the user means: of a model of many languages, these two and English are taken
 */
export function derivedTasks(model: KnownModel, pair: readonly string[] = []): ModelTask[] {
  const type = model.config['model_type'];
  if (type === 'marian') return pairOfName(model.id);
  const named = namedTasks(model.config);
  return named.length > 0 ? named : languageTokenTasks(model.tokenizerConfig, pair);
}

/** Names of languages in older OPUS-MT models that are no language tags. */
const OLD_TAGS: Readonly<Record<string, string>> = { jap: 'ja' };

function pairOfName(id: string): ModelTask[] {
  const [, from, to] = /opus-mt-(?:tc-)?(?:big-|base-|tiny-)?([a-z]{2,3})-([a-z]{2,3})(?:-|$)/.exec(id) ?? [];
  // `mul` stands for many languages, and a target of several needs a token that the name does not say.
  if (from === undefined || [from, to].some(name => GROUPS.has(name))) return [];
  return [{ kind: 'translate', from: OLD_TAGS[from] ?? from, to: OLD_TAGS[to] ?? to, input: {} }];
}

/** Three-letter names of groups of languages in OPUS-MT's names. */
const GROUPS = new Set([
  'mul',
  'roa',
  'gem',
  'gmw',
  'gmq',
  'sla',
  'zle',
  'zls',
  'zlw',
  'bat',
  'trk',
  'fiu',
  'itc',
  'cel',
  'inc',
  'ine',
  'sem',
  'afa',
  'bnt',
  'urj',
  'alv',
  'art',
  'aav',
  'cau',
  'cpf',
  'cpp',
  'cus',
  'dra',
  'euq',
  'iir',
  'map',
  'mkh',
  'nic',
  'phi',
  'poz',
  'pqe',
  'pqw',
  'sal',
  'sit',
  'taw',
  'tut',
  'wa',
  'ccs',
  'crp',
  'cpe',
  'gmq',
]);

function namedTasks(config: JsonObject): ModelTask[] {
  const named = config['task_specific_params'];
  if (!isObject(named)) return [];
  return Object.entries(named).flatMap(([name, settings]): ModelTask[] => {
    const prefix = isObject(settings) ? settings['prefix'] : undefined;
    const input: TaskInput = typeof prefix === 'string' && prefix !== '' ? { prefix } : {};
    const [, from, to] = /^translation_([a-z]{2,3})_to_([a-z]{2,3})$/.exec(name) ?? [];
    if (from !== undefined) return [{ kind: 'translate', from, to, input }];
    if (!/^summarization(?:_|$)/.test(name)) return [];
    return [{ kind: 'summarize', form: name.slice('summarization_'.length) || 'summary', language: 'en', input }];
  });
}

/** The most languages of which all pairs are listed. */
const MOST_LANGUAGES = 30;

function languageTokenTasks(tokenizerConfig: JsonObject, pair: readonly string[]): ModelTask[] {
  const tokens = languageTokens(tokenizerConfig);
  const isMeant = (tag: string): boolean => tag === 'en' || pair.includes(tag);
  const isFew = tokens.size <= MOST_LANGUAGES;
  const tasks: ModelTask[] = [];
  for (const [from, source] of tokens) {
    for (const [to, target] of tokens) {
      if (from === to || !(isFew || isMeant(from) || isMeant(to))) continue;
      tasks.push({ kind: 'translate', from, to, input: { sourceLanguageToken: source, forcedBosToken: target } });
    }
  }
  return tasks;
}

/** The tokens of languages, by language tag: `__de__` of M2M-100, `de_DE` of mBART, `deu_Latn` of NLLB. */
function languageTokens(tokenizerConfig: JsonObject): Map<string, string> {
  const listed = tokenizerConfig['additional_special_tokens'];
  const tokens = new Map<string, string>();
  for (const token of Array.isArray(listed) ? listed.map(String) : []) {
    const tag = tagOf(token);
    if (tag !== undefined && !tokens.has(tag)) tokens.set(tag, token);
  }
  return tokens.size >= 2 ? tokens : new Map<string, string>();
}

function tagOf(token: string): string | undefined {
  const [, bare, region, script] =
    /^(?:__([a-z]{2,3})__|([a-z]{2}_[A-Z]{2})|([a-z]{3}_[A-Z][a-z]{3}))$/.exec(token) ?? [];
  const name = bare ?? region?.slice(0, 2) ?? script?.replace('_', '-');
  if (name === undefined) return undefined;
  // The canonical tag is the short one: `deu-Latn` is `de`, and `zho-Hant` is `zh-TW` without its usual region: `zh-Hant`.
  const locale = new Intl.Locale(name);
  const [short, full] = [locale.minimize(), locale.maximize()];
  return short.region === undefined ? short.toString() : `${full.language}-${full.script}`;
}
