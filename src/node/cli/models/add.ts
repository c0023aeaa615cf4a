// Add: `attentive models add`: from the hub, after it was said from where and how much; or from a folder or a .zip.
import fs from 'node:fs/promises';
import path from 'node:path';
import { badRequest, cancelled, storeFailed } from '../../../base/errors';
import { addModel } from '../../../models/adding/add';
import { type Plan, planOf } from '../../../models/adding/plan';
import { parseCard } from '../../../models/card';
import { repositoryOf } from '../../../models/hub/repositoryId';
import { type Manifest, sizeOf } from '../../../models/storage/manifest';
import { withArchive } from '../../models/archive';
import { cachedModels } from '../../models/hubCache';
import { nodeHasher } from '../../models/hasher';
import { filesOfFolder, idOfImport, importModel } from '../../models/importing';
import { type ModelContext, print, withHub } from './context';
import { confirmed, progressLine, sizeText, tasksText } from './terminal';
import { writeStderr } from '../terminal/stderr';

export async function runAdd(context: ModelContext): Promise<void> {
  const [place] = context.args.operands;
  const stat = await fs.stat(place).catch(() => undefined);
  if (stat?.isDirectory() === true || stat?.isFile() === true) return addFromDisk(context, place, stat.isDirectory());
  const named = repositoryOf(place);
  if (named === undefined) {
    throw badRequest(place, 'it is no folder, no .zip and no repository, as in Xenova/opus-mt-en-fr');
  }
  const { environment } = context;
  if (environment.isOffline && (await cachedModels(context.cache)).some(({ id }) => id === named.id)) {
    writeStderr(context.args, `${named.id} is in ${context.cache} and can be used from there.`);
    return;
  }
  await withHub(context, async access => {
    const { args, store, catalog, signal } = context;
    const plan = await planOf({
      ...{ access, hasherOf: nodeHasher, store, catalog, named, signal },
      ...(args.precision === undefined ? {} : { precision: args.precision }),
      ...(args.asked === undefined ? {} : { asked: args.asked }),
    });
    const missing = plan.missing;
    for (const line of planLines(plan, environment.endpoint, store.location)) writeStderr(context.args, line);
    await checkSpace(store.location, missing);
    const question = `Download ${sizeText(missing)} from ${new URL(environment.endpoint).host}?`;
    if (missing > 0 && !args.yes && !(await confirmed(question, signal))) throw cancelled();
    const line = progressLine(args.quiet);
    await addModel({ access, hasherOf: nodeHasher, store, signal }, plan, line.show).finally(line.end);
    finish(context, plan.manifest);
  });
}

async function addFromDisk(context: ModelContext, place: string, isFolder: boolean): Promise<void> {
  const { args, store, signal } = context;
  const id = idOfImport(place, args.id);
  const origin = { kind: isFolder ? 'folder' : 'archive', path: path.resolve(place) } as const;
  const asked = args.asked === undefined ? {} : { asked: args.asked };
  const common = { store, origin, id, signal, ...asked };
  const manifest = isFolder
    ? await importModel({ ...common, files: await filesOfFolder(place) })
    : await withArchive(place, files => importModel({ ...common, files }));
  finish(context, manifest);
}

function finish(context: ModelContext, manifest: Manifest): void {
  const folder = context.store.folderOf(manifest);
  const { id, version, license } = manifest;
  writeStderr(context.args, `Added: attentive translate --model ${id} FILE uses it.`);
  print(context, { id, version, license, bytes: sizeOf(manifest), folder }, `${id}\n`);
}

/** What a plan says before anything is downloaded. */
function planLines({ repository, entry, size, missing, manifest }: Plan, endpoint: string, store: string): string[] {
  const { id, commit, isGated, isPrivate } = repository;
  const card = parseCard(JSON.stringify(manifest.card));
  const rights = [
    isPrivate && 'private',
    isGated && 'gated',
    entry?.isNonCommercial === true && 'not for commercial use',
  ];
  return [
    `${card.name}: ${entry?.description ?? tasksText(card)}`,
    `from ${endpoint}/${id}, commit ${commit.slice(0, 12)}, into ${store}`,
    `${sizeText(missing)} to download of ${sizeText(size)}`,
    [`license: ${manifest.license}`, ...rights.filter(each => each !== false)].join(', '),
  ];
}

/** Space that must stay free on the disk besides the files. */
const RESERVE = 50_000_000;

/** @throws AttentiveError `store-failed` if the disk has not enough space */
async function checkSpace(store: string, bytes: number): Promise<void> {
  let folder = path.resolve(store);
  let free: number | undefined;
  while (free === undefined) {
    const stats = await fs.statfs(folder).catch(() => undefined);
    if (stats !== undefined) free = stats.bavail * stats.bsize;
    else if (path.dirname(folder) === folder) return;
    folder = path.dirname(folder);
  }
  if (bytes === 0 || free >= bytes + RESERVE) return;
  throw storeFailed(
    store,
    `the model needs ${sizeText(bytes)} and the disk has ${sizeText(free)} free; make room and try again`,
  );
}
