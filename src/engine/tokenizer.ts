// Tokenizer: text to ids and back. This file alone imports @huggingface/transformers, and only its tokenizers.
import './runtime';
import * as transformers from '@huggingface/transformers';
import { AttentiveError } from '../base/errors';
import type { TextSource } from './api';

export interface Tokenizer {
  /** Ids of each text with what the source wants in front, special tokens included. */
  encode(source: TextSource): number[][];
  /** The text of ids, special tokens left out; no ids give ''. */
  decode(ids: readonly number[]): string;
  /** The id of one token as it stands in the vocabulary, or undefined. */
  idOf(token: string): number | undefined;
  /** The most tokens it says the model takes; Infinity if it says nothing. */
  readonly maxLength: number;
}

/**
 * Makes a tokenizer of the hub's tokenizer.json and tokenizer_config.json.
 *
 * @throws AttentiveError `model-broken-file` naming tokenizer.json if the library cannot use it
 */
export function createTokenizer(tokenizer: object, config: Readonly<Record<string, unknown>>): Tokenizer {
  const plain = construct(tokenizer, config);
  const byLanguage = new Map<string, transformers.PreTrainedTokenizer>();
  const forLanguage = (token: string): transformers.PreTrainedTokenizer => {
    const known = byLanguage.get(token) ?? construct(withSourceLanguage(tokenizer, token), config);
    byLanguage.set(token, known);
    return known;
  };
  return {
    maxLength: maxLengthOf(config['model_max_length']),
    encode(source) {
      const chosen = source.sourceLanguageToken === undefined ? plain : forLanguage(source.sourceLanguageToken);
      return source.texts.map(text => chosen.encode((source.prefix ?? '') + text.toWellFormed()));
    },
    decode(ids) {
      return ids.length === 0 ? '' : plain.decode([...ids], { skip_special_tokens: true });
    },
    idOf(token) {
      return plain.get_vocab().get(token);
    },
  };
}

function construct(tokenizer: object, config: object): transformers.PreTrainedTokenizer {
  try {
    // The base class does all that tokenizer.json says; the classes of single families only add what we do otherwise.
    return new transformers.PreTrainedTokenizer(tokenizer, config);
  } catch (error) {
    const file = 'tokenizer.json';
    throw new AttentiveError('model-broken-file', `${file}: ${String(error)}`, { file, why: String(error) });
  }
}

/** tokenizer_config.json writes "no limit" as a number of about 1e30. */
function maxLengthOf(value: unknown): number {
  return typeof value === 'number' && value > 0 && value < 1e9 ? value : Infinity;
}

interface TemplateItem {
  readonly SpecialToken?: { readonly id: string; readonly type_id: number };
}

interface Template {
  readonly single?: readonly TemplateItem[];
  readonly special_tokens?: Readonly<Record<string, unknown>>;
}

interface TokenizerJson {
  readonly added_tokens?: readonly { readonly id: number; readonly content: string }[];
  readonly post_processor?: Template | null;
}

/**
 * The same tokenizer.json with another source language in its template. transformers.js offers this only as a change
 * that stays for every later call, so a copy is made instead.
 *
 * @throws AttentiveError `bad-request` if the tokenizer does not know the token
 */
function withSourceLanguage(tokenizer: TokenizerJson, token: string): object {
  const added = tokenizer.added_tokens?.find(candidate => candidate.content === token);
  const template = tokenizer.post_processor;
  const isLanguage = /^(?:__\w+__|[a-z]{2,3}_[A-Z][A-Za-z]{1,3})$/;
  if (added === undefined || template?.single === undefined) {
    throw new AttentiveError('bad-request', `unknown language token ${token}`, {
      name: 'sourceLanguageToken',
      why: token,
    });
  }
  const single = template.single.map(item =>
    item.SpecialToken !== undefined && isLanguage.test(item.SpecialToken.id)
      ? { SpecialToken: { ...item.SpecialToken, id: token } }
      : item,
  );
  const known = { id: token, ids: [added.id], tokens: [token] };
  return {
    ...tokenizer,
    post_processor: { ...template, single, special_tokens: { ...template.special_tokens, [token]: known } },
  };
}
