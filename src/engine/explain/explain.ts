// Explain: runs one teacher-forced pass over sources and their finished targets, and collects its results for later
// requests.
import type { AttentionKind } from '../../attention/record/record';
import { badRequest, throwIfAborted } from '../../base/errors';
import { fieldsOfFile } from '../../base/json';
import { outputName } from '../../onnx/structure/capture';
import type { ExplainRequest, TokenizedText } from '../api/contract';
import type { CaptureSessions } from '../network/captureSessions';
import { type Explanation, type AttentionLayers, layersOf } from './explanation';
import { checkIds, type RunnableModel } from '../generate/generate';
import { resolveSettings } from '../search/settings';
import { positionLimit } from '../search/settingsFields';
import type { Rerun } from './internals';
import { type Batch, HIDDEN, type Outputs, runDecoder, runEncoder, teacherForced } from '../network/teacherForced';
import { EventLoopYield } from '../runtime/eventLoopYield';

/** A model that can be explained. */
export interface ExplainableModel extends RunnableModel {
  readonly captures: CaptureSessions;
}

/**
 * Makes an explanation.
 *
 * @param number the number of the explanation, by which its parts are requested
 * @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if the graph gives no attention
 * @throws AttentiveError `bad-request`, `model-run-failed`, `cancelled`
 */
export async function explain(
  model: ExplainableModel,
  request: ExplainRequest,
  number: number,
  signal: AbortSignal,
): Promise<Explanation> {
  const sources = sourcesOf(model, request);
  const targets = targetsOf(model, request, sources.length);
  const { padTokenId } = resolveSettings(model.config, model.generationConfig, {});
  const batch = { sources: sources.map(({ ids }) => ids), targets, padTokenId };
  const outputs = await run(model, batch, signal);
  const layers = (kind: AttentionKind): AttentionLayers => layersOf(kind, tensorsOfKind(outputs, kind), sources.length);
  const attention = { encoder: layers('encoder'), decoder: layers('decoder'), cross: layers('cross') };
  const logits = outputs['logits'];
  const explained = {
    explanation: number,
    rows: sources.map((source, row) => ({ source, target: model.tokenizer.tokensOfIds(targets[row], 'target') })),
    attention: {
      encoder: attention.encoder.shape,
      decoder: attention.decoder.shape,
      cross: attention.cross.shape,
    },
    vocabularySize: logits.dims[2],
  };
  const tokenText = (id: number): string => model.tokenizer.displayText(id);
  return { model, explained, attention, logits, tokenText, rerun: rerunOf(model, batch) };
}

/** Makes the object that runs the pass over the same rows again, with outputs that the first pass did not have. */
function rerunOf({ loaded, captures }: ExplainableModel, batch: Batch): Rerun {
  return {
    model: loaded.model,
    internals: stack => captures.internals(stack),
    async run(stack, names, output, signal) {
      const outputs = await abortable(signal, async unlessAborted => {
        const session = await unlessAborted(() => captures.internalsSession(stack, names));
        if (stack === 'encoder') return unlessAborted(() => runEncoder(session, batch, [output]));
        const encoder = await unlessAborted(() => captures.encoder());
        const { [HIDDEN]: hidden } = await unlessAborted(() => runEncoder(encoder.session, batch, [HIDDEN]));
        return unlessAborted(() => runDecoder(session, hidden, batch, [output]));
      });
      return outputs[output];
    },
  };
}

/** Runs the pass. Its outputs are the attention weights of every layer and the logits. */
function run({ captures }: ExplainableModel, batch: Batch, signal: AbortSignal): Promise<Outputs> {
  return abortable(signal, unlessAborted =>
    teacherForced(
      () => unlessAborted(() => captures.encoder()),
      () => unlessAborted(() => captures.decoder()),
      batch,
    ),
  );
}

/** Runs one step of the work, or throws `cancelled` if the signal was aborted. */
type UnlessAborted = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Runs `work`, which passes each of its steps to `unlessAborted`. The signal is checked before each step, because creating and
 * running a session takes a while, in which an abort may arrive.
 */
async function abortable<T>(signal: AbortSignal, work: (unlessAborted: UnlessAborted) => Promise<T>): Promise<T> {
  const eventLoop = new EventLoopYield();
  try {
    return await work(async step => {
      await eventLoop.next();
      throwIfAborted(signal);
      return step();
    });
  } finally {
    eventLoop.dispose();
  }
}

/** The attention weights of one kind, layer by layer. */
function tensorsOfKind(outputs: Outputs, kind: AttentionKind): Outputs[string][] {
  const tensors: Outputs[string][] = [];
  for (let layer = 0; ; layer++) {
    const tensor = outputs[outputName({ kind, layer }, 'weights')];
    if (tensor === undefined) return tensors;
    tensors.push(tensor);
  }
}

function sourcesOf(
  { tokenizer, loaded, sourceVocabularySize }: RunnableModel,
  { source }: ExplainRequest,
): readonly TokenizedText[] {
  const rows = source.kind === 'ids' ? source.ids.map(ids => ({ ids })) : tokenizer.tokensOf(source);
  if (rows.length === 0) throw badRequest('source', 'there is no row');
  const limit = loaded.maxSourceTokens;
  for (const [row, { ids }] of rows.entries()) {
    checkIds(row, ids, sourceVocabularySize);
    if (ids.length > limit) throw badRequest('source', `row ${row} has ${ids.length} ids and the model takes ${limit}`);
  }
  return rows.map(row => ('tokens' in row ? row : tokenizer.tokensOfIds(row.ids, 'source')));
}

function targetsOf(
  { config, loaded }: RunnableModel,
  { targets }: ExplainRequest,
  rows: number,
): ExplainRequest['targets'] {
  if (targets.length !== rows) throw badRequest('targets', `there are ${targets.length} targets for ${rows} sources`);
  const limit = positionLimit(fieldsOfFile('config.json', config));
  for (const [row, ids] of targets.entries()) {
    checkIds(row, ids, loaded.vocabularySize);
    if (ids.length > limit)
      throw badRequest('targets', `row ${row} has ${ids.length} ids and the model takes ${limit}`);
  }
  return targets;
}
