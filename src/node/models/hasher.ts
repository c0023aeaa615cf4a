// Hasher (Node): computes SHA-256, and git's ids of files.
import crypto from 'node:crypto';
import type { HasherOf } from '../../models/storage/digest';

export const nodeHasher: HasherOf = (algorithm, size) => {
  const hash = crypto.createHash(algorithm === 'sha256' ? 'sha256' : 'sha1');
  if (algorithm === 'git-sha1') hash.update(`blob ${size}\0`);
  return { update: bytes => void hash.update(bytes), hex: () => hash.digest('hex') };
};
