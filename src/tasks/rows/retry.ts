// Retry: how a row is run a second time.
import type { GenerationOverrides } from '../../engine/api/contract';

/**
 * The settings of the second run of a row that did not end or repeated itself: no sequence of three tokens may occur twice,
 * unless the caller has set another length.
 */
export function retrySettings(settings: GenerationOverrides): GenerationOverrides {
  return { noRepeatNgramSize: 3, ...settings };
}
