// Hub client: what a repository is and has, and which repositories there are, from the API of the Hugging Face hub.
import { listFiles, listModels, modelInfo } from '@huggingface/hub';
import { downloadFailed } from '../../base/errors';
import { isObject } from '../../base/json';
import type { RemoteFile } from '../download/fileDownload';
import type { HubAccess } from '../download/request';
import { type Digest, isSha1, isSha256 } from '../storage/digest';
import { isSafeName } from '../storage/fileName';
import { isModelId } from '../storage/manifest';
import { hubFetch } from './hubFetch';

/** A repository at one commit. */
export interface Repository {
  /** Its id today: a repository that was renamed has another than the one that was asked for. */
  readonly id: string;
  readonly commit: string;
  /** The license as the hub names it; undefined if its owner names none. */
  readonly license: string | undefined;
  /** Whether conditions have to be accepted before its files can be downloaded. */
  readonly isGated: boolean;
  readonly isPrivate: boolean;
  readonly files: readonly RemoteFile[];
}

/**
 * Describes a repository. The revision is resolved to a commit first, and all files are those of that commit.
 *
 * @param revision a branch, a tag or a commit
 * @throws AttentiveError `model-not-available`, `download-failed`, `cancelled`
 */
export async function describeRepository(
  access: HubAccess,
  model: string,
  revision: string,
  signal: AbortSignal,
): Promise<Repository> {
  const asked = { hubUrl: access.endpoint, fetch: hubFetch(access, model, signal) };
  const info = await modelInfo({ ...asked, name: model, revision, additionalFields: ['sha', 'cardData'] });
  const { name: id, sha: commit, cardData } = info as { name: unknown; sha: unknown; cardData: unknown };
  if (typeof id !== 'string' || !isModelId(id) || !isSha1(commit)) {
    throw downloadFailed(model, `${access.endpoint} does not answer as a hub does`);
  }
  const files: RemoteFile[] = [];
  for await (const entry of listFiles({
    ...asked,
    repo: { type: 'model', name: id },
    revision: commit,
    recursive: true,
  })) {
    const { path: name, size } = entry;
    const digest = digestOf(entry.lfs?.oid, entry.oid);
    // Names and digests that cannot be stored belong to files that no model needs.
    if (entry.type !== 'file' || digest === undefined || !isSafeName(name) || !Number.isSafeInteger(size)) continue;
    files.push({ name, size, digest, address: addressOf(access, id, commit, name) });
  }
  return { id, commit, license: licenseOf(cardData), isGated: info.gated !== false, isPrivate: info.private, files };
}

/** The address of a file of a repository. */
function addressOf({ endpoint }: HubAccess, id: string, commit: string, name: string): string {
  return `${endpoint}/${id}/resolve/${commit}/${name.split('/').map(encodeURIComponent).join('/')}`;
}

/** Large files have the SHA-256 of their content, small ones git's id. */
function digestOf(large: unknown, small: unknown): Digest | undefined {
  if (isSha256(large)) return { algorithm: 'sha256', hex: large };
  return large === undefined && isSha1(small) ? { algorithm: 'git-sha1', hex: small } : undefined;
}

function licenseOf(cardData: unknown): string | undefined {
  if (!isObject(cardData)) return undefined;
  const { license, license_name: name } = cardData;
  if (license === 'other' && typeof name === 'string') return name;
  if (Array.isArray(license)) return license.join(', ');
  return typeof license === 'string' ? license : undefined;
}

/** A repository that a search found. */
export interface FoundRepository {
  readonly id: string;
  /** The task as the hub names it, such as `translation`. */
  readonly task: string | undefined;
  /** The family of the model, such as `marian`. */
  readonly family: string | undefined;
  readonly downloads: number;
  readonly isGated: boolean;
}

/** The families of encoder-decoders for text whose layout Attentive reads. */
const FAMILIES = new Set([
  ...['marian', 't5', 'mt5', 'umt5', 'longt5', 'bart', 'mbart', 'm2m_100', 'pegasus', 'blenderbot', 'blenderbot-small'],
  ...['nllb-moe', 'prophetnet', 'fsmt', 'plbart', 'led', 'bigbird_pegasus', 'encoder-decoder'],
]);

/**
 * The repositories with ONNX encoder-decoders whose name has a text in it, the most downloaded first.
 *
 * @throws AttentiveError `download-failed`, `cancelled`
 */
export async function searchHub(
  access: HubAccess,
  query: string,
  most: number,
  signal: AbortSignal,
): Promise<FoundRepository[]> {
  const found: FoundRepository[] = [];
  const models = listModels({
    hubUrl: access.endpoint,
    fetch: hubFetch(access, query, signal),
    search: { query, tags: ['onnx'] },
    sort: 'downloads',
    limit: most * EXAMINED,
    additionalFields: ['config'],
  });
  for await (const { name: id, task, downloads, gated, config } of models) {
    const family = isObject(config) && typeof config['model_type'] === 'string' ? config['model_type'] : undefined;
    if (!isModelId(id) || family === undefined || !FAMILIES.has(family)) continue;
    found.push({
      id,
      task,
      family,
      downloads: Number(downloads) || 0,
      isGated: gated !== false && gated !== undefined,
    });
    if (found.length === most) break;
  }
  return found;
}

/** How many repositories are looked at for each one that is wanted: most are no encoder-decoders. */
const EXAMINED = 10;
