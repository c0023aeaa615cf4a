// Guard: the tokens that tell a model something, renamed in tokenizer.json so that no text can hold their names. A mark
// is put before each, half of a surrogate pair, which well-formed text never has; only what is written with the mark
// (a prefix, the template) becomes such a token, and a `</s>` that somebody wrote stays four letters.
import type { JsonObject } from '../../base/json';
import { specialTokensOf, type TokenizerJson } from './tokenizerJson';

export interface SpecialTokenGuard {
  readonly json: TokenizerJson;
  /** The names as the vocabulary has them now. */
  readonly names: ReadonlySet<string>;
  /** Of these, the codes of target languages that stand in the vocabulary alone, as Marian's `>>fr<<` does. */
  readonly codes: ReadonlySet<string>;
  /** The name of the token for what is in no vocabulary. */
  readonly unknown: string | undefined;
}

const MARK = '\ud800';

export function specialTokenGuard(tokenizer: TokenizerJson, config: JsonObject): SpecialTokenGuard {
  const ids = idsOf(tokenizer);
  const unknown = [nameOf(config['unk_token']), tokenizer.model?.unk_token, '<unk>'].find(
    name => typeof name === 'string' && ids.has(name),
  );
  const codes = [...ids.keys()].filter(name => CODE.test(name) && !isAdded(tokenizer, name));
  const named = [...CONFIG_NAMES.map(key => config[key]), config['additional_special_tokens']].flat().map(nameOf);
  const known = [...named, ...codes].filter((name): name is string => name !== undefined && ids.has(name));
  const names = new Set([...specialTokensOf(tokenizer), ...known]);
  return {
    json: renamed(withUnknown(tokenizer, unknown, ids), names, ids),
    names: new Set([...names].map(name => MARK + name)),
    codes: new Set(codes.map(name => MARK + name)),
    unknown: typeof unknown === 'string' && names.has(unknown) ? MARK + unknown : undefined,
  };
}

/** A name as people know it. */
export function bareName(piece: string): string {
  return piece.startsWith(MARK) ? piece.slice(MARK.length) : piece;
}

/** The same prefix with each name in it as the vocabulary has it. */
export function withMarks(prefix: string, names: ReadonlySet<string>): string {
  const bare = [...names].map(bareName).filter(name => prefix.includes(name));
  return bare.length === 0 ? prefix : prefix.replace(oneOf(bare), name => MARK + name);
}

/** A text cut before and behind each name. */
export function atNames(text: string, names: ReadonlySet<string>): string[] {
  if (!text.includes(MARK)) return [text];
  const found = [...names].filter(name => text.includes(name));
  const parts: string[] = [];
  let at = 0;
  for (const match of found.length === 0 ? [] : text.matchAll(oneOf(found))) {
    parts.push(text.slice(at, match.index), match[0]);
    at = match.index + match[0].length;
  }
  return [...parts, text.slice(at)].filter(part => part !== '');
}

/** The code of a target language as a text may begin with it; '' if it does not. */
export function leadingCode(text: string): string {
  return /^>>[^<>\s]+<</.exec(text)?.[0] ?? '';
}

const CODE = /^>>[^<>\s]+<<$/;

const CONFIG_NAMES = ['bos', 'eos', 'unk', 'pad', 'sep', 'cls', 'mask'].map(name => `${name}_token`);

/** The name of a token of tokenizer_config.json, where it stands alone or with how it is to be found. */
export function nameOf(token: unknown): string | undefined {
  const name: unknown = typeof token === 'object' && token !== null ? (token as JsonObject)['content'] : token;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** Every token with its id. */
export function idsOf({ model, added_tokens: added = [] }: TokenizerJson): Map<string, number> {
  const vocab = model?.vocab ?? {};
  const ids = isList(vocab) ? vocab.map(([name], id): [string, number] => [name, id]) : Object.entries(vocab);
  return new Map([...ids, ...(added ?? []).map(({ content, id }): [string, number] => [content, id])]);
}

type Vocab = NonNullable<NonNullable<TokenizerJson['model']>['vocab']>;
type List = Extract<Vocab, readonly unknown[]>;

function isList(vocab: Vocab): vocab is List {
  return Array.isArray(vocab);
}

function isAdded({ added_tokens: added }: TokenizerJson, name: string): boolean {
  return (added ?? []).some(({ content }) => content === name);
}

/** The hub's script for Marian writes 2 for the unknown token, whatever its number is. */
function withUnknown(
  tokenizer: TokenizerJson,
  unknown: string | null | undefined,
  ids: ReadonlyMap<string, number>,
): TokenizerJson {
  const id = typeof unknown === 'string' ? ids.get(unknown) : undefined;
  if (id === undefined || typeof tokenizer.model?.unk_id !== 'number') return tokenizer;
  return { ...tokenizer, model: { ...tokenizer.model, unk_id: id } };
}

function renamed(
  tokenizer: TokenizerJson,
  names: ReadonlySet<string>,
  ids: ReadonlyMap<string, number>,
): TokenizerJson {
  const mark = (name: string): string => (names.has(name) ? MARK + name : name);
  const { added_tokens: added, post_processor: template, model } = tokenizer;
  const more = [...names]
    .filter(name => !isAdded(tokenizer, name))
    .map(name => ({ id: ids.get(name) ?? 0, content: MARK + name, special: true }));
  return {
    ...tokenizer,
    ...(added === undefined || added === null
      ? {}
      : { added_tokens: [...added.map(token => ({ ...token, content: mark(token.content) })), ...more] }),
    ...(template === undefined ? {} : { post_processor: renamedIn(template, mark) as typeof template }),
    ...(model === undefined ? {} : { model: renamedModel(model, names, mark) }),
  };
}

function renamedModel(
  model: NonNullable<TokenizerJson['model']>,
  names: ReadonlySet<string>,
  mark: (name: string) => string,
): NonNullable<TokenizerJson['model']> {
  const { vocab, unk_token: unknown } = model;
  const entry = ([name, score]: readonly [string, number]): readonly [string, number] =>
    // Its score counts for nothing but the least of all, which makes that of unknown characters.
    names.has(name) ? [mark(name), 0] : [name, score];
  const changed = (vocab: Vocab): Vocab =>
    isList(vocab)
      ? vocab.map(entry)
      : Object.fromEntries(Object.entries(vocab as Record<string, number>).map(([name, id]) => [mark(name), id]));
  return {
    ...model,
    ...(typeof unknown === 'string' ? { unk_token: mark(unknown) } : {}),
    ...(vocab === undefined ? {} : { vocab: changed(vocab) }),
  };
}

/** A post-processor with every name in it changed, as a string or as a key. */
function renamedIn(value: unknown, mark: (name: string) => string): unknown {
  if (typeof value === 'string') return mark(value);
  if (Array.isArray(value)) return value.map(item => renamedIn(item, mark));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [mark(key), renamedIn(item, mark)]));
}

function oneOf(names: readonly string[]): RegExp {
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(name => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'), 'g');
}
