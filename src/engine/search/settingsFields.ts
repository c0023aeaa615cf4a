// Settings fields: reads and checks the fields of generation settings one by one, from a JSON file (names in snake case) or
// from a caller (names in camel case).
import { badRequest } from '../../base/errors';
import {
  finiteNumber,
  index,
  type JsonFields,
  listOf,
  positiveNumber,
  type Reader,
  wholeNumber,
} from '../../base/json';
import type { GenerationOverrides } from '../api/contract';

/** The settings that a file or a caller gives. Those that are left out, or null in a file, are undefined. */
export type SearchFields = { readonly [K in keyof Required<GenerationOverrides>]: GenerationOverrides[K] | undefined };

/** The special tokens that a file names. */
export interface TokenFields {
  readonly decoderStartTokenId: number | undefined;
  readonly bosTokenId: number | undefined;
  readonly padTokenId: number | undefined;
  readonly eosTokenIds: readonly number[] | undefined;
}

/** Reads the fields of generation_config.json or config.json. */
export function searchFieldsOfFile(file: JsonFields): SearchFields {
  return fieldsOf((_name, inFile, reader) => file.nullable(inFile, reader));
}

/** @throws AttentiveError `bad-request` that names the field */
export function searchFieldsOfOverrides(overrides: GenerationOverrides): SearchFields {
  return fieldsOf((name, _inFile, reader) => {
    const value: unknown = overrides[name];
    if (value === undefined) return undefined;
    const result = reader.read(value);
    if (result === undefined) throw badRequest(name, `it must be ${reader.expects}`);
    return result;
  });
}

/** Reads one field, by its name in the overrides or in the file. */
type Read = <T>(name: keyof GenerationOverrides, inFile: string, reader: Reader<T>) => T | undefined;

function fieldsOf(read: Read): SearchFields {
  return {
    decoderStartTokenId: read('decoderStartTokenId', 'decoder_start_token_id', tokenId),
    padTokenId: read('padTokenId', 'pad_token_id', tokenId),
    eosTokenIds: read('eosTokenIds', 'eos_token_id', someTokenIds),
    maxLength: read('maxLength', 'max_length', wholeNumber(2)),
    maxNewTokens: read('maxNewTokens', 'max_new_tokens', wholeNumber(1)),
    minLength: read('minLength', 'min_length', wholeNumber(0)),
    minNewTokens: read('minNewTokens', 'min_new_tokens', wholeNumber(0)),
    numBeams: read('numBeams', 'num_beams', wholeNumber(1)),
    numReturnSequences: read('numReturnSequences', 'num_return_sequences', wholeNumber(1)),
    lengthPenalty: read('lengthPenalty', 'length_penalty', finiteNumber),
    earlyStopping: read('earlyStopping', 'early_stopping', stopping),
    repetitionPenalty: read('repetitionPenalty', 'repetition_penalty', positiveNumber),
    noRepeatNgramSize: read('noRepeatNgramSize', 'no_repeat_ngram_size', wholeNumber(0)),
    encoderNoRepeatNgramSize: read('encoderNoRepeatNgramSize', 'encoder_no_repeat_ngram_size', wholeNumber(0)),
    badWordsIds: read('badWordsIds', 'bad_words_ids', badWords),
    suppressTokens: read('suppressTokens', 'suppress_tokens', tokenIds),
    beginSuppressTokens: read('beginSuppressTokens', 'begin_suppress_tokens', tokenIds),
    forcedBosTokenId: read('forcedBosTokenId', 'forced_bos_token_id', tokenId),
    forcedEosTokenIds: read('forcedEosTokenIds', 'forced_eos_token_id', tokenIds),
  };
}

/** Reads the special tokens of generation_config.json or config.json. */
export function tokenFieldsOf(json: JsonFields): TokenFields {
  return {
    decoderStartTokenId: json.nullable('decoder_start_token_id', tokenId),
    bosTokenId: json.nullable('bos_token_id', tokenId),
    padTokenId: json.nullable('pad_token_id', tokenId),
    eosTokenIds: json.nullable('eos_token_id', someTokenIds),
  };
}

/** The number of positions of the decoder, from config.json; Infinity if it states none, as for relative positions (T5). */
export function positionLimit(config: JsonFields): number {
  const decoder = config.nullable('max_decoder_position_embeddings', wholeNumber(2)); // LED
  return decoder ?? config.nullable('max_position_embeddings', wholeNumber(2)) ?? Infinity;
}

const tokenId: Reader<number> = { expects: 'a token id', read: value => index.read(value) };
const listOfIds = listOf(tokenId, 'token ids');

/** One token id, or a list of them, which may be empty. */
const tokenIds: Reader<readonly number[]> = {
  expects: listOfIds.expects,
  read(value) {
    const id = tokenId.read(value);
    return id === undefined ? listOfIds.read(value) : [id];
  },
};

/** One token id, or a list of at least one. */
const someTokenIds: Reader<readonly number[]> = {
  expects: 'a token id or several',
  read(value) {
    const ids = tokenIds.read(value);
    return ids === undefined || ids.length === 0 ? undefined : ids;
  },
};

/** A bad word: the ids of its tokens. */
const badWord: Reader<readonly number[]> = {
  expects: 'a list of token ids that is not empty',
  read(value) {
    const ids = listOfIds.read(value);
    return ids === undefined || ids.length === 0 ? undefined : ids;
  },
};

const badWords = listOf(badWord, 'lists of token ids, none of them empty');

const stopping: Reader<boolean | 'never'> = {
  expects: "true, false or 'never'",
  read: value => (typeof value === 'boolean' || value === 'never' ? value : undefined),
};
