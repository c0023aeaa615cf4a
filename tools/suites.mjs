// Suites: the folders of the test suites, the names of their files, and which files are long.
import fs from 'node:fs';
import path from 'node:path';
import { UserError } from './life.mjs';
import { root } from './places.mjs';

/** The folder of each suite, and the ending of the names of its files. */
export const SUITES = {
  unit: { folder: 'test/unit', ending: '.test.ts' },
  /** Reads real documents with the real parsers and grammars, which takes seconds. */
  formats: { folder: 'test/formats', ending: '.test.ts' },
  engine: { folder: 'test/engine', ending: '.test.ts' },
  cli: { folder: 'test/cli', ending: '.test.ts' },
  /** Inputs from public bug reports of translators, run through the built-in model. */
  cases: { folder: 'test/cases', ending: '.test.ts' },
  /** The native runtime and the packages of the platforms, for which npm's package of the runtime is fetched. */
  native: { folder: 'test/native', ending: '.test.ts' },
  page: { folder: 'test/webview', ending: '.page.mjs' },
  /** Takes screenshots of the page for people to look at, and tests nothing. */
  look: { folder: 'test/webview', ending: '.look.mjs' },
  /** The engine's web worker on WebGPU, in Chromium. */
  webgpu: { folder: 'test/webgpu', ending: '.page.mjs' },
  host: { folder: 'test/host/suite', ending: '.test.ts' },
  workbench: { folder: 'test/host/ui', ending: '.ui.mjs' },
  /** Tests the Python scripts that make the built-in model. */
  recipe: { folder: 'test/recipe', ending: '.py' },
  /** Runs all scripts that make the built-in model, on a small made-up corpus. */
  rehearsal: { folder: 'test/rehearsal', ending: '.py' },
};

/** Whether a file is long: `npm run test:long` runs the files NAME.long.ENDING, and `npm test` all others. */
export function isLong(file) {
  return path.basename(file).includes('.long.');
}

/**
 * The files of a suite, sorted, as absolute paths: the long files if `long` is true, else the others. With `parts`,
 * they are all files, long or not, whose path relative to the project's folder contains one of the parts.
 * @throws {UserError} if there is no such file
 */
export function filesOf(suite, { long = false, parts = [] } = {}) {
  if (!Object.hasOwn(SUITES, suite))
    throw new UserError(`There is no suite “${suite}”: ${Object.keys(SUITES).join(', ')}.`);
  const isChosen = file => (parts.length === 0 ? isLong(file) === long : parts.some(part => file.includes(part)));
  const chosen = allFilesOf(suite).filter(isChosen);
  if (chosen.length === 0) {
    const what = parts.length === 0 ? (long ? 'is long' : 'is there') : `matches ${parts.join(' ')}`;
    throw new UserError(`No test file under ${SUITES[suite].folder} ${what}.`);
  }
  return chosen.map(file => path.join(root, file));
}

/** Every file of a suite, sorted, as a path relative to the project's folder, with slashes. */
export function allFilesOf(suite) {
  const { folder, ending } = SUITES[suite];
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(file => `${folder}/${file.split(path.sep).join('/')}`)
    .filter(file => file.endsWith(ending))
    .sort();
}
