// Repository id: the id of a repository of the hub, from what a user types or pastes.
import { isModelId } from '../storage/manifest';

export interface NamedRepository {
  /** `owner/name`. */
  readonly id: string;
  /** A branch, a tag or a commit, if the user named one. */
  readonly revision?: string;
}

/**
 * Reads `owner/name`, `owner/name@revision` or the address of one of the repository's pages, on the hub or on a mirror; undefined if
 * the text is none of these.
 */
export function repositoryOf(text: string): NamedRepository | undefined {
  const [, path = text.trim()] = /^https?:\/\/[^/\s]+\/([^?#]*)/.exec(text.trim()) ?? [];
  const isAddress = path !== text.trim();
  const [owner, name, kind, ...rest] = path.replace(/\/+$/, '').split('/');
  if (name === undefined || (!isAddress && kind !== undefined)) return undefined;
  const [bare, revision] = isAddress
    ? [name, kind === 'tree' || kind === 'blob' || kind === 'resolve' ? rest[0] : undefined]
    : name.split('@');
  const id = `${owner}/${bare}`;
  if (!isModelId(id)) return undefined;
  if (revision === undefined || revision === '') return { id };
  return isRevision(revision) ? { id, revision: decodeURIComponent(revision) } : undefined;
}

/** Whether a text can be a branch, a tag or a commit; it becomes a part of an address. */
function isRevision(text: string): boolean {
  return /^[\w.-]+(?:%2F[\w.-]+)*$/i.test(text) && !text.includes('..');
}
