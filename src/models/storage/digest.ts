// Digest: the digest that identifies a file's content: SHA-256, or git's id of a file.

/** `git-sha1` is the id of a git blob: the SHA-1 of `blob SIZE`, a zero byte and the content. */
export const ALGORITHMS = ['sha256', 'git-sha1'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export interface Digest {
  readonly algorithm: Algorithm;
  /** Lower-case hexadecimal digits: 64 of SHA-256, 40 of SHA-1. */
  readonly hex: string;
}

/** Computes one digest from bytes that come in pieces. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** The digest of all bytes so far; nothing can be added afterwards. */
  hex(): string;
}

/** Makes a hasher for a content of `size` bytes: git's id depends on the size. Each host has its own. */
export type HasherOf = (algorithm: Algorithm, size: number) => Hasher;

/** A name for the digest that is safe as the name of a file. */
export function keyOf({ algorithm, hex }: Digest): string {
  return `${algorithm}-${hex}`;
}

export function isSha256(hex: unknown): hex is string {
  return typeof hex === 'string' && /^[0-9a-f]{64}$/.test(hex);
}

export function isSha1(hex: unknown): hex is string {
  return typeof hex === 'string' && /^[0-9a-f]{40}$/.test(hex);
}
