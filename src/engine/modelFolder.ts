// Model folder: a folder read into what the engine is given. Here the folder's reader meets the graphs' reader, which
// says in which further files a graph's weights stand.
import { readFolder } from '../models/folder';
import type { Precision } from '../models/precision';
import type { FileStore } from '../models/store';
import { weightsFiles } from '../onnx/bytes/weightsFiles';
import type { ModelFiles } from './api/contract';

/** As `readFolder`, for the backend that the engine has. */
export function readModelFolder(store: FileStore, precision?: Precision): Promise<ModelFiles> {
  return readFolder(store, weightsFiles, { precision, backend: 'wasm' });
}
