// Download: how long `attentive models add` takes for a large file from a hub on this machine, and its memory, beside
// `curl | tee FILE | sha256sum`, which receives, writes and checks the same bytes. `--size MB` (default 256), `--rounds N` (default 3).
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startHub } from '../tools/hub/hub.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: { size: { type: 'string', default: '256' }, rounds: { type: 'string', default: '3' } },
});
const MODEL = 'bench/opus-mt-en-fr';
const GRAPH = 'onnx/encoder_model.onnx';

const bytes = Buffer.alloc(Number(values.size) * 1_000_000);
for (let at = 0; at < bytes.length; at += 1_000_000) crypto.randomFillSync(bytes, at, 4096);
const hub = await startHub({
  repositories: {
    [MODEL]: {
      files: {
        'config.json': '{"model_type":"marian","is_encoder_decoder":true}',
        'tokenizer.json': '{}',
        'tokenizer_config.json': '{}',
        'onnx/decoder_model_merged.onnx': 'none',
        [GRAPH]: bytes,
      },
    },
  },
});
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-bench-'));
try {
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const address = `${hub.url}/${MODEL}/resolve/main/${GRAPH}`;
    const curl = await seconds('bash', ['-c', `curl -sfL ${address} | tee ${path.join(folder, 'file')} | sha256sum`]);
    const env = { HF_ENDPOINT: hub.url, ATTENTIVE_MODELS: path.join(folder, 'store') };
    const cli = [
      '--require',
      memoryHook(),
      path.join(root, 'dist/node/cli.js'),
      'models',
      'add',
      MODEL,
      '--yes',
      '--quiet',
    ];
    const own = await seconds(process.execPath, cli, env);
    const ratio = (curl.seconds / own.seconds).toFixed(2);
    const megabytes = Math.round(Number(/peak (\d+)/.exec(own.stderr)?.[1]) / 1000);
    console.log(
      `${values.size} MB: curl ${curl.seconds.toFixed(2)} s, attentive ${own.seconds.toFixed(2)} s: ${ratio} of curl's speed, ${megabytes} MB of memory at most`,
    );
    fs.rmSync(env.ATTENTIVE_MODELS, { recursive: true });
  }
} finally {
  fs.rmSync(folder, { recursive: true });
  await hub.close();
}

/**
 * A file that makes a process of Node write its largest memory, in kB, to stderr when it ends. (The `maxRSS` of `process.resourceUsage`
 * would be that of this process, which the new one inherits.) Linux alone has the number.
 */
function memoryHook() {
  const file = path.join(folder, 'memory.cjs');
  fs.writeFileSync(
    file,
    "process.once('exit', () => console.error('peak ' + /VmHWM:\\s*(\\d+)/.exec(require('node:fs').readFileSync('/proc/self/status', 'utf8'))[1]));",
  );
  return file;
}

async function seconds(command, args, env = {}) {
  const began = performance.now();
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', chunk => (stderr += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr}`);
  return { seconds: (performance.now() - began) / 1000, stderr };
}
