// Generation settings: what a model's JSON files and a caller say of the search, resolved as transformers does.
import { badRequest, unsupported } from '../../base/errors';
import { fieldsOfFile, type JsonFields } from '../../base/json';
import type { GenerationOverrides, GenerationSettings } from '../api/contract';
import {
  type SearchFields,
  searchFieldsOfFile,
  searchFieldsOfOverrides,
  positionLimit,
  tokenFieldsOf,
} from './settingsFields';

/** Used when neither the caller nor the model says how long a text may become. */
const DEFAULT_MAX_LENGTH = 512;

/**
 * Resolves every setting. The caller's word counts first, then generation_config.json's; the search settings that
 * older models keep in config.json count only if there is no generation_config.json, as in transformers. Special
 * tokens are taken from config.json wherever the newer file leaves them out.
 */
export function resolveSettings(
  config: unknown,
  generationConfig: unknown,
  overrides: GenerationOverrides,
): GenerationSettings {
  const legacy = fieldsOfFile('config.json', config);
  const file = generationConfig === undefined ? legacy : fieldsOfFile('generation_config.json', generationConfig);
  const own = searchFieldsOfOverrides(overrides);
  const model = searchFieldsOfFile(file);
  const forcedBosTokenId = own.forcedBosTokenId ?? model.forcedBosTokenId;
  const settings: GenerationSettings = {
    ...resolvedTokens(own, file, legacy),
    ...resolvedLengths(own, model, positionLimit(legacy)),
    numBeams: own.numBeams ?? model.numBeams ?? 1,
    numReturnSequences: own.numReturnSequences ?? model.numReturnSequences ?? 1,
    lengthPenalty: own.lengthPenalty ?? model.lengthPenalty ?? 1,
    earlyStopping: own.earlyStopping ?? model.earlyStopping ?? false,
    repetitionPenalty: own.repetitionPenalty ?? model.repetitionPenalty ?? 1,
    noRepeatNgramSize: own.noRepeatNgramSize ?? model.noRepeatNgramSize ?? 0,
    encoderNoRepeatNgramSize: own.encoderNoRepeatNgramSize ?? model.encoderNoRepeatNgramSize ?? 0,
    badWordsIds: own.badWordsIds ?? model.badWordsIds ?? [],
    suppressTokens: own.suppressTokens ?? model.suppressTokens ?? [],
    beginSuppressTokens: own.beginSuppressTokens ?? model.beginSuppressTokens ?? [],
    ...(forcedBosTokenId === undefined ? {} : { forcedBosTokenId }),
    forcedEosTokenIds: own.forcedEosTokenIds ?? model.forcedEosTokenIds ?? [],
  };
  checkTogether(settings);
  return settings;
}

type Tokens = Pick<GenerationSettings, 'decoderStartTokenId' | 'padTokenId' | 'eosTokenIds'>;

function resolvedTokens(own: SearchFields, file: JsonFields, legacy: JsonFields): Tokens {
  const newer = tokenFieldsOf(file);
  const older = tokenFieldsOf(legacy);
  const start = newer.decoderStartTokenId ?? older.decoderStartTokenId ?? newer.bosTokenId ?? older.bosTokenId;
  const decoderStartTokenId = own.decoderStartTokenId ?? start;
  if (decoderStartTokenId === undefined) throw unsupported('a model that names no decoder_start_token_id');
  const eosTokenIds = own.eosTokenIds ?? newer.eosTokenIds ?? older.eosTokenIds;
  if (eosTokenIds === undefined) throw unsupported('a model that names no eos_token_id');
  const padTokenId = own.padTokenId ?? newer.padTokenId ?? older.padTokenId ?? eosTokenIds[0];
  return { decoderStartTokenId, padTokenId, eosTokenIds };
}

type Lengths = Pick<GenerationSettings, 'maxLength' | 'minLength' | 'minNewTokens'>;

function resolvedLengths(own: SearchFields, model: SearchFields, positions: number): Lengths {
  const longest = maxLengthOf(own) ?? maxLengthOf(model) ?? DEFAULT_MAX_LENGTH;
  const least = minLengthsOf(own) ?? minLengthsOf(model) ?? { minLength: 0, minNewTokens: 0 };
  // A decoder cannot run past its table of positions. A text that ends there is reported as cut.
  return { maxLength: Math.min(longest, positions), ...least };
}

/** Of one speaker's two words for one thing, that on new tokens counts. */
function maxLengthOf({ maxNewTokens, maxLength }: SearchFields): number | undefined {
  return maxNewTokens === undefined ? maxLength : 1 + maxNewTokens;
}

function minLengthsOf({ minNewTokens, minLength }: SearchFields): Omit<Lengths, 'maxLength'> | undefined {
  if (minNewTokens === undefined && minLength === undefined) return undefined;
  // Resolved settings say both, and given back as overrides they must mean the same; so 0 is not heard beside the other.
  if (minNewTokens === undefined || minNewTokens === 0) return { minLength: minLength ?? 0, minNewTokens: 0 };
  return { minLength: 1 + minNewTokens, minNewTokens };
}

/** What is right by itself, but not together. */
function checkTogether(settings: GenerationSettings): void {
  const { numBeams, numReturnSequences, suppressTokens, forcedBosTokenId, forcedEosTokenIds } = settings;
  if (numReturnSequences > numBeams) {
    throw badRequest('numReturnSequences', `${numBeams} beam(s) cannot give ${numReturnSequences} sequences`);
  }
  const suppressed = (token: number): boolean => suppressTokens.includes(token);
  // It would leave no token at all.
  if (forcedBosTokenId !== undefined && suppressed(forcedBosTokenId)) {
    throw badRequest('forcedBosTokenId', 'the token is also suppressed');
  }
  if (forcedEosTokenIds.length > 0 && forcedEosTokenIds.every(suppressed)) {
    throw badRequest('forcedEosTokenIds', 'the tokens are also suppressed');
  }
}
