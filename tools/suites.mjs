// Suites: where the files of each kind of test lie, how they are named, and which of them are long.
import fs from 'node:fs';
import path from 'node:path';
import { Plain } from './life.mjs';
import { root } from './places.mjs';

/** The folder of each suite, and what the names of its files end with. */
export const SUITES = {
  unit: { folder: 'test/unit', ending: '.test.ts' },
  engine: { folder: 'test/engine', ending: '.test.ts' },
  cli: { folder: 'test/cli', ending: '.test.ts' },
  page: { folder: 'test/webview', ending: '.page.mjs' },
  /** Takes pictures of the page for the eye, and tests nothing. */
  look: { folder: 'test/webview', ending: '.look.mjs' },
  host: { folder: 'test/host/suite', ending: '.test.ts' },
  workbench: { folder: 'test/host/ui', ending: '.ui.mjs' },
  recipe: { folder: 'test/recipe', ending: '.py' },
  rehearsal: { folder: 'test/rehearsal', ending: '.py' },
};

/** `npm run test:long` runs `NAME.long.ENDING`, and `npm test` all other files. */
export function isLong(file) {
  return path.basename(file).includes('.long.');
}

/**
 * The files of a suite, sorted, as absolute paths: those that are not long, or with `long` those that are. With parts
 * of names it is every file with one of them in its path below the project's folder, long or not.
 * @throws {Plain} if there is none
 */
export function filesOf(suite, { long = false, parts = [] } = {}) {
  if (!Object.hasOwn(SUITES, suite))
    throw new Plain(`There is no suite “${suite}”: ${Object.keys(SUITES).join(', ')}.`);
  const isWanted = file => (parts.length === 0 ? isLong(file) === long : parts.some(part => file.includes(part)));
  const wanted = allFilesOf(suite).filter(isWanted);
  if (wanted.length === 0) {
    const what = parts.length === 0 ? (long ? 'is long' : 'is there') : `matches ${parts.join(' ')}`;
    throw new Plain(`No test file under ${SUITES[suite].folder} ${what}.`);
  }
  return wanted.map(file => path.join(root, file));
}

/** Every file of a suite, sorted, by its path below the project's folder, with slashes. */
export function allFilesOf(suite) {
  const { folder, ending } = SUITES[suite];
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(file => `${folder}/${file.split(path.sep).join('/')}`)
    .filter(file => file.endsWith(ending))
    .sort();
}
