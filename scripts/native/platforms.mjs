// Platforms: the npm package with ONNX Runtime's native build, and for each platform the files of it that ship.

/** The package. `integrity` is the digest of its tarball, as the npm registry publishes it. */
export const RUNTIME = {
  name: 'onnxruntime-node',
  version: '1.30.0',
  integrity: 'sha512-twhs1C2C/BFkz1yc5OY0KIU2GUq6DURO7hD4bx5Q2Qy3nAMJwRXW8xU3NVczE29VA9lolLOYepoD8fjTGOfIqw==',
};

/** The scripts of the package that `require` reads; they open the binding, which is a file of the platform. */
export const SCRIPTS = ['package.json', 'dist/index.js', 'dist/backend.js', 'dist/binding.js', 'dist/version.js'];

/**
 * Why some files of the Windows folders ship although no import table names them: with the WebGPU provider
 * onnxruntime.dll loads them by name from its own folder. Without them there is no Direct3D adapter
 * (microsoft/onnxruntime issue 25495).
 */
const SHADER_COMPILER = ['dxcompiler.dll', 'dxil.dll'];

const WINDOWS = {
  files: ['onnxruntime_binding.node', 'onnxruntime.dll', ...SHADER_COMPILER],
  opened: SHADER_COMPILER,
  left: {
    'DirectML.dll': 'onnxruntime.dll imports it with delay, for the DirectML provider alone, which is not used',
  },
};
const LINUX = { files: ['onnxruntime_binding.node', 'libonnxruntime.so.1'], opened: [], left: {} };
const MACOS = {
  files: ['onnxruntime_binding.node', 'libonnxruntime.1.dylib'],
  opened: [],
  left: {
    'libonnxruntime.1.30.0.dylib':
      'the same bytes as libonnxruntime.1.dylib, which is the name that the binding imports',
  },
};

/**
 * @typedef {object} Platform
 * @property {string} folder the platform's folder in the package
 * @property {readonly string[]} files the files of that folder that ship: what the loader opens, and no more
 * @property {readonly string[]} opened those of `files` that are opened by name at run time, so that no import table has them
 * @property {Readonly<Record<string, string>>} left the other files of that folder, with the reason why they do not ship
 */

/**
 * The platforms, by the names that VS Code's marketplace has for them. The package has no binaries for macOS on Intel
 * (darwin-x64), for Alpine or for 32-bit ARM: there the extension's package without a platform is installed, which has
 * WebAssembly alone.
 *
 * @type {Readonly<Record<string, Platform>>}
 */
export const PLATFORMS = {
  'linux-x64': { folder: 'bin/napi-v6/linux/x64', ...LINUX },
  'linux-arm64': { folder: 'bin/napi-v6/linux/arm64', ...LINUX },
  'win32-x64': { folder: 'bin/napi-v6/win32/x64', ...WINDOWS },
  'win32-arm64': { folder: 'bin/napi-v6/win32/arm64', ...WINDOWS },
  'darwin-arm64': { folder: 'bin/napi-v6/darwin/arm64', ...MACOS },
};

/**
 * The files of a platform, as paths in the package.
 *
 * @param {string} platform a key of PLATFORMS
 * @returns {string[]}
 */
export function packageFiles(platform) {
  const { folder, files } = PLATFORMS[platform];
  return [...SCRIPTS, ...files.map(file => `${folder}/${file}`)];
}

/**
 * The platform of this machine; undefined if the package has no binaries for it.
 *
 * @param {{ platform: string, arch: string, report?: { getReport(): object } }} process
 * @returns {string | undefined} a key of PLATFORMS
 */
export function platformOf({ platform, arch, report }) {
  const name = `${platform}-${arch}`;
  if (!Object.hasOwn(PLATFORMS, name)) return undefined;
  // The Linux binaries need the C library of GNU. Alpine has another one, about which Node's report has no version.
  if (platform === 'linux' && report?.getReport().header.glibcVersionRuntime === undefined) return undefined;
  return name;
}
