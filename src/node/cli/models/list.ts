// List: `attentive models list` and `attentive models search`.
import type { ModelCard } from '../../../models/card';
import type { CatalogEntry } from '../../../models/catalog/catalog';
import { readCard } from '../../../models/folder';
import { searchHub } from '../../../models/hub/hubClient';
import { sizeOf } from '../../../models/storage/manifest';
import { folderOf, idOf, type InstalledModel, installedModels, openInstalled } from '../../models/installed';
import { type ModelContext, print, withHub } from './context';
import { sizeText, tableText, tasksText } from './terminal';
import { writeStderr } from '../terminal/stderr';

/** The models on this machine; with `--catalog` also those that are proposed. */
export async function runList(context: ModelContext): Promise<void> {
  const { args, catalog } = context;
  const installed = await installedModels(context);
  const rows = await Promise.all(installed.map(model => installedRow(context, model)));
  const there = new Set(installed.map(idOf));
  const proposed = args.catalog
    ? catalog.entries
        .map(entry => catalogRow(entry, there))
        .filter(({ availability }) => availability === 'downloadable')
    : [];
  const fitting = [...rows, ...proposed].filter(({ card }) => canDo(card, args));
  const values = fitting.map(({ card, ...row }) => ({ ...row, name: card?.name, tasks: card?.tasks }));
  if (fitting.length === 0 && !args.json) {
    writeStderr(context.args, 'There are no such models. `attentive models list --catalog` shows what can be added.');
  }
  const lines = fitting.map(({ id, availability, license, bytes, card }) => [
    ...[id, availability, bytes === undefined ? '' : sizeText(bytes), license],
    card === undefined ? 'not known what it can do' : tasksText(card),
  ]);
  print(context, values, tableText(lines));
}

/** A model in the list. The words for the availability are those of the browsers' translator API. */
interface Row {
  readonly id: string;
  readonly availability: 'available' | 'downloadable';
  readonly license: string;
  readonly bytes?: number;
  /** Where it is on this machine. */
  readonly folder?: string;
  readonly card: ModelCard | undefined;
}

async function installedRow(context: ModelContext, model: InstalledModel): Promise<Row> {
  const card = await readCard(await openInstalled(context, model)).catch(() => undefined);
  const common = { id: idOf(model), availability: 'available', folder: folderOf(context, model), card } as const;
  if (model.kind === 'cached') return { ...common, license: card?.license ?? 'unknown' };
  return { ...common, license: model.manifest.license, bytes: sizeOf(model.manifest) };
}

function catalogRow({ source, card, parsedCard }: CatalogEntry, there: ReadonlySet<string>): Row {
  const id = source.kind === 'hub' ? source.repository : parsedCard.id;
  return {
    id,
    availability: there.has(id) ? 'available' : 'downloadable',
    license: String(card['license']),
    card: parsedCard,
  };
}

/** Whether a card has a translation with these languages; any card has if no language is named. */
function canDo(card: ModelCard | undefined, { from, to }: Pick<ModelContext['args'], 'from' | 'to'>): boolean {
  if (from === undefined && to === undefined) return true;
  return (card?.tasks ?? []).some(
    task => task.kind === 'translate' && (from ?? task.from) === task.from && (to ?? task.to) === task.to,
  );
}

/** The most repositories that a search shows. */
const MOST_FOUND = 30;

/** Searches the hub for encoder-decoders; without the hub, the catalog. */
export async function runSearch(context: ModelContext): Promise<void> {
  const { args, catalog, signal, environment } = context;
  const query = args.operands.join(' ');
  if (environment.isOffline) {
    writeStderr(context.args, 'HF_HUB_OFFLINE is set: only the catalog was searched.');
    const wanted = query.toLowerCase();
    const entries = catalog.entries.filter(entry =>
      JSON.stringify([entry.source, entry.card, entry.description]).toLowerCase().includes(wanted),
    );
    const rows = entries.map(entry => catalogRow(entry, new Set()));
    print(
      context,
      rows.map(({ card: _, ...row }) => row),
      tableText(rows.map(({ id, license, card }) => [id, license, card === undefined ? '' : tasksText(card)])),
    );
    return;
  }
  const found = await withHub(context, access => searchHub(access, query, MOST_FOUND, signal));
  if (found.length === 0)
    writeStderr(
      context.args,
      `${new URL(environment.endpoint).host} has no encoder-decoder in ONNX whose name has “${query}” in it.`,
    );
  const lines = found.map(({ id, family, task, downloads, isGated }) => [
    ...[id, family ?? '', task ?? '', `${downloads} downloads`, isGated ? 'gated' : ''],
  ]);
  print(context, found, tableText(lines));
}
