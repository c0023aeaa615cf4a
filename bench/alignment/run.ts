// Run: the process of the alignment benchmark that runs a model. It prints as JSON the alignments read from every layer and head,
// and the hints: the source words that the product would underline, because the translation may have left them out.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { consumed } from '../../src/base/streams';
import type { Engine } from '../../src/engine/api/contract';
import { createEngine } from '../../src/engine/engine';
import { readModelFolder } from '../../src/engine/modelFolder';
import { wasmRuntime } from '../../src/engine/runtime/wasm';
import { readCard } from '../../src/models/folder';
import { diskFolder } from '../../src/node/files';
import { coveredBy, everyAlignment, everyHint } from './measure';
import { readAlignments } from './pairs.mjs';
import { alignmentOf, bestOf, scored } from './scores.mjs';

const [folder, data] = process.argv.slice(2);
const runtime = path.join(__ROOT__, 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded');
const wasm = wasmRuntime({
  loaderUrl: pathToFileURL(`${runtime}.mjs`).href,
  wasmUrl: pathToFileURL(`${runtime}.wasm`).href,
  threads: 1,
});

const store = diskFolder(folder);
const [card, files] = [await readCard(store), await readModelFolder(store)];
const engine = createEngine(wasm) as Engine;
const name = 'model';
await consumed(engine.load({ model: name, files }, new AbortController().signal));
const all = readAlignments(data);
const { pairs, texts } = coveredBy(card, all);
if (pairs.length === 0) throw new Error('the model’s card has none of the directions of the pairs');
const model = { engine, name, files, card };
const choices = await everyAlignment(model, pairs);
const began = performance.now();
const best = bestOf(
  scored(choices, pairs, pair => pair.to),
  choice => choice.all.errorRate,
);
const hints = await everyHint(model, texts, alignmentOf(best));
const hintMs = performance.now() - began;
const skipped = [...new Set(all.pairs.filter(pair => !pairs.includes(pair)).map(({ from, to }) => `${from}→${to}`))];
process.stdout.write(`${JSON.stringify({ card, pairs, choices, hints, hintMs, skipped })}\n`);
