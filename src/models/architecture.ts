// Architecture: whether a config.json is that of an encoder-decoder.
import { AttentiveError } from '../base/errors';

/**
 * Refuses a model that is none, by its name. A text that is no JSON object says nothing here: who reads it for more
 * says what is wrong with it.
 *
 * @throws AttentiveError `model-unsupported` (data.what)
 */
export function refuseOtherArchitectures(config: string): void {
  const fields = objectOf(config);
  if (fields === undefined || isEncoderDecoder(fields)) return;
  const type = fields['model_type'];
  const name = typeof type === 'string' && type !== '' ? `a “${type}” model` : 'a model';
  const what = `config.json is of ${name} without both an encoder and a decoder`;
  throw new AttentiveError('model-unsupported', `Not supported: ${what}`, { what });
}

/** What only an encoder-decoder has to say, for files that were written by hand and leave the first field out. */
const SIGNS = ['decoder_start_token_id', 'decoder_layers', 'num_decoder_layers', 'decoder'];

/** transformers writes `is_encoder_decoder` into the configuration of every encoder-decoder. */
function isEncoderDecoder(fields: Readonly<Record<string, unknown>>): boolean {
  const said = fields['is_encoder_decoder'];
  if (typeof said === 'boolean') return said;
  return SIGNS.some(name => fields[name] !== undefined && fields[name] !== null);
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
