// Fixtures: the ONNX files of the test fixtures, for tests of the code that reads them.
import fs from 'node:fs';
import path from 'node:path';

const root = path.join(__ROOT__, 'test/fixtures');

/** The path of every ONNX file, relative to the fixtures' folder, with forward slashes. */
export const FILES: readonly string[] = fs
  .readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map(file => file.split(path.sep).join('/'))
  .filter(file => file.endsWith('.onnx'))
  .sort();

export function bytesOf(file: string): Uint8Array {
  return new Uint8Array(fs.readFileSync(path.join(root, file)));
}
