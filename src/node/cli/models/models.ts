// Models: the entry of `attentive models`, and its commands that work on added models alone.
import path from 'node:path';
import { AttentiveError, badRequest, cancelled } from '../../../base/errors';
import { CARD_FILE } from '../../../models/card';
import { writeArchive } from '../../models/archive';
import { folderOf, idOf, installedModels } from '../../models/installed';
import { diskFolder } from '../../files';
import { runAdd } from './add';
import { readModelArguments } from './arguments';
import { type ModelContext, modelPlaces, namedModel, print } from './context';
import { runList, runSearch } from './list';
import { confirmed, sizeText } from './terminal';
import { writeStderr } from '../terminal/stderr';

/**
 * Runs one command.
 *
 * @param words the command line after `models`
 * @param catalogFile the path of models/catalog.json
 */
export async function runModels(words: readonly string[], catalogFile: string, signal: AbortSignal): Promise<void> {
  const args = readModelArguments(words);
  const context: ModelContext = { ...(await modelPlaces(catalogFile)), args, signal };
  switch (args.command) {
    case 'list':
      return runList(context);
    case 'search':
      return runSearch(context);
    case 'add':
      return runAdd(context);
    case 'remove':
      return runRemove(context);
    case 'verify':
      return runVerify(context);
    case 'path':
      return runPath(context);
    case 'export':
      return runExport(context);
  }
}

async function runRemove(context: ModelContext): Promise<void> {
  const { args, store, signal } = context;
  const model = await namedModel(context, args.operands[0]);
  if (model.kind === 'cached') {
    throw badRequest(
      idOf(model),
      `it belongs to the hub's cache in ${context.cache}; remove it with the hub's own tools`,
    );
  }
  if (!args.yes && !(await confirmed(`Remove ${idOf(model)} from ${store.location}?`, signal))) throw cancelled();
  const freed = await store.remove(idOf(model));
  writeStderr(context.args, `Removed; ${sizeText(freed)} are free again.`);
  print(context, { id: idOf(model), freed }, '');
}

async function runVerify(context: ModelContext): Promise<void> {
  const { args, store, signal } = context;
  const [name] = args.operands;
  const models = name === undefined ? await installedModels(context) : [await namedModel(context, name)];
  const results: { id: string; damaged: readonly string[] }[] = [];
  for (const model of models) {
    if (model.kind === 'cached') continue;
    const damaged = await store.verify(model.manifest, () => undefined, signal);
    results.push({ id: idOf(model), damaged });
  }
  const lines = results.map(
    ({ id, damaged }) => `${id}: ${damaged.length === 0 ? 'whole' : `damaged: ${damaged.join(', ')}`}\n`,
  );
  print(context, results, lines.join(''));
  const broken = results.find(({ damaged }) => damaged.length > 0);
  if (broken === undefined) return;
  const why = `some of its files were damaged and have been removed; \`attentive models add ${broken.id}\` brings them back`;
  throw new AttentiveError('model-not-available', `${broken.id}: ${why}`, { model: broken.id, why });
}

async function runPath(context: ModelContext): Promise<void> {
  const model = await namedModel(context, context.args.operands[0]);
  const folder = folderOf(context, model);
  print(context, { id: idOf(model), folder }, `${folder}\n`);
}

/** Writes a model as an archive that `attentive models add` reads, for machines without a network. */
async function runExport(context: ModelContext): Promise<void> {
  const { args, signal } = context;
  const model = await namedModel(context, args.operands[0]);
  const folder = folderOf(context, model);
  const out = args.out ?? `${idOf(model).replace('/', '--')}.zip`;
  const names = await diskFolder(folder).list();
  if (!names.includes(CARD_FILE)) {
    throw badRequest(idOf(model), 'it has no card yet; add it to the store first, with `attentive models add`');
  }
  const files = new Map([...names].sort().map(name => [name, path.join(folder, name)]));
  await writeArchive(out, files, signal);
  writeStderr(context.args, `Written: \`attentive models add ${out}\` adds it on another machine.`);
  print(context, { id: idOf(model), archive: path.resolve(out) }, `${out}\n`);
}
