// Native (npm run native): puts ONNX Runtime's native build for this machine into dist/native, where the command line, the
// tests and the benches find it. Everything works without it, on WebAssembly.
import process from 'node:process';
import { runScript } from '../tools/life.mjs';
import { isPlaced, nativeFolder, place } from './native/folder.mjs';
import { platformOf, RUNTIME } from './native/platforms.mjs';
import { tarball } from './native/tarball.mjs';

await runScript({ minutes: 15 }, async () => {
  const platform = platformOf(process);
  if (platform === undefined) {
    const here = `${process.platform}-${process.arch}`;
    console.log(`${RUNTIME.name} ${RUNTIME.version} has no binaries for this machine (${here}): WebAssembly is used.`);
    return;
  }
  if (!isPlaced(nativeFolder, platform)) place(nativeFolder, platform, tarball());
  console.log(`dist/native has ${RUNTIME.name} ${RUNTIME.version} for ${platform}.`);
});
