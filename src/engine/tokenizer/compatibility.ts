// Belonging: whether a tokenizer and the special tokens of the configuration are those of the model beside them. A model
// with a stranger's tokenizer runs without an error, and writes nonsense.
import { type AttentiveError, brokenFile } from '../../base/errors';
import type { JsonObject } from '../../base/json';
import type { GenerationSettings } from '../api/contract';
import { idsOf, nameOf } from './specialTokens';
import type { TokenizerJson } from './tokenizerJson';

/** What is read of a model folder's JSON files. */
export interface VocabularyTokens {
  readonly config: JsonObject;
  readonly tokenizer: TokenizerJson;
  readonly tokenizerConfig: JsonObject;
  readonly settings: GenerationSettings;
}

/**
 * Compares the tokens that end a text and fill rows. What only one side names proves nothing.
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
  // A tokenizer may well fill up with another special token than the model does: rows are masked there. But a word, or
  // nothing at all, is no token to fill up with; of two Marian models this alone tells the vocabularies apart.
  if (pad === undefined || pad === padTokenId || specialIds(tokenizer, tokenizerConfig, ids).has(padTokenId)) return;
  throw mismatch(`its ${padName} is token ${pad}, and the model's is token ${padTokenId}`);
}

/**
 * Compares the ids with what the model has a place for. It may have more places than there are tokens (T5: 32,128 for
 * 32,100), and what no text gives may be beyond them (the <mask> of BART's summarizers).
 *
 * @throws AttentiveError `model-broken-file` (data.file, data.why)
 */
export function checkVocabulary(
  { config, tokenizer, tokenizerConfig, settings }: VocabularyTokens,
  vocabularySize: number,
): void {
  const said = config['vocab_size'];
  const places = Math.max(vocabularySize, typeof said === 'number' ? said : 0);
  if (places === 0) return;
  const last = lastInTexts(tokenizer, tokenizerConfig, places);
  // Of two vocabularies, one for each side, tokenizer.json is neither.
  if (last >= places && tokenizerConfig['separate_vocabs'] !== true) {
    throw mismatch(`its last token is ${last}, and the model's is ${places - 1}`);
  }
  const { decoderStartTokenId, padTokenId, eosTokenIds, forcedBosTokenId = 0 } = settings;
  const beyond = [decoderStartTokenId, padTokenId, ...eosTokenIds, forcedBosTokenId].find(id => id >= places);
  if (beyond === undefined) return;
  const why = `it begins, fills or ends texts with token ${beyond}, and the model's last is ${places - 1}`;
  throw brokenFile('generation_config.json', why);
}

/** The highest id from `places` on that a text can give; -1 if there is none. */
function lastInTexts(tokenizer: TokenizerJson, config: JsonObject, places: number): number {
  const ids = idsOf(tokenizer);
  const special = specialIds(tokenizer, config, ids);
  const beyond = [...ids].filter(([, id]) => id >= places && !special.has(id));
  if (beyond.length === 0) return -1;
  const { type, merges = [] } = tokenizer.model ?? {};
  const merged = new Set(merges.map(pair => (typeof pair === 'string' ? pair.replace(' ', '') : pair.join(''))));
  // What no merge makes no text gives: fairseq's vocabularies are filled up with such words (M2M-100's madeupword0).
  const given = type === 'BPE' ? beyond.filter(([piece]) => merged.has(piece)) : beyond;
  return given.reduce((last, [, id]) => Math.max(last, id), -1);
}

/** The ids of all tokens that the tokenizer's files set apart. */
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
