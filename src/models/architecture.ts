// Architecture: checks that a config.json describes an encoder-decoder.
import { unsupported } from '../base/errors';
import { type JsonObject, parseJsonFile } from '../base/json';

/**
 * Refuses a model that is no encoder-decoder; the error names the model's type. A text that is no JSON object passes,
 * because the engine later reads the whole file and reports what is wrong with it.
 *
 * @throws AttentiveError `model-unsupported` (data.what)
 */
export function refuseOtherArchitectures(config: string): void {
  const fields = objectOf(config);
  if (fields === undefined || isEncoderDecoder(fields)) return;
  const type = fields['model_type'];
  const name = typeof type === 'string' && type !== '' ? `a “${type}” model` : 'a model';
  throw unsupported(`config.json is of ${name} without both an encoder and a decoder`);
}

/** Fields that only an encoder-decoder has. They decide for files that were written by hand without `is_encoder_decoder`. */
const ENCODER_DECODER_FIELDS = ['decoder_start_token_id', 'decoder_layers', 'num_decoder_layers', 'decoder'];

/** transformers writes `is_encoder_decoder` into the configuration of every encoder-decoder. */
function isEncoderDecoder(fields: JsonObject): boolean {
  const isStated = fields['is_encoder_decoder'];
  if (typeof isStated === 'boolean') return isStated;
  return ENCODER_DECODER_FIELDS.some(name => fields[name] !== undefined && fields[name] !== null);
}

function objectOf(text: string): JsonObject | undefined {
  try {
    return parseJsonFile('config.json', text);
  } catch {
    return undefined;
  }
}
