// Precompiled: the charsmap that a tokenizer.json holds, run as it is. The library takes NFKC and a list of spaces for all
// of them, and so loses the joiners inside emoji, among others.
import { replacer } from './sentencepiece/normalizer';

/** A normalizer of the library, as far as it is looked at here. */
export interface LibraryNormalizer {
  readonly config?: { readonly type?: string; readonly precompiled_charsmap?: string | null };
  /** Those that a sequence is made of. */
  readonly normalizers?: readonly (LibraryNormalizer | null)[];
  normalize: (text: string) => string;
}

/**
 * Puts the charsmaps of a normalizer to work in it.
 *
 * @throws AttentiveError `model-broken-file` (data.why) if one is cut off; a DOMException if one is not base64
 */
export function useCharsmaps(normalizer: LibraryNormalizer | null | undefined): void {
  for (const part of normalizer?.normalizers ?? []) useCharsmaps(part);
  const blob = normalizer?.config?.type === 'Precompiled' ? normalizer.config.precompiled_charsmap : undefined;
  if (typeof blob !== 'string' || blob === '' || !normalizer) return;
  const parts = replacer(Uint8Array.from(atob(blob), character => character.charCodeAt(0)));
  normalizer.normalize = text => [...parts(text.toWellFormed())].join('');
}
