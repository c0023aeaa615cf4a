// Precisions: compares the speed of the precisions of weights in ONNX Runtime's WebAssembly: the same chain of matrix
// products is run with each of them in every round.
//   node bench/precisions.mjs [ROUNDS]
import process from 'node:process';
import * as ort from 'onnxruntime-web';
import { chainOf, DEPTH, INNER, KINDS, WIDTH } from './precisions/graph.mjs';

const rounds = Number(process.argv[2] ?? 15);
const ROWS = [1, 16];

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

const sessions = new Map();
for (const kind of KINDS) sessions.set(kind, await ort.InferenceSession.create(chainOf(kind)));

console.log(
  `${DEPTH} products with ${WIDTH} by ${INNER} weights, one thread, the best of ${rounds} rounds, in ms (relative to ${KINDS[0]})`,
);
console.log(`| rows | ${KINDS.join(' | ')} |\n|---|${KINDS.map(() => '---').join('|')}|`);
for (const rows of ROWS) {
  const best = new Map(KINDS.map(kind => [kind, Infinity]));
  for (let round = 0; round < rounds; round++) {
    for (const kind of KINDS) best.set(kind, Math.min(best.get(kind), await time(sessions.get(kind), rows)));
  }
  const first = best.get(KINDS[0]);
  const cells = KINDS.map(kind => `${best.get(kind).toFixed(1)} (${(best.get(kind) / first).toFixed(2)})`);
  console.log(`| ${rows} | ${cells.join(' | ')} |`);
}

async function time(session, rows) {
  const x = new ort.Tensor(
    'float32',
    Float32Array.from({ length: rows * WIDTH }, (_, at) => Math.sin(at)),
    [rows, WIDTH],
  );
  const began = performance.now();
  await session.run({ x });
  return performance.now() - began;
}
