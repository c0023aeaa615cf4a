// The fields of a generation config, read one by one and checked, from JSON (snake case) or from a caller (camel case).
import { AttentiveError } from '../../base/errors';
import type { GenerationOverrides } from '../api/contract';

/** The text of a JSON file, parsed. */
export interface Json {
  readonly file: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Who says it; this decides on the names of the fields, and on whom to blame. */
export type Speaker =
  | { readonly kind: 'file'; readonly json: Json }
  | { readonly kind: 'overrides'; readonly overrides: GenerationOverrides };

/** What one speaker says; undefined (null in a file) for what it leaves out. */
export type Fields = { readonly [K in keyof Required<GenerationOverrides>]: GenerationOverrides[K] | undefined };

export interface TokenFields {
  readonly decoderStartTokenId: number | undefined;
  readonly bosTokenId: number | undefined;
  readonly padTokenId: number | undefined;
  readonly eosTokenIds: readonly number[] | undefined;
}

export function jsonObject(file: string, value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw broken(file, 'It is not a JSON object.');
  }
  return { file, fields: { ...value } };
}

export function fieldsOf(speaker: Speaker): Fields {
  return {
    decoderStartTokenId: read(speaker, 'decoderStartTokenId', 'decoder_start_token_id', tokenId),
    padTokenId: read(speaker, 'padTokenId', 'pad_token_id', tokenId),
    eosTokenIds: read(speaker, 'eosTokenIds', 'eos_token_id', someTokenIds),
    maxLength: read(speaker, 'maxLength', 'max_length', atLeast(2)),
    maxNewTokens: read(speaker, 'maxNewTokens', 'max_new_tokens', atLeast(1)),
    minLength: read(speaker, 'minLength', 'min_length', atLeast(0)),
    minNewTokens: read(speaker, 'minNewTokens', 'min_new_tokens', atLeast(0)),
    numBeams: read(speaker, 'numBeams', 'num_beams', atLeast(1)),
    numReturnSequences: read(speaker, 'numReturnSequences', 'num_return_sequences', atLeast(1)),
    lengthPenalty: read(speaker, 'lengthPenalty', 'length_penalty', finite),
    earlyStopping: read(speaker, 'earlyStopping', 'early_stopping', stopping),
    repetitionPenalty: read(speaker, 'repetitionPenalty', 'repetition_penalty', aboveZero),
    noRepeatNgramSize: read(speaker, 'noRepeatNgramSize', 'no_repeat_ngram_size', atLeast(0)),
    encoderNoRepeatNgramSize: read(speaker, 'encoderNoRepeatNgramSize', 'encoder_no_repeat_ngram_size', atLeast(0)),
    badWordsIds: read(speaker, 'badWordsIds', 'bad_words_ids', words),
    suppressTokens: read(speaker, 'suppressTokens', 'suppress_tokens', tokenIds),
    beginSuppressTokens: read(speaker, 'beginSuppressTokens', 'begin_suppress_tokens', tokenIds),
    forcedBosTokenId: read(speaker, 'forcedBosTokenId', 'forced_bos_token_id', tokenId),
    forcedEosTokenIds: read(speaker, 'forcedEosTokenIds', 'forced_eos_token_id', tokenIds),
  };
}

export function tokenFieldsOf(json: Json): TokenFields {
  return {
    decoderStartTokenId: readFile(json, 'decoder_start_token_id', tokenId),
    bosTokenId: readFile(json, 'bos_token_id', tokenId),
    padTokenId: readFile(json, 'pad_token_id', tokenId),
    eosTokenIds: readFile(json, 'eos_token_id', someTokenIds),
  };
}

/** How many positions the decoder knows, by config.json; Infinity where positions are relative (T5). */
export function positionLimit(config: Json): number {
  const decoder = readFile(config, 'max_decoder_position_embeddings', atLeast(2)); // LED
  return decoder ?? readFile(config, 'max_position_embeddings', atLeast(2)) ?? Infinity;
}

/** Reads a value of one type; undefined if it is not of that type. */
interface Reader<T> {
  readonly wants: string;
  read(value: unknown): T | undefined;
}

function read<T>(speaker: Speaker, name: keyof GenerationOverrides, inFile: string, reader: Reader<T>): T | undefined {
  if (speaker.kind === 'file') return readFile(speaker.json, inFile, reader);
  const value: unknown = speaker.overrides[name];
  if (value === undefined) return undefined;
  const result = reader.read(value);
  if (result !== undefined) return result;
  const why = `It must be ${reader.wants}.`;
  throw new AttentiveError('bad-request', `${name} cannot be used: ${why}`, { name, why });
}

function readFile<T>({ file, fields }: Json, name: string, reader: Reader<T>): T | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  const result = reader.read(value);
  if (result === undefined) throw broken(file, `${name} must be ${reader.wants}.`);
  return result;
}

function broken(file: string, why: string): AttentiveError {
  return new AttentiveError('model-broken-file', `${file} cannot be used: ${why}`, { file, why });
}

const tokenId: Reader<number> = {
  wants: 'a token id',
  read: value => (isTokenId(value) ? value : undefined),
};

const tokenIds: Reader<readonly number[]> = {
  wants: 'a list of token ids',
  read: value => (isTokenId(value) ? [value] : isTokenIds(value) ? [...value] : undefined),
};

const someTokenIds: Reader<readonly number[]> = {
  wants: 'a token id or several',
  read(value) {
    const ids = tokenIds.read(value);
    return ids === undefined || ids.length === 0 ? undefined : ids;
  },
};

const words: Reader<readonly (readonly number[])[]> = {
  wants: 'a list of lists of token ids, none of them empty',
  read(value) {
    if (!Array.isArray(value)) return undefined;
    const lists: readonly unknown[] = value;
    const kept = lists.filter(isTokenIds).filter(word => word.length > 0);
    return kept.length === lists.length ? kept : undefined;
  },
};

const finite: Reader<number> = {
  wants: 'a number',
  read: value => (isNumber(value) && Number.isFinite(value) ? value : undefined),
};

const aboveZero: Reader<number> = {
  wants: 'a number above 0',
  read: value => (isNumber(value) && Number.isFinite(value) && value > 0 ? value : undefined),
};

const stopping: Reader<boolean | 'never'> = {
  wants: "true, false or 'never'",
  read: value => (typeof value === 'boolean' || value === 'never' ? value : undefined),
};

function atLeast(least: number): Reader<number> {
  return {
    wants: `a whole number of at least ${least}`,
    read: value => (isNumber(value) && Number.isInteger(value) && value >= least ? value : undefined),
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isTokenId(value: unknown): value is number {
  return isNumber(value) && Number.isInteger(value) && value >= 0;
}

function isTokenIds(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isTokenId);
}
