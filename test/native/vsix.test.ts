// Vsix test: packages the extension for this machine's platform, unpacks the package as VS Code does, and runs a graph with
// the native runtime in it.
import assert from 'node:assert/strict';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { platformOf } from '../../scripts/native/platforms.mjs';
import { unzip } from '../host/lib/zip.mjs';
import { farthest, layerOf } from '../engine/attentionGoldens';
import { folderOf, goldensOf } from '../engine/families';

interface Answer {
  readonly dims: number[];
  readonly data: number[];
  readonly read: string[];
}

const CLOSE = 1e-4;

describe("The package for this machine's platform", () => {
  const platform = platformOf(process) ?? 'none';
  let root: string;
  let extension: string;

  before(function () {
    this.timeout(600_000);
    execFileSync(process.execPath, [path.join(__ROOT__, 'scripts/package.mjs'), '--target', platform], {
      stdio: 'pipe',
    });
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-vsix-')));
    unzip(path.join(__ROOT__, `out/attentive-${platform}.vsix`), root);
    extension = path.join(root, 'extension');
  });
  after(() => fs.rmSync(root, { recursive: true, force: true }));

  it('is for that platform, and has exactly the native files of the table', async () => {
    const manifest = fs.readFileSync(path.join(root, 'extension.vsixmanifest'), 'utf8');
    assert.ok(manifest.includes(`TargetPlatform="${platform}"`));
    const script = pathToFileURL(path.join(__ROOT__, 'scripts/native/folder.mjs')).href;
    const { isPlaced } = (await import(script)) as { isPlaced: (folder: string, platform: string) => boolean };
    assert.ok(isPlaced(path.join(extension, 'dist/native'), platform));
    for (const file of ['dist/node/extension.js', 'dist/ort/ort-wasm-simd-threaded.wasm', 'ThirdPartyNotices.txt']) {
      assert.ok(fs.existsSync(path.join(extension, file)), file);
    }
  });

  for (const golden of goldensOf('marian')) {
    it(`runs an encoder in a process of its own, and gives PyTorch's numbers in ${golden.name}`, async () => {
      const folder = folderOf('marian');
      const runtime = path.join(extension, 'dist/native/onnxruntime-node');
      const child = fork(path.join(__ROOT__, 'test/native/runGraph.js'), [
        runtime,
        path.join(folder, 'onnx/encoder_model.onnx'),
      ]);
      child.send({ ids: golden.input_ids, mask: golden.attention_mask });
      let answer: Answer | undefined;
      child.once('message', message => (answer = message as Answer));
      // The channel is closed after its last message was read, which may be later than the process's end.
      const [ended] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
      assert.deepEqual(ended, [0, null], 'the exit code and signal of the process');
      assert.ok(answer !== undefined, 'the process sent no answer');
      const place = golden.arrays['encoder_last_hidden_state'];
      assert.deepEqual(answer.dims, place.shape);
      const expected = layerOf(folder, { ...place, shape: [1, ...place.shape] }, 0);
      // The output for the padding of a shorter row is not used, so it is not compared.
      const isUsed = golden.attention_mask.flat();
      const width = place.shape[2];
      const used = (data: readonly number[]): Float32Array =>
        Float32Array.from(data.filter((_, at) => isUsed[Math.floor(at / width)] === 1));
      const off = farthest(used(answer.data), used(Array.from(expected)));
      assert.ok(off <= CLOSE, `${off} in the encoder's output`);
      // What `require` read is in the package, and nothing of the repository, except for the process's own script.
      const outside = answer.read.filter(file => !file.startsWith(extension + path.sep));
      assert.deepEqual(outside, [path.join(__ROOT__, 'test/native/runGraph.js')]);
    });
  }
});
