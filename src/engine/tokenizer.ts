// Tokenizer: text to ids and back. This file alone imports @huggingface/transformers, and only its tokenizers.
import './runtime';
import * as transformers from '@huggingface/transformers';
import { AttentiveError } from '../base/errors';
import type { TextSource } from './api';
import { specialTokensOf, type TokenizerJson, withoutSpecialTokens, withSourceLanguage } from './tokenizerJson';

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
 * What looks like a special token in a text (an HTML `<s>`, say) is taken as the text it is, where the tokenizer allows
 * it; special tokens come only from the prefix and from the tokenizer's own template.
 *
 * @throws AttentiveError `model-broken-file` naming tokenizer.json if the library cannot use it
 */
export function createTokenizer(tokenizer: TokenizerJson, config: Readonly<Record<string, unknown>>): Tokenizer {
  const plain = construct(tokenizer, config);
  const variants = new Map<string, transformers.PreTrainedTokenizer>();
  const variant = (key: string, make: () => object): transformers.PreTrainedTokenizer => {
    const known = variants.get(key) ?? construct(make(), config);
    variants.set(key, known);
    return known;
  };
  const specials = specialTokensOf(tokenizer);
  return {
    maxLength: maxLengthOf(config['model_max_length']),
    encode({ texts, prefix = '', sourceLanguageToken }) {
      const json = sourceLanguageToken === undefined ? tokenizer : withSourceLanguage(tokenizer, sourceLanguageToken);
      const language = sourceLanguageToken ?? '';
      const usual = json === tokenizer ? plain : variant(language, () => json);
      const guarded = (): transformers.PreTrainedTokenizer => {
        const other = variant(`${language}\n${prefix}`, () => withoutSpecialTokens(json, prefix));
        // Some tokenizers keep their end of text or language nowhere else; those cannot do without.
        return String(other.encode(prefix)) === String(usual.encode(prefix)) ? other : usual;
      };
      return texts.map(text => {
        const isHarmless = !specials.some(special => text.includes(special));
        return (isHarmless ? usual : guarded()).encode(prefix + text.toWellFormed());
      });
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
