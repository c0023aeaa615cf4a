// Compatibility: checks that a tokenizer, and the special tokens of the configuration, belong to the model. Without the
// check, a model with another model's tokenizer would run without an error and generate nonsense.
import { type AttentiveError, brokenFile } from '../../base/errors';
import type { JsonObject } from '../../base/json';
import type { GenerationSettings } from '../api/contract';
import { idsOf, nameOf } from './specialTokens';
import type { TokenizerJson } from './tokenizerJson';

/** The contents of a model folder's JSON files, which are compared with each other and with the graph. */
export interface VocabularyTokens {
  readonly config: JsonObject;
  readonly tokenizer: TokenizerJson;
  readonly tokenizerConfig: JsonObject;
  readonly settings: GenerationSettings;
}

/**
 * Compares the ids that tokenizer and model have for EOS and for the padding token. A token that only one of them names is
 * not compared.
 *
 * @throws AttentiveError `model-broken-file` (data.file, data.why)
 */
export function checkSpecialTokens({ tokenizer, tokenizerConfig, settings }: VocabularyTokens): void {
  const ids = idsOf(tokenizer);
  const named = (key: string): readonly [string, number | undefined] => {
    const name = nameOf(tokenizerConfig[key]) ?? '';
    return [name, ids.get(name)];
  };
  const [eosName, eos] = named('eos_token');
  const { eosTokenIds, padTokenId } = settings;
  if (eos !== undefined && !eosTokenIds.includes(eos)) {
    throw mismatch(`its ${eosName} is token ${eos}, and the model ends texts with token ${eosTokenIds.join(' or ')}`);
  }
  const [padName, pad] = named('pad_token');
  // A tokenizer may pad with another special token than the model, because padding is masked. But if the model pads with the
  // id of a word, or with an id that has no token, it has another vocabulary. Two Marian models may differ in this alone.
  if (pad === undefined || pad === padTokenId || specialIds(tokenizer, tokenizerConfig, ids).has(padTokenId)) return;
  throw mismatch(`its ${padName} is token ${pad}, and the model's is token ${padTokenId}`);
}

/**
 * Compares the ids with the size of the model's vocabulary. The model's vocabulary may be larger than the tokenizer's
 * (T5 has 32,128 for 32,100 tokens), and tokens that occur in no text may be beyond its end (the <mask> of BART's
 * summarizers).
 *
 * @throws AttentiveError `model-broken-file` (data.file, data.why)
 */
export function checkVocabulary(
  { config, tokenizer, tokenizerConfig, settings }: VocabularyTokens,
  vocabularySize: number,
): void {
  const configured = config['vocab_size'];
  const size = Math.max(vocabularySize, typeof configured === 'number' ? configured : 0);
  if (size === 0) return;
  const last = lastInTexts(tokenizer, tokenizerConfig, size);
  // If source and target have separate vocabularies, tokenizer.json is neither of these, so its size is not compared.
  if (last >= size && tokenizerConfig['separate_vocabs'] !== true) {
    throw mismatch(`its last token is ${last}, and the model's is ${size - 1}`);
  }
  const { decoderStartTokenId, padTokenId, eosTokenIds, forcedBosTokenId = 0 } = settings;
  const beyond = [decoderStartTokenId, padTokenId, ...eosTokenIds, forcedBosTokenId].find(id => id >= size);
  if (beyond === undefined) return;
  const why = `it begins, fills or ends texts with token ${beyond}, and the model's last is ${size - 1}`;
  throw brokenFile('generation_config.json', why);
}

/** The highest id from `size` on that can occur in a text; -1 if there is none. */
function lastInTexts(tokenizer: TokenizerJson, config: JsonObject, size: number): number {
  const ids = idsOf(tokenizer);
  const special = specialIds(tokenizer, config, ids);
  const beyond = [...ids].filter(([, id]) => id >= size && !special.has(id));
  if (beyond.length === 0) return -1;
  const { type, merges = [] } = tokenizer.model ?? {};
  const merged = new Set(merges.map(pair => (typeof pair === 'string' ? pair.replace(' ', '') : pair.join(''))));
  // A piece that no merge makes occurs in no text. fairseq fills up its vocabularies with such pieces (madeupword0 in
  // M2M-100).
  const possible = type === 'BPE' ? beyond.filter(([piece]) => merged.has(piece)) : beyond;
  return possible.reduce((last, [, id]) => Math.max(last, id), -1);
}

/** The ids of all special and added tokens of the tokenizer's files. */
function specialIds(
  { added_tokens: added }: TokenizerJson,
  config: JsonObject,
  ids: ReadonlyMap<string, number>,
): Set<number> {
  const names = Object.values(config).flat().map(nameOf);
  const found = names.flatMap(name => (name === undefined ? [] : [ids.get(name) ?? -1]));
  return new Set([...found, ...(added ?? []).map(({ id }) => id)]);
}

function mismatch(what: string): AttentiveError {
  return brokenFile('tokenizer.json', `it does not belong to this model: ${what}`);
}
