// Settings: merges the generation settings of a caller and of a model's JSON files, as transformers does.
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

/** Used when neither the caller nor the model sets a maximum length. */
const DEFAULT_MAX_LENGTH = 512;

/**
 * Resolves every setting. The caller's settings take precedence over those of generation_config.json. Older models have
 * search settings in config.json; these count only if there is no generation_config.json, as in transformers. A special
 * token that generation_config.json leaves out is taken from config.json.
 */
export function resolveSettings(
  config: unknown,
  generationConfig: unknown,
  overrides: GenerationOverrides,
): GenerationSettings {
  const legacy = fieldsOfFile('config.json', config);
  const file = generationConfig === undefined ? legacy : fieldsOfFile('generation_config.json', generationConfig);
  const given = searchFieldsOfOverrides(overrides);
  const model = searchFieldsOfFile(file);
  const forcedBosTokenId = given.forcedBosTokenId ?? model.forcedBosTokenId;
  const settings: GenerationSettings = {
    ...resolvedTokens(given, file, legacy),
    ...resolvedLengths(given, model, positionLimit(legacy)),
    numBeams: given.numBeams ?? model.numBeams ?? 1,
    numReturnSequences: given.numReturnSequences ?? model.numReturnSequences ?? 1,
    lengthPenalty: given.lengthPenalty ?? model.lengthPenalty ?? 1,
    earlyStopping: given.earlyStopping ?? model.earlyStopping ?? false,
    repetitionPenalty: given.repetitionPenalty ?? model.repetitionPenalty ?? 1,
    noRepeatNgramSize: given.noRepeatNgramSize ?? model.noRepeatNgramSize ?? 0,
    encoderNoRepeatNgramSize: given.encoderNoRepeatNgramSize ?? model.encoderNoRepeatNgramSize ?? 0,
    badWordsIds: given.badWordsIds ?? model.badWordsIds ?? [],
    suppressTokens: given.suppressTokens ?? model.suppressTokens ?? [],
    beginSuppressTokens: given.beginSuppressTokens ?? model.beginSuppressTokens ?? [],
    ...(forcedBosTokenId === undefined ? {} : { forcedBosTokenId }),
    forcedEosTokenIds: given.forcedEosTokenIds ?? model.forcedEosTokenIds ?? [],
  };
  checkTogether(settings);
  return settings;
}

type Tokens = Pick<GenerationSettings, 'decoderStartTokenId' | 'padTokenId' | 'eosTokenIds'>;

function resolvedTokens(given: SearchFields, file: JsonFields, legacy: JsonFields): Tokens {
  const newer = tokenFieldsOf(file);
  const older = tokenFieldsOf(legacy);
  const start = newer.decoderStartTokenId ?? older.decoderStartTokenId ?? newer.bosTokenId ?? older.bosTokenId;
  const decoderStartTokenId = given.decoderStartTokenId ?? start;
  if (decoderStartTokenId === undefined) throw unsupported('a model that names no decoder_start_token_id');
  const eosTokenIds = given.eosTokenIds ?? newer.eosTokenIds ?? older.eosTokenIds;
  if (eosTokenIds === undefined) throw unsupported('a model that names no eos_token_id');
  const padTokenId = given.padTokenId ?? newer.padTokenId ?? older.padTokenId ?? eosTokenIds[0];
  return { decoderStartTokenId, padTokenId, eosTokenIds };
}

type Lengths = Pick<GenerationSettings, 'maxLength' | 'minLength' | 'minNewTokens'>;

function resolvedLengths(given: SearchFields, model: SearchFields, positions: number): Lengths {
  const longest = maxLengthOf(given) ?? maxLengthOf(model) ?? DEFAULT_MAX_LENGTH;
  const least = minLengthsOf(given) ?? minLengthsOf(model) ?? { minLength: 0, minNewTokens: 0 };
  // A decoder cannot continue beyond its table of positions. A text that ends there is reported as cut.
  return { maxLength: Math.min(longest, positions), ...least };
}

/** The most tokens of a sequence, the start token included. `maxNewTokens` takes precedence over `maxLength`. */
function maxLengthOf({ maxNewTokens, maxLength }: SearchFields): number | undefined {
  return maxNewTokens === undefined ? maxLength : 1 + maxNewTokens;
}

/** The two minimums; `minNewTokens` takes precedence over `minLength` unless it is 0. */
function minLengthsOf({ minNewTokens, minLength }: SearchFields): Omit<Lengths, 'maxLength'> | undefined {
  if (minNewTokens === undefined && minLength === undefined) return undefined;
  // Resolved settings have both fields, and must keep their meaning when a caller gives them as overrides. So a
  // `minNewTokens` of 0 does not take precedence.
  if (minNewTokens === undefined || minNewTokens === 0) return { minLength: minLength ?? 0, minNewTokens: 0 };
  return { minLength: 1 + minNewTokens, minNewTokens };
}

/** Refuses settings that contradict each other. */
function checkTogether(settings: GenerationSettings): void {
  const { numBeams, numReturnSequences, suppressTokens, forcedBosTokenId, forcedEosTokenIds } = settings;
  if (numReturnSequences > numBeams) {
    throw badRequest('numReturnSequences', `${numBeams} beam(s) cannot give ${numReturnSequences} sequences`);
  }
  const suppressed = (token: number): boolean => suppressTokens.includes(token);
  // A token that is forced and suppressed would leave no token possible.
  if (forcedBosTokenId !== undefined && suppressed(forcedBosTokenId)) {
    throw badRequest('forcedBosTokenId', 'the token is also suppressed');
  }
  if (forcedEosTokenIds.length > 0 && forcedEosTokenIds.every(suppressed)) {
    throw badRequest('forcedEosTokenIds', 'the tokens are also suppressed');
  }
}
