// Grammars: copies the grammars of programming languages that the parsers of formats read into the build.
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../tools/places.mjs';

/** @param folder the folder to write to; it is made if it does not exist */
export function copyGrammars(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const onig = path.join(root, 'node_modules/vscode-oniguruma/release/onig.wasm');
  fs.copyFileSync(onig, path.join(folder, 'onig.wasm'));
}
