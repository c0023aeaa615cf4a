// Native process: the entry of the child process that runs the engine on native ONNX Runtime. A process of its own, because a
// fault of the library ends the process in which it is loaded. Its arguments are the folder of the package, a number of
// threads, and what computes.
import { createRequire } from 'node:module';
import path from 'node:path';
import { createEngine } from '../../engine/engine';
import { serveEngine } from '../../engine/remote';
import { nativeRuntime, type NativeProvider } from '../../engine/runtime/native';
import type { OnnxModule } from '../../engine/runtime/onnxSession';
import { portOfParent, type StartMessage } from './channel';
import { answerMemory } from './memory';
import { answerPings } from './watchdog';

const [folder, threads, name] = process.argv.slice(2);
const provider: NativeProvider = name === 'webgpu' ? 'webgpu' : 'cpu';
const port = portOfParent();
const tell = (message: StartMessage): void => port.send(message);

// An interrupt in a terminal goes to both processes; what it means is for the parent to say.
process.on('SIGINT', () => undefined);
// The parent may have been killed.
port.onClose(() => process.exit());

try {
  const module = createRequire(path.join(folder, 'package.json'))(folder) as OnnxModule & NativeModule;
  if (provider === 'webgpu' && !module.listSupportedBackends().some(backend => backend.name === provider)) {
    throw new Error('ONNX Runtime has no WebGPU on this platform');
  }
  answerPings(port);
  answerMemory(port, () => process.memoryUsage.rss());
  serveEngine(port, createEngine(nativeRuntime(module, { threads: Number(threads), provider })));
  tell({ kind: 'started', version: module.env.versions.node ?? '' });
} catch (error) {
  tell({ kind: 'refused', why: error instanceof Error ? error.message : String(error) });
}

/** What this file needs of the package besides what the runtime needs. */
interface NativeModule {
  readonly env: { readonly versions: { readonly node?: string } };
  listSupportedBackends(): readonly { readonly name: string }[];
}
