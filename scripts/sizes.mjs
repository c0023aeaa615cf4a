// Sizes: the most bytes that each bundle and each package may have, so that what grows is seen when the extension is packaged. The
// extension's own bundle is read whenever an editor starts the extension; the others are read when they are first needed.
import fs from 'node:fs';
import path from 'node:path';

/** In bytes, about 2 % above what the bundles had when the limits were set. Who raises a limit says why in the commit. */
export const LIMITS = {
  'node/extension.js': 163_000,
  'web/extension.js': 160_000,
  'node/worker.js': 560_000,
  'node/native.js': 552_000,
  'web/worker.js': 572_000,
  'web/webgpu.js': 600_000,
  'node/tasks.js': 387_000,
  'web/tasks.js': 387_000,
  'webview/attention.js': 341_000,
  'webview/run.js': 13_000,
  'node/cli.js': 350_000,
};

/**
 * Each bundle of a folder that is missing or larger than its limit, as a sentence.
 *
 * @param {Readonly<Record<string, number>>} limits in bytes, by the bundle's path in the folder
 */
export function oversizes(folder, limits = LIMITS) {
  return Object.entries(limits).flatMap(([name, limit]) => {
    const size = fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.size;
    if (size === undefined) return [`${name} was not built: run \`npm run build\`.`];
    return size <= limit ? [] : [`${name} has ${size} bytes, and may have ${limit} (scripts/sizes.mjs).`];
  });
}

/** In bytes: the most that the package of a platform may have besides the embedded model. */
export const PACKAGE_LIMIT = 45_000_000;
/** In bytes: the same for the package without a platform, which has both builds of the runtime for browsers. */
export const UNIVERSAL_LIMIT = 20_000_000;

/**
 * A package that is larger than its limit, as a sentence; undefined if it is not.
 *
 * @param {number} size the package's size in bytes
 * @param {number} model the size of the embedded model's files in bytes
 * @param {number} most the most bytes that it may have besides the model
 */
export function oversizedPackage(name, size, model, most = PACKAGE_LIMIT) {
  const limit = most + model;
  return size <= limit ? undefined : `${name} has ${size} bytes, and may have ${limit} (scripts/sizes.mjs).`;
}
