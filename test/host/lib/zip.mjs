// Zip: unpacks a .vsix file, which is a zip archive, so that the web tests run the packaged files.
import fs from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

/** Writes every file of the archive below a folder. */
export function unzip(archive, folder) {
  const bytes = fs.readFileSync(archive);
  for (const { name, method, compressedSize, headerOffset } of entries(bytes)) {
    if (name.endsWith('/')) continue;
    const file = path.join(folder, name);
    if (!file.startsWith(folder + path.sep)) throw new Error(`${archive} has a path outside of its folder: ${name}`);
    // The local header repeats the name, and its extra fields may differ from those of the directory.
    const start = headerOffset + 30 + bytes.readUInt16LE(headerOffset + 26) + bytes.readUInt16LE(headerOffset + 28);
    const data = bytes.subarray(start, start + compressedSize);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, method === 0 ? data : inflateRawSync(data));
  }
}

function* entries(bytes) {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== endOfDirectory) end--;
  if (end < 0) throw new Error('not a zip archive');
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    if (bytes.readUInt32LE(at) !== directoryEntry) throw new Error('a broken zip directory');
    const nameLength = bytes.readUInt16LE(at + 28);
    yield {
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      compressedSize: bytes.readUInt32LE(at + 20),
      headerOffset: bytes.readUInt32LE(at + 42),
    };
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}
