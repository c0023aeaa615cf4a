// Special tokens: renames the special tokens of tokenizer.json so that no text can contain their names. Each name is preceded
// by a mark: half of a surrogate pair, which well-formed text never contains. Only names with the mark, in a prefix or in the
// template, become special tokens. A `</s>` in the user's text is tokenized as ordinary text.
import type { JsonObject } from '../../base/json';
import { specialTokensOf, type TokenizerJson } from './tokenizerJson';

/** A tokenizer.json with renamed special tokens, and their names. */
export interface SpecialTokenGuard {
  readonly json: TokenizerJson;
  /** The names of all special tokens, with the mark. */
  readonly names: ReadonlySet<string>;
  /** Of `names`, the codes of target languages that are in the vocabulary but no added tokens, as Marian's `>>fr<<`. */
  readonly languageCodes: ReadonlySet<string>;
  /** The name of the unknown token, with the mark; undefined if it is not among `names`. */
  readonly unknown: string | undefined;
}

const MARK = '\ud800';

/** Renames the special tokens of a tokenizer. */
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
    languageCodes: new Set(codes.map(name => MARK + name)),
    unknown: typeof unknown === 'string' && names.has(unknown) ? MARK + unknown : undefined,
  };
}

/** The name of a token without the mark. */
export function unmarkedName(piece: string): string {
  return piece.startsWith(MARK) ? piece.slice(MARK.length) : piece;
}

/** Puts the mark before each of the names that a prefix contains. */
export function markNames(prefix: string, names: ReadonlySet<string>): string {
  const bare = [...names].map(unmarkedName).filter(name => prefix.includes(name));
  return bare.length === 0 ? prefix : prefix.replace(oneOf(bare), name => MARK + name);
}

/** Splits a text before and after each of the names with the mark. */
export function splitAtNames(text: string, names: ReadonlySet<string>): string[] {
  if (!text.includes(MARK)) return [text];
  const present = [...names].filter(name => text.includes(name));
  const parts: string[] = [];
  let at = 0;
  for (const match of present.length === 0 ? [] : text.matchAll(oneOf(present))) {
    parts.push(text.slice(at, match.index), match[0]);
    at = match.index + match[0].length;
  }
  return [...parts, text.slice(at)].filter(part => part !== '');
}

/** The code of a target language (`>>fr<<`) at the beginning of a text; '' if there is none. */
export function leadingLanguageCode(text: string): string {
  return /^>>[^<>\s]+<</.exec(text)?.[0] ?? '';
}

const CODE = /^>>[^<>\s]+<<$/;

const CONFIG_NAMES = ['bos', 'eos', 'unk', 'pad', 'sep', 'cls', 'mask'].map(name => `${name}_token`);

/** The name of a token in tokenizer_config.json, where a token is a string, or an object with its name in `content`. */
export function nameOf(token: unknown): string | undefined {
  const name: unknown = typeof token === 'object' && token !== null ? (token as JsonObject)['content'] : token;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** The id of every token, by name. */
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

/** Corrects `unk_id`. The hub's conversion script for Marian always writes 2, even if the unknown token has another id. */
function withUnknown(
  tokenizer: TokenizerJson,
  unknown: string | null | undefined,
  ids: ReadonlyMap<string, number>,
): TokenizerJson {
  const id = typeof unknown === 'string' ? ids.get(unknown) : undefined;
  if (id === undefined || typeof tokenizer.model?.unk_id !== 'number') return tokenizer;
  return { ...tokenizer, model: { ...tokenizer.model, unk_id: id } };
}

/** The tokenizer with the mark before each of the names, all of which become added tokens. */
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
    // A special token never occurs in a text, so its own score is not used. But the score of unknown characters is
    // computed from the least score of all pieces, and 0 keeps the special token's from being the least.
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

/** A value of a post-processor with every name in it renamed, in strings and in keys. */
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
