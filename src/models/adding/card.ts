// Card: the card of a model that is added: what the user said, the model's own card, the catalog's, or what its configuration says.
import { badRequest } from '../../base/errors';
import { type JsonObject, parseJsonFile } from '../../base/json';
import { refuseOtherArchitectures } from '../architecture';
import { CARD_FILE, parseCard } from '../card';
import { type AskedTask, derivedTasks } from '../catalog/abilities';
import type { CatalogEntry } from '../catalog/catalog';

export interface CardRequest {
  readonly id: string;
  /** Reads a file of the model as text. */
  readonly read: (name: string) => Promise<string>;
  /** Whether the model has a card of its own. */
  readonly hasOwn: boolean;
  /** What the user says that the model can do; nothing else is used then. */
  readonly asked?: AskedTask | undefined;
  readonly entry?: CatalogEntry | undefined;
}

/**
 * The card of a model.
 *
 * @throws AttentiveError `model-unsupported`, `model-broken-file`; `bad-request` if nobody says what the model can do; what `read`
 *   throws
 */
export async function cardOf({ id, read, hasOwn, asked, entry }: CardRequest): Promise<JsonObject> {
  const config = await read('config.json');
  refuseOtherArchitectures(config);
  if (asked !== undefined) return plainCard(id, [asked]);
  if (hasOwn) {
    const own = await read(CARD_FILE);
    parseCard(own);
    return parseJsonFile(CARD_FILE, own);
  }
  const card = entry?.card ?? derivedCard(id, config, await read('tokenizer_config.json'));
  if (card !== undefined) return card;
  const how = '--from and --to if it translates, --form if it summarizes, and --prefix if its input needs one';
  throw badRequest(id, `neither the catalog nor the model says what it can do: give ${how}`);
}

/** The card that the model's id and the texts of its configuration files give; undefined if they do not say what it can do. */
export function derivedCard(id: string, config: string, tokenizerConfig: string): JsonObject | undefined {
  const tasks = derivedTasks({
    id,
    config: parseJsonFile('config.json', config),
    tokenizerConfig: parseJsonFile('tokenizer_config.json', tokenizerConfig),
  });
  return tasks.length === 0 ? undefined : plainCard(id, tasks);
}

/** A card of a model of which little is known. */
function plainCard(id: string, tasks: readonly object[]): JsonObject {
  return { id, name: id.slice(id.indexOf('/') + 1), quality: 'unknown', license: 'unknown', tasks };
}
