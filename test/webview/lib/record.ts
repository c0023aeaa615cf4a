// Record: runs the embedded model in this process, and records what the extension would send to the page.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { alignerOf, type MeasuredAligner } from '../../../src/attention/analysis/align';
import type { HistoryBeam } from '../../../src/attention/decoding/history';
import type { AttentionKind } from '../../../src/attention/record/record';
import { consumed } from '../../../src/base/streams';
import type { EngineHandlers, Hypothesis } from '../../../src/engine/api/contract';
import type { ModelFiles } from '../../../src/models/modelFiles';
import { createEngine } from '../../../src/engine/engine';
import { wasmRuntime } from '../../../src/engine/runtime/wasm';
import type { Runtime } from '../../../src/engine/runtime/runtime';
import { readModelFolder } from '../../../src/engine/modelFolder';
import { readCard } from '../../../src/models/folder';
import { diskFolder } from '../../../src/node/files';
import type { ExplainedStep, PassageContent } from '../../../src/views/attention/protocol';
import { type RecordedHeads, recordHeads } from './heads';

const KINDS = ['encoder', 'decoder', 'cross'] as const;
const ALTERNATIVES = 20;
const never = new AbortController().signal;

/** One passage. Weights and logits are base64 of little-endian float32, to be passed to the page as text. */
export interface Recorded {
  readonly content: PassageContent;
  readonly attention: Readonly<Record<AttentionKind, readonly string[]>>; // [layer] of [head, target, source]
  readonly steps: readonly ExplainedStep[];
  readonly logits: readonly string[]; // [step] of [vocabulary]
  readonly history: readonly (readonly HistoryBeam[])[]; // [step, beam]
  readonly heads?: RecordedHeads;
}

export async function record(root: string, texts: readonly string[], prefix: string): Promise<Recorded[]> {
  const runtime = path.join(root, 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded');
  const [loaderUrl, wasmUrl] = ['mjs', 'wasm'].map(ending => pathToFileURL(`${runtime}.${ending}`).href);
  const wasm = wasmRuntime({ loaderUrl, wasmUrl, threads: 1 });
  const engine = createEngine(wasm);
  const folder = diskFolder(path.join(root, 'models/embedded'));
  const files = await readModelFolder(folder);
  const { alignment } = await readCard(folder);
  await consumed(engine.load({ model: 'model', files }, never));
  const passages: Recorded[] = [];
  for (const text of texts) passages.push(await recordOne({ runtime: wasm, engine, files, alignment }, text, prefix));
  await engine.unload({ model: 'model' }, never);
  return passages;
}

interface Model {
  readonly runtime: Runtime;
  readonly engine: EngineHandlers;
  readonly files: ModelFiles;
  readonly alignment: MeasuredAligner | undefined;
}

async function recordOne(
  { runtime, engine, files, alignment }: Model,
  text: string,
  prefix: string,
): Promise<Recorded> {
  const source = { kind: 'text' as const, texts: [text], prefix };
  let best: Hypothesis | undefined;
  const settings = { numBeams: 1, numReturnSequences: 1 };
  await consumed(engine.generate({ model: 'model', source, settings }, never), event => {
    if (event.kind === 'row') best = event.hypotheses[0];
  });
  if (best === undefined) throw new Error(`the model gave nothing for: ${text}`);
  const explained = await engine.explain({ model: 'model', source, targets: [best.ids] }, never);
  const { explanation, attention: shapes, vocabularySize } = explained;
  const part = { explanation, row: 0 };
  const attention: Record<AttentionKind, string[]> = { encoder: [], decoder: [], cross: [] };
  for (const kind of KINDS) {
    for (let layer = 0; layer < shapes[kind].layers; layer++) {
      attention[kind].push(base64(await engine.attention({ ...part, kind, layer }, never)));
    }
  }
  const steps = await engine.steps({ ...part, alternatives: ALTERNATIVES }, never);
  const logits: string[] = [];
  for (const step of steps.keys()) logits.push(base64(await engine.logits({ ...part, step }, never)));
  const [row] = explained.rows;
  return {
    content: {
      source: row.source,
      target: row.target,
      attention: shapes,
      vocabularySize,
      aligner: alignerOf(alignment, shapes.cross),
    },
    attention,
    steps,
    logits,
    history: greedyHistory(steps),
    heads: await recordHeads(runtime, files, row.source.ids, row.target.ids),
  };
}

function greedyHistory(steps: readonly ExplainedStep[]): Recorded['history'] {
  let sum = 0;
  return steps.map(({ chosen: { id: token, text, logProbability } }, node) => {
    sum += logProbability;
    return [{ node, parent: 0, token, text, logProbability, sum, ended: node === steps.length - 1, chosen: true }];
  });
}

function base64({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
