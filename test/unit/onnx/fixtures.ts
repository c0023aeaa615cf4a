// The model files of the fixtures.
import fs from 'node:fs';
import path from 'node:path';

const root = path.join(__ROOT__, 'test/fixtures');

/** Every model file, by its path in the fixtures' folder. */
export const FILES: readonly string[] = fs
  .readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map(file => file.split(path.sep).join('/'))
  .filter(file => file.endsWith('.onnx'))
  .sort();

export function bytesOf(file: string): Uint8Array {
  return new Uint8Array(fs.readFileSync(path.join(root, file)));
}
