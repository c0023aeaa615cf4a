// Plan: what adding a model would download, and what the model can do, before anything large is fetched.
import { notAvailable } from '../../base/errors';
import { CARD_FILE } from '../card';
import type { AskedTask } from '../catalog/abilities';
import { type Catalog, type CatalogEntry, entryOfRepository } from '../catalog/catalog';
import type { RemoteFile } from '../download/fileDownload';
import type { HubAccess } from '../download/request';
import { describeRepository, type Repository } from '../hub/hubClient';
import { filesOfModel } from '../hub/hubFiles';
import type { NamedRepository } from '../hub/repositoryId';
import { readSmallFile } from '../hub/smallFile';
import type { Precision } from '../precision';
import type { HasherOf } from '../storage/digest';
import type { Manifest } from '../storage/manifest';
import type { ModelStore } from '../storage/modelStore';
import { cardOf } from './card';

export interface Plan {
  readonly repository: Repository;
  /** The catalog's entry for the repository; undefined if it has none. */
  readonly entry: CatalogEntry | undefined;
  readonly files: readonly RemoteFile[];
  /** The bytes of all files. */
  readonly size: number;
  /** The bytes that are not in the store yet. */
  readonly missing: number;
  readonly manifest: Manifest;
}

export interface PlanRequest {
  readonly access: HubAccess;
  readonly hasherOf: HasherOf;
  readonly store: ModelStore;
  readonly catalog: Catalog;
  readonly named: NamedRepository;
  readonly precision?: Precision;
  /** What the user says that the model can do; what the catalog or the repository says is not used then. */
  readonly asked?: AskedTask;
  readonly signal: AbortSignal;
}

/**
 * Makes a plan. Reads the description of the repository, the list of its files, and its small configuration files.
 *
 * @throws AttentiveError `model-not-available`, `model-unsupported`, `download-failed`, `cancelled`; `bad-request` if nobody says what
 *   the model can do
 */
export async function planOf(request: PlanRequest): Promise<Plan> {
  const { access, hasherOf, store, catalog, named, precision, asked, signal } = request;
  const entry = entryOfRepository(catalog, named.id);
  const revision = named.revision ?? (entry?.source.kind === 'hub' ? entry.source.revision : 'main');
  const repository = await describeRepository(access, named.id, revision, signal);
  const names = filesOfModel(
    repository.id,
    repository.files.map(({ name }) => name),
    precision,
  );
  const files = repository.files.filter(({ name }) => names.includes(name));
  const read = async (name: string): Promise<string> => {
    const file = repository.files.find(each => each.name === name);
    if (file === undefined) throw notAvailable(repository.id, `it has no ${name}`);
    return readSmallFile(access, hasherOf, repository.id, file, signal);
  };
  const hasOwn = repository.files.some(({ name }) => name === CARD_FILE);
  const card = await cardOf({ id: repository.id, hasOwn, read, asked, entry });
  let missing = 0;
  for (const file of files) if (!(await store.has(file))) missing += file.size;
  const license = repository.license ?? entry?.parsedCard.license ?? 'unknown';
  const manifest: Manifest = {
    id: repository.id,
    version: repository.commit,
    origin: { kind: 'hub', endpoint: access.endpoint, repository: repository.id, revision },
    license,
    card: { ...card, license: card['license'] === 'unknown' ? license : card['license'] },
    files: files.map(({ name, size, digest }) => ({ name, size, digest })),
    added: new Date().toISOString(),
  };
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return { repository, entry, files, size, missing, manifest };
}
