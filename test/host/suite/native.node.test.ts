// Native test: the native runtime in the extension host's child process, and what happens when that process is killed; WebGPU where
// there is no adapter. The files of the
// native build are linked into the installed extension, whichever package that is.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { closeAll, documentOf, outcomeOf, until } from './documents';

const FILES = path.join(__ROOT__, 'dist/native');
const TEXT =
  'The file is empty. Please close the window. The train is late today. We have seen the garden of the house.';

const isHere = fs.existsSync(FILES);
if (!isHere) {
  const message = `${FILES} is missing: npm run native fetches it.`;
  if (process.env['CI'] !== undefined) throw new Error(message);
  console.log(`The native runtime is not tested: ${message}`);
}

const test = isHere ? describe : () => undefined;
test('the native runtime in the editor', () => {
  const extension = vscode.extensions.getExtension('attentive.attentive');
  const place = path.join(extension?.extensionPath ?? '', 'dist', 'native');
  const isLinked = !fs.existsSync(place);

  before(() => {
    if (isLinked) fs.symlinkSync(FILES, place, 'dir');
  });
  after(async () => {
    await use(undefined);
    if (isLinked) fs.unlinkSync(place);
  });
  afterEach(closeAll);

  /** The text, translated while the setting has this value. */
  async function translated(backend: string): Promise<string> {
    await use(backend);
    const editor = await documentOf(TEXT);
    const outcome = await outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    assert.equal(outcome.kind, 'done', outcome.message);
    return editor.document.getText();
  }

  it('translates, is named in the diagnostics, and is replaced by WebAssembly when its process is killed', async () => {
    const onWasm = await translated('wasm');
    assert.match(await diagnostics(), /^runtime: wasm$/m);
    const onNative = await translated('native');
    // The sentences are too short for a difference in rounding to change a word.
    assert.equal(onNative, onWasm);
    const told = await diagnostics();
    assert.match(told, /^runtime: native$/m);
    assert.match(told, /^self-check of .*: passed/m);
    assert.doesNotMatch(told, /window|Fenster/);
    const pid = Number(/^native runtime: ONNX Runtime [\d.]+, process (\d+), \d+ MB of memory$/m.exec(told)?.[1]);
    process.kill(pid, 'SIGSEGV');
    const editor = await documentOf(TEXT);
    assert.equal((await outcomeOf('attentive.translate', { to: 'de', output: 'replace' })).kind, 'done');
    assert.equal(editor.document.getText(), onWasm);
    await until(async () => /^runtime: wasm; native not used: .*SIGSEGV/m.test(await diagnostics()));
    // The extension host has outlived its child, and a restart tries the native runtime again.
    await vscode.commands.executeCommand('attentive.restartEngine');
    assert.equal(await translated('native'), onWasm);
    assert.match(await diagnostics(), /^runtime: native$/m);
  });

  it('says that WebGPU is not used where the machine has no adapter, and WebAssembly translates', async () => {
    const { VK_ICD_FILENAMES: driver, VK_DRIVER_FILES: drivers } = process.env;
    // With this file Vulkan finds no driver, whatever the machine has.
    process.env['VK_ICD_FILENAMES'] = process.env['VK_DRIVER_FILES'] = path.join(FILES, 'none.json');
    try {
      const onWebgpu = await translated('webgpu');
      assert.match(await diagnostics(), /^runtime: wasm; webgpu not used: .*WebGPU/m);
      assert.equal(onWebgpu, await translated('wasm'));
    } finally {
      for (const [name, value] of Object.entries({ VK_ICD_FILENAMES: driver, VK_DRIVER_FILES: drivers })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});

async function use(backend: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('attentive').update('backend', backend, vscode.ConfigurationTarget.Global);
}

async function diagnostics(): Promise<string> {
  await vscode.commands.executeCommand('attentive.copyDiagnostics');
  return vscode.env.clipboard.readText();
}
