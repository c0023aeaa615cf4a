// Model folder: reads a model folder for the engine. `readFolder` in models/ cannot read graphs, so it is given the
// function `weightsFiles` of onnx/, which finds the weights files that a graph names.
import { readFolder } from '../models/folder';
import type { Precision } from '../models/precision';
import type { FileStore } from '../models/store';
import { weightsFiles } from '../onnx/bytes/weightsFiles';
import type { ModelFiles } from '../models/modelFiles';

/** Reads a model folder, as `readFolder` says. */
export function readModelFolder(store: FileStore, precision?: Precision): Promise<ModelFiles> {
  return readFolder(store, weightsFiles, precision);
}
