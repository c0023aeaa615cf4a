// Notices: writes ThirdPartyNotices.txt with the license of every package in the bundles, which are found in the source
// maps. With `--check` it writes nothing and fails if the file is not up to date.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { packedSources } from './grammars.mjs';
import { RUNTIME } from './native/platforms.mjs';
import { LIMITS } from './sizes.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const maps = Object.keys(LIMITS).map(bundle => path.join(root, 'dist', `${bundle}.map`));
// These packages are not in the source maps: the runtime and the grammars are copied beside the bundles, and
// transformers.js is one file that contains its own dependencies.
const packages = new Set([
  'onnxruntime-web',
  'onnxruntime-common',
  '@huggingface/transformers',
  '@huggingface/tokenizers',
  '@huggingface/jinja',
  'tm-grammars',
]);
for (const map of maps) {
  for (const source of JSON.parse(fs.readFileSync(map, 'utf8')).sources) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
    if (found !== undefined) packages.add(found);
  }
}
/** The licenses of the grammars in the build. The NOTICE of their package has those of all grammars in the package. */
async function licensesOfGrammars(folder) {
  const packed = await packedSources();
  const notice = fs.readFileSync(path.join(folder, 'NOTICE'), 'utf8');
  const sections = notice.split(/^={20,}\n(?=Files:)/m).filter(section => {
    const [, files = ''] = /^Files:\s*(.*)$/m.exec(section) ?? [];
    return files.split(/,\s*/).some(file => packed.includes(file.replace(/\.json$/, '')));
  });
  return [TEXTMATE, ...sections.map(section => section.trim())].join('\n\n');
}

/** The license of TextMate's bundles, from their readme files. The NOTICE of the package does not have this license. */
const TEXTMATE = `Files: yaml.json, toml.json (bundles of TextMate)

Permission to copy, use, modify, sell and distribute this software is granted. This software is provided "as is" without
express or implied warranty, and with no claim as to its suitability for any purpose.`;

/** The license of a package without a license file. */
function licenseOf(name, license) {
  return name.startsWith('onnxruntime') ? kept('onnxruntime') : `License: ${license}`;
}

/** A text of scripts/notices: a license that no installed package has. */
function kept(name) {
  return fs.readFileSync(path.join(root, 'scripts/notices', `${name}.txt`), 'utf8').trim();
}

/**
 * The notices about ONNX Runtime that its packages lack. The native build is not installed; what it consists of is in
 * scripts/native/platforms.mjs. The list of what is compiled into ONNX Runtime is that of version 1.21.0.
 */
const runtime = [
  `${RUNTIME.name} ${RUNTIME.version} (MIT), only in the packages of platforms\nhttps://github.com/Microsoft/onnxruntime.git\n\n${kept('onnxruntime')}\n`,
  `DirectX Shader Compiler 1.8.2502, in ${RUNTIME.name}\nhttps://github.com/microsoft/DirectXShaderCompiler\n\n${kept('dxcompiler')}\n`,
  `What onnxruntime-web and ${RUNTIME.name} are made of, as ONNX Runtime 1.21.0 lists it\nhttps://github.com/microsoft/onnxruntime/blob/v${RUNTIME.version}/ThirdPartyNotices.txt has the list of ${RUNTIME.version}.\n\n${kept('onnxruntime-parts')}\n`,
];

const grammars = await licensesOfGrammars(path.join(root, 'node_modules/tm-grammars'));
const notices = [...packages].sort().map(name => {
  const folder = path.join(root, 'node_modules', name);
  const { version, license, repository } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = fs.readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? licenseOf(name, license) : fs.readFileSync(path.join(folder, file), 'utf8').trim();
  const more = name === 'tm-grammars' ? `\n\n${grammars}` : '';
  return `${name} ${version} (${license})\n${repository?.url ?? repository ?? ''}\n\n${text}${more}\n`;
});
const head =
  'Attentive ships parts of these packages. The license of the embedded model is in models/embedded/README.md.\n';
const text = [head, ...notices, ...runtime].join(`\n${'-'.repeat(80)}\n\n`);
const file = path.join(root, 'ThirdPartyNotices.txt');
if (!process.argv.includes('--check')) fs.writeFileSync(file, text);
else if (fs.readFileSync(file, 'utf8') !== text) {
  console.error('ThirdPartyNotices.txt is not up to date: run node scripts/notices.mjs');
  process.exit(1);
}
