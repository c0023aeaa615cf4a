// Context: what the commands of `attentive models` work with: the store, the hub, the catalog.
import fs from 'node:fs/promises';
import { AttentiveError, badRequest } from '../../../base/errors';
import { type Catalog, parseCatalog } from '../../../models/catalog/catalog';
import { systemClock } from '../../../models/download/clock';
import type { HubAccess } from '../../../models/download/request';
import { diskStore } from '../../models/diskStore';
import { type HubEnvironment, hubEnvironment } from '../../models/environment';
import { nodeHttp } from '../../models/http';
import { findInstalled, type InstalledModel, type ModelPlaces } from '../../models/installed';
import type { ModelArguments } from './arguments';

export interface ModelContext extends ModelPlaces {
  readonly args: ModelArguments;
  readonly environment: HubEnvironment;
  readonly catalog: Catalog;
  readonly signal: AbortSignal;
}

/** How long a connection may give nothing, in milliseconds. */
const PATIENCE_MS = 30_000;

/** @param catalogFile the path of models/catalog.json */
export async function modelPlaces(
  catalogFile: string,
): Promise<ModelPlaces & { readonly environment: HubEnvironment }> {
  const environment = hubEnvironment();
  const catalog = parseCatalog(await fs.readFile(catalogFile, 'utf8'));
  return { environment, catalog, store: diskStore(environment.store), cache: environment.cache };
}

/**
 * Runs work with access to the hub.
 *
 * @throws AttentiveError `bad-request` if HF_HUB_OFFLINE forbids it; what the work throws
 */
export async function withHub<T>({ environment }: ModelContext, work: (access: HubAccess) => Promise<T>): Promise<T> {
  const { endpoint, token, isOffline } = environment;
  if (isOffline)
    throw badRequest(
      'HF_HUB_OFFLINE',
      `it forbids to ask ${new URL(endpoint).host}; unset it, or add a folder or a .zip`,
    );
  const http = nodeHttp();
  try {
    const access = { endpoint, http, clock: systemClock, patienceMs: PATIENCE_MS };
    return await work(token === undefined ? access : { ...access, token });
  } finally {
    http.dispose();
  }
}

/** The model that a command names. @throws AttentiveError `model-not-available` if it is not on this machine */
export async function namedModel(context: ModelContext, name: string): Promise<InstalledModel> {
  const found = await findInstalled(context, name);
  if (found !== undefined) return found;
  const why = 'it is not on this machine; `attentive models list` shows those that are';
  throw new AttentiveError('model-not-available', `${name}: ${why}`, { model: name, why });
}

/** Prints a value as JSON if `--json` is given, else the text. */
export function print({ args }: ModelContext, value: unknown, text: string): void {
  process.stdout.write(args.json ? `${JSON.stringify(value)}\n` : text);
}
