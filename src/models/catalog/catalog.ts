// Catalog: the models that Attentive proposes, read from models/catalog.json (schema: models/catalog.schema.json).
import {
  fieldsOfFile,
  filledText,
  flag,
  type JsonFields,
  type JsonObject,
  listOf,
  object,
  oneOf,
  parseJsonFile,
  text,
  wholeNumber,
} from '../../base/json';
import { type ModelCard, parseCard } from '../card';
import { isSha256 } from '../storage/digest';

/** The name of the catalog's file, for messages. */
const FILE = 'catalog.json';

/** Where the files of a model are: in a repository of the hub, or at addresses with sizes and digests of their own. */
export type ModelSource =
  | { readonly kind: 'hub'; readonly repository: string; readonly revision: string }
  | { readonly kind: 'files'; readonly files: readonly ListedFile[] };

export interface ListedFile {
  readonly name: string;
  readonly address: string;
  /** In bytes. */
  readonly size: number;
  readonly sha256: string;
}

export interface CatalogEntry {
  readonly source: ModelSource;
  /** `seen`: the entry was seen in the public source `where`. `pattern`: it only follows the naming of others. */
  readonly evidence: { readonly kind: 'seen'; readonly where: string } | { readonly kind: 'pattern' };
  readonly family: string;
  /** Whether the license forbids commercial use, which users are told before a download. */
  readonly isNonCommercial: boolean;
  /** About how many parameters the model has; undefined if that is not known. */
  readonly parameters: number | undefined;
  /** What the model is good at, in one sentence. */
  readonly description: string;
  /** The card of the model, as it is written into `attentive.json`. */
  readonly card: JsonObject;
  readonly parsedCard: ModelCard;
}

export interface Catalog {
  /** The day on which all entries were last compared with the hub, as an ISO 8601 date; undefined: never. */
  readonly checked: string | undefined;
  readonly entries: readonly CatalogEntry[];
}

/**
 * Reads the catalog.
 *
 * @throws AttentiveError `model-broken-file` that names the wrong field
 */
export function parseCatalog(content: string): Catalog {
  const fields = fieldsOfFile(FILE, parseJsonFile(FILE, content));
  return { checked: fields.nullable('checked', text), entries: fields.objects('models', 'model').map(entryOf) };
}

/** The entry of a repository; undefined if the catalog does not have it. */
export function entryOfRepository({ entries }: Catalog, repository: string): CatalogEntry | undefined {
  return entries.find(({ source }) => source.kind === 'hub' && source.repository === repository);
}

function entryOf(model: JsonFields): CatalogEntry {
  const source = sourceOf(model);
  const license = model.required('license', filledText);
  const maxSourceTokens = model.optional('maxSourceTokens', wholeNumber(1));
  const card: JsonObject = {
    id: model.required('id', filledText),
    name: model.required('name', filledText),
    quality: model.required('quality', filledText),
    license,
    ...(maxSourceTokens === undefined ? {} : { maxSourceTokens }),
    tasks: model.objects('tasks', 'task').flatMap(tasksOf),
  };
  return {
    source,
    evidence: evidenceOf(model),
    family: model.required('family', filledText),
    isNonCommercial: model.required('nonCommercial', flag),
    parameters: model.optional('parameters', wholeNumber(1)),
    description: model.required('description', filledText),
    card,
    parsedCard: parseCard(JSON.stringify(card)),
  };
}

function sourceOf(model: JsonFields): ModelSource {
  const source = model.inside('source');
  if (source === undefined) throw model.blame('a model has no "source"');
  if (source.required('kind', oneOf(['hub', 'files'])) === 'files') {
    return { kind: 'files', files: source.objects('files', 'file').map(listedFile) };
  }
  return {
    kind: 'hub',
    repository: source.required('repository', filledText),
    revision: source.optional('revision', filledText) ?? 'main',
  };
}

function listedFile(file: JsonFields): ListedFile {
  return {
    name: file.required('name', filledText),
    address: file.required('address', filledText),
    size: file.required('size', wholeNumber(0)),
    sha256: file.required('sha256', { expects: 'a SHA-256', read: value => (isSha256(value) ? value : undefined) }),
  };
}

function evidenceOf(model: JsonFields): CatalogEntry['evidence'] {
  const evidence = model.inside('evidence');
  if (evidence === undefined) throw model.blame('a model has no "evidence"');
  if (evidence.required('kind', oneOf(['seen', 'pattern'])) === 'pattern') return { kind: 'pattern' };
  return { kind: 'seen', where: evidence.required('where', filledText) };
}

/**
 * The tasks of a card that one item of the catalog stands for. Besides the tasks of cards there are short forms for models of many
 * languages: `translate-tokens` for all pairs of languages with tokens, `translate-prefixes` for one source and many targets, and
 * `translate-from-many` for many sources and one target.
 */
function tasksOf(task: JsonFields): JsonObject[] {
  const kind = task.required('kind', filledText);
  if (kind === 'translate-tokens') {
    const tokens = Object.entries(task.required('tokens', object));
    return tokens.flatMap(([from, sourceLanguageToken]) =>
      tokens
        .filter(([to]) => to !== from)
        .map(([to, forcedBosToken]) => ({
          kind: 'translate',
          from,
          to,
          input: { sourceLanguageToken, forcedBosToken },
        })),
    );
  }
  if (kind === 'translate-prefixes') {
    const from = task.required('from', filledText);
    const prefixes = Object.entries(task.required('prefixes', object));
    return prefixes.map(([to, prefix]) => ({ kind: 'translate', from, to, input: { prefix } }));
  }
  if (kind === 'translate-from-many') {
    const to = task.required('to', filledText);
    return task.required('from', listOf(filledText, 'language tags')).map(from => ({ kind: 'translate', from, to }));
  }
  return [task.values];
}
