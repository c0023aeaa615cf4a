// Install: puts the packages that Attentive is compared with into a folder of their own.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** What is compared, with the version of ONNX Runtime that Attentive ships, in both builds. */
export const PEER = {
  name: 'transformers.js',
  package: '@huggingface/transformers',
  version: '4.3.1',
  runtime: '1.30.0',
};

const MANIFEST = {
  private: true,
  dependencies: { [PEER.package]: PEER.version, 'onnxruntime-node': PEER.runtime, 'onnxruntime-web': PEER.runtime },
  overrides: {
    'onnxruntime-node': PEER.runtime,
    'onnxruntime-web': PEER.runtime,
    // For images, which are not needed; its binaries are large.
    sharp: `npm:onnxruntime-common@${PEER.runtime}`,
  },
};

/**
 * Installs the packages, unless they are there. No install script is run: that of onnxruntime-node would download the files for CUDA.
 *
 * @param {string} folder
 * @returns {string} the folder
 * @throws {Error} what npm says if it fails
 */
export function installed(folder) {
  const manifest = JSON.stringify(MANIFEST, undefined, 2);
  const file = path.join(folder, 'installed.json');
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === manifest) return folder;
  process.stderr.write(`installing ${PEER.package} ${PEER.version} into ${folder}\n`);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), manifest);
  const { status, stderr, error } = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm could not install ${PEER.package}: ${error?.message ?? stderr}`);
  fs.writeFileSync(file, manifest);
  return folder;
}
