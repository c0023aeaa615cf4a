// Model folder: reads a model folder for the engine. It gives the reader of folders, in models/, the reader of graphs, in
// onnx/, which finds the weights files that a graph names.
import { readFolder } from '../models/folder';
import type { Precision } from '../models/precision';
import type { FileStore } from '../models/store';
import { weightsFiles } from '../onnx/bytes/weightsFiles';
import type { ModelFiles } from '../models/modelFiles';

/** As `readFolder`. */
export function readModelFolder(store: FileStore, precision?: Precision): Promise<ModelFiles> {
  return readFolder(store, weightsFiles, precision);
}
