// Gpu: the environment in which WebGPU computes on SwiftShader, a graphics processor in software, so that tests need no real one.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** The driver file of SwiftShader in Debian's package chromium. */
const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Debian's packages with the driver and with the library that loads drivers, as far as they are missing. */
export function missingGpuPackages() {
  const loaders = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib64/libvulkan.so.1', '/usr/lib/libvulkan.so.1'];
  return [
    ...(fs.existsSync(DRIVER) ? [] : ['chromium']),
    ...(loaders.some(file => fs.existsSync(file)) ? [] : ['libvulkan1']),
  ];
}

/**
 * The variables by which Vulkan finds SwiftShader; none if it is not there, or if the user has named a driver. The library wants a
 * folder for sockets that is the user's alone.
 *
 * @param {string} folder where that folder may be made
 */
export function gpuEnvironment(folder) {
  const { VK_ICD_FILENAMES, VK_DRIVER_FILES, XDG_RUNTIME_DIR } = process.env;
  if (os.platform() !== 'linux' || VK_ICD_FILENAMES || VK_DRIVER_FILES || !fs.existsSync(DRIVER)) return {};
  const runtime = XDG_RUNTIME_DIR ?? path.join(folder, 'xdg');
  fs.mkdirSync(runtime, { recursive: true, mode: 0o700 });
  return { VK_ICD_FILENAMES: DRIVER, XDG_RUNTIME_DIR: runtime };
}
