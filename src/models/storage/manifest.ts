// Manifest: the description of a model that was added to the store: where it comes from, and the digest of each of its files.
import {
  fieldsOfFile,
  filledText,
  index,
  type JsonFields,
  type JsonObject,
  object,
  oneOf,
  parseJsonFile,
  type Reader,
  text,
} from '../../base/json';
import { brokenFile } from '../../base/errors';
import { ALGORITHMS, type Digest, isSha1, isSha256 } from './digest';
import { isSafeName } from './fileName';

/** A file of a model: its name in the model's folder, its size in bytes and its digest. */
export interface StoredFile {
  readonly name: string;
  readonly size: number;
  readonly digest: Digest;
}

/** Where a model comes from. */
export type ModelOrigin =
  | { readonly kind: 'hub'; readonly endpoint: string; readonly repository: string; readonly revision: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'archive'; readonly path: string };

export interface Manifest {
  /** Names the model: the id of its repository, or the id of its card. */
  readonly id: string;
  /** The commit of the repository; the digest of the list of files for a model from elsewhere. */
  readonly version: string;
  readonly origin: ModelOrigin;
  readonly license: string;
  /** What `attentive.json` says. It is kept here, because most repositories do not have that file. */
  readonly card: JsonObject;
  /** The files of the model but `attentive.json`. */
  readonly files: readonly StoredFile[];
  /** When it was added, as an ISO 8601 time. */
  readonly added: string;
}

/** The format of manifests that this version of Attentive writes. */
const FORMAT = 1;

/** @throws AttentiveError `model-broken-file` that names the manifest; also if a newer version of Attentive wrote it */
export function parseManifest(file: string, content: string): Manifest {
  const fields = fieldsOfFile(file, parseJsonFile(file, content));
  const format = fields.required('format', index);
  if (format !== FORMAT) throw brokenFile(file, 'another version of Attentive wrote it');
  return {
    id: fields.required('id', modelId),
    version: fields.required('version', filledText),
    origin: originOf(fields.required('origin', object), fields),
    license: fields.required('license', text),
    card: fields.required('card', object),
    files: fields.objects('files', 'file').map(storedFileOf),
    added: fields.required('added', text),
  };
}

/** The text of a manifest. */
export function manifestText(manifest: Manifest): string {
  const files = manifest.files.map(({ name, size, digest }) => ({ name, size, ...digest }));
  return `${JSON.stringify({ format: FORMAT, ...manifest, files }, undefined, 1)}\n`;
}

/** The bytes of all files of a model. */
export function sizeOf({ files }: Pick<Manifest, 'files'>): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** One or two names with letters, digits, dots, hyphens and underscores: `owner/name`. */
export function isModelId(id: string): boolean {
  return /^[\w-][\w.-]{0,95}(?:\/[\w-][\w.-]{0,95})?$/.test(id) && isSafeName(id);
}

const modelId: Reader<string> = {
  expects: 'the id of a model',
  read: value => (typeof value === 'string' && isModelId(value) ? value : undefined),
};

const safeName: Reader<string> = {
  expects: 'a relative path that stays inside its folder',
  read: value => (typeof value === 'string' && isSafeName(value) ? value : undefined),
};

function storedFileOf(file: JsonFields): StoredFile {
  const algorithm = file.required('algorithm', oneOf(ALGORITHMS));
  const isRight = algorithm === 'sha256' ? isSha256 : isSha1;
  const digest: Reader<string> = { expects: 'a digest', read: value => (isRight(value) ? value : undefined) };
  return {
    name: file.required('name', safeName),
    size: file.required('size', index),
    digest: { algorithm, hex: file.required('hex', digest) },
  };
}

function originOf(origin: JsonObject, { blame }: JsonFields): ModelOrigin {
  const field = (name: string): string => {
    const value = origin[name];
    if (typeof value !== 'string') throw blame(`"${name}" of "origin" must be a text`);
    return value;
  };
  const kind = field('kind');
  if (kind === 'hub') {
    return { kind, endpoint: field('endpoint'), repository: field('repository'), revision: field('revision') };
  }
  if (kind === 'folder' || kind === 'archive') return { kind, path: field('path') };
  throw blame(`"kind" of "origin" must be hub, folder or archive`);
}
