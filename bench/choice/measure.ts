// Measure: runs each job of bench/choice.mjs on the runtime that `auto` chooses and on each runtime by name, in turns, and prints how long
// each took.
import path from 'node:path';
import { consumed } from '../../src/base/streams';
import { readModelFolder } from '../../src/engine/modelFolder';
import { engineOf } from '../../src/engine/remote';
import { parseCard } from '../../src/models/card';
import { diskFolder } from '../../src/node/files';
import { machineName, nativePlace, spawnNative } from '../../src/node/native/spawn';
import { spawnEngine } from '../../src/node/spawn';
import { Backends, type Choice } from '../../src/tasks/backends/backends';
import { type BackendSetting, chooser } from '../../src/tasks/backends/choice';
import { Faults } from '../../src/tasks/backends/faults';
import { measurementsIn } from '../../src/tasks/backends/measurements';
import { translate } from '../../src/tasks/translate';
import { TEXTS } from '../peers/jobs.mjs';

const [folder, rounds] = process.argv.slice(2);
const dist = path.join(__ROOT__, 'dist');
const place = nativePlace(dist);
if (place === undefined) throw new Error('there is no native runtime: run npm run native');
const store = diskFolder(folder);
const card = parseCard(new TextDecoder().decode(await store.read('attentive.json')));
const task = card.tasks.find(each => each.kind === 'translate' && each.from === 'en' && each.to === 'de');
if (task?.kind !== 'translate') throw new Error('the model does not translate English to German');

interface Started {
  readonly backends: Backends;
  readonly choice: Choice;
}

/** An engine with the model loaded, for a value of the setting `attentive.backend`. */
async function started(setting: BackendSetting, runtime: NonNullable<typeof place>): Promise<Started> {
  let choice: Choice | undefined;
  const faults = new Faults();
  let kept: Readonly<Record<string, unknown>> = {};
  const choose = chooser({
    setting: () => setting,
    machines: { native: machineName(runtime, 1, 'cpu'), webgpu: undefined },
    measurements: measurementsIn(
      async () => kept,
      async all => void (kept = all),
    ),
    faults,
  });
  const backends = new Backends({
    wasm: async () => engineOf(spawnEngine(dist, 1)),
    native: async () => engineOf(await spawnNative(runtime, 1, 'cpu')),
    faults,
    choose: async (model, engineOn) => (choice = await choose(model, engineOn)),
  });
  const files = () => readModelFolder(store, undefined);
  await backends.load({ id: card.id, name: card.name, files }, () => undefined);
  if (choice === undefined) throw new Error('nothing was chosen');
  return { backends, choice };
}

// A book has some 1,600 sentences: the lines of the document, eight times with another ending.
const book = Array.from({ length: 8 }, (_, part) => TEXTS.map(text => `${text.slice(0, -1)}, in part ${part}.`)).flat();
const JOBS = [
  { name: 'a word', texts: ['house'] },
  { name: 'a sentence', texts: TEXTS.slice(0, 1) },
  { name: 'a page', texts: TEXTS.slice(0, 40) },
  { name: 'a book', texts: book },
];

const systems: Record<string, Started> = {};
for (const setting of ['auto', 'native', 'wasm'] as const) systems[setting] = await started(setting, place);
const results = JOBS.map(({ name, texts }) => ({
  name,
  rows: texts.length,
  chosen: texts.length < 4 ? systems['auto'].choice.word : systems['auto'].choice.document,
  ms: Object.fromEntries(Object.keys(systems).map(system => [system, [] as number[]])),
}));
const { signal } = new AbortController();
// A short job is run more often, because its times differ more.
const TURNS = 5;
for (let turn = 0; turn < Number(rounds) * TURNS; turn++) {
  for (const [at, { texts }] of JOBS.entries()) {
    if (texts === book && turn % TURNS > 0) continue;
    for (const [name, { backends }] of Object.entries(systems)) {
      const began = performance.now();
      const settings = { numBeams: 1 };
      const run = { engine: backends.engine, model: card.id, settings, signal, texts };
      await consumed(translate({ ...run, ...task }));
      results[at].ms[name].push(performance.now() - began);
    }
  }
}
for (const { backends } of Object.values(systems)) backends.dispose();
process.stdout.write(JSON.stringify(results));
