// Plan: what adding a model would download, and what the model can do, before anything large is fetched.
import { badRequest, notAvailable } from '../../base/errors';
import { type JsonObject, parseJsonFile } from '../../base/json';
import { refuseOtherArchitectures } from '../architecture';
import { CARD_FILE, parseCard } from '../card';
import { type AskedTask, derivedTasks } from '../catalog/abilities';
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
  const { access, store, catalog, named, precision, signal } = request;
  const entry = entryOfRepository(catalog, named.id);
  const revision = named.revision ?? (entry?.source.kind === 'hub' ? entry.source.revision : 'main');
  const repository = await describeRepository(access, named.id, revision, signal);
  const names = filesOfModel(
    repository.id,
    repository.files.map(({ name }) => name),
    precision,
  );
  const files = repository.files.filter(({ name }) => names.includes(name));
  const card = await cardOf(request, repository, entry);
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

/** What the model's card is to say: what the user said, the repository's own card, the catalog's, or what the configuration says. */
async function cardOf(
  { access, hasherOf, asked, signal }: PlanRequest,
  repository: Repository,
  entry: CatalogEntry | undefined,
): Promise<JsonObject> {
  const read = async (name: string): Promise<string> => {
    const file = repository.files.find(each => each.name === name);
    if (file === undefined) throw notAvailable(repository.id, `it has no ${name}`);
    return readSmallFile(access, hasherOf, repository.id, file, signal);
  };
  const config = await read('config.json');
  refuseOtherArchitectures(config);
  if (asked !== undefined) return plainCard(repository.id, [asked]);
  if (repository.files.some(({ name }) => name === CARD_FILE)) {
    const own = await read(CARD_FILE);
    parseCard(own);
    return parseJsonFile(CARD_FILE, own);
  }
  if (entry !== undefined) return entry.card;
  const tokenizerConfig = parseJsonFile('tokenizer_config.json', await read('tokenizer_config.json'));
  const tasks = derivedTasks({ id: repository.id, config: parseJsonFile('config.json', config), tokenizerConfig });
  if (tasks.length === 0) throw unknownTask(repository.id);
  return plainCard(repository.id, tasks);
}

/** The error for a model of which nobody says what it can do. */
export function unknownTask(model: string): Error {
  const how = '--from and --to if it translates, --form if it summarizes, and --prefix if its input needs one';
  return badRequest(model, `neither the catalog nor the model says what it can do: give ${how}`);
}

/** A card of a model of which little is known. */
export function plainCard(id: string, tasks: readonly object[]): JsonObject {
  return { id, name: id.slice(id.indexOf('/') + 1), quality: 'unknown', license: 'unknown', tasks };
}
