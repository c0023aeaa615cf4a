// Hub files: which files of a repository are the model, in one precision, and what is missing.
import { notAvailable } from '../../base/errors';
import { chooseLayout, completePrecisions } from '../layout';
import { graphFilesOf } from '../modelFiles';
import { type Precision, PRECISIONS } from '../precision';

/** The files beside the graphs that every model must have. */
export const REQUIRED_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
/** The files beside the graphs that the engine reads if they are there. */
const OPTIONAL_FILES = ['generation_config.json', 'source.spm', 'target_vocab.json'];

/**
 * The names of the files that a model needs.
 *
 * @param precision the precision of the graphs; the best one of the repository if left out
 * @throws AttentiveError `model-not-available` if a file is missing, or the precision
 */
export function filesOfModel(model: string, names: readonly string[], precision?: Precision): string[] {
  const all = new Set(names);
  const missing = REQUIRED_FILES.find(name => !all.has(name));
  if (missing !== undefined)
    throw notAvailable(model, `it has no ${missing}, so it is not in the layout of transformers.js`);
  const available = completePrecisions(all);
  if (precision !== undefined && available.length > 0 && !available.includes(precision)) {
    throw notAvailable(model, `it has no ${precision}; --precision may be ${available.join(', ')}`);
  }
  const found = chooseLayout(all, precision === undefined ? PRECISIONS : [precision]);
  if (found.kind === 'missing') {
    throw notAvailable(model, `it has no ${found.file}, so it is no encoder-decoder in the layout of transformers.js`);
  }
  const graphs = graphFilesOf(found.layout);
  // Weights may be in files beside the graph, whose names begin with its own: model.onnx_data, model.onnx_data_1, model.onnx.data.
  const weights = names.filter(name =>
    graphs.some(graph => name.startsWith(`${graph}_data`) || name.startsWith(`${graph}.data`)),
  );
  return [...REQUIRED_FILES, ...OPTIONAL_FILES.filter(name => all.has(name)), ...graphs, ...weights];
}
