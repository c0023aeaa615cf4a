// Explain: one teacher-forced pass over rows and their finished targets, kept to be fetched piece by piece.
import type { AttentionKind } from '../../attention/record/record';
import { badRequest, throwIfAborted } from '../../base/errors';
import { fieldsOfFile } from '../../base/json';
import { outputName } from '../../onnx/structure/capture';
import type { ExplainRequest, TokenizedText } from '../api/contract';
import type { CaptureSessions } from '../network/captureSessions';
import { type Explanation, type Layers, layersOf } from './explanation';
import { checkIds, type Model } from '../generate/generate';
import { resolveSettings } from '../search/settings';
import { positionLimit } from '../search/settingsFields';
import type { Rerun } from './internals';
import { type Batch, HIDDEN, type Outputs, runDecoder, runEncoder, teacherForced } from '../network/teacherForced';
import { EventLoopYield } from '../runtime/eventLoopYield';

/** What is needed to explain what a model does. */
export interface Explainable extends Model {
  readonly captures: CaptureSessions;
}

/**
 * @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if the model shows no attention
 * @throws AttentiveError `bad-request`, `model-run-failed`, `cancelled`
 */
export async function explain(
  model: Explainable,
  request: ExplainRequest,
  number: number,
  signal: AbortSignal,
): Promise<Explanation> {
  const sources = sourcesOf(model, request);
  const targets = targetsOf(model, request, sources.length);
  const { padTokenId } = resolveSettings(model.config, model.generationConfig, {});
  const batch = { sources: sources.map(({ ids }) => ids), targets, padTokenId };
  const outputs = await run(model, batch, signal);
  const layers = (kind: AttentionKind): Layers => layersOf(kind, ofKind(outputs, kind), sources.length);
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
  const shown = (id: number): string => model.tokenizer.shown(id);
  return { model, explained, attention, logits, shown, again: againOf(model, batch) };
}

/** The pass over the same rows again, for what comes out of it on request. */
function againOf({ loaded, captures }: Explainable, batch: Batch): Rerun {
  return {
    model: loaded.model,
    inside: stack => captures.inside(stack),
    async run(stack, names, wanted, signal) {
      const outputs = await abortable(signal, async unlessAborted => {
        const session = await unlessAborted(() => captures.insideSession(stack, names));
        if (stack === 'encoder') return unlessAborted(() => runEncoder(session, batch, [wanted]));
        const encoder = await unlessAborted(() => captures.encoder());
        const { [HIDDEN]: hidden } = await unlessAborted(() => runEncoder(encoder.session, batch, [HIDDEN]));
        return unlessAborted(() => runDecoder(session, hidden, batch, [wanted]));
      });
      return outputs[wanted];
    },
  };
}

function run({ captures }: Explainable, batch: Batch, signal: AbortSignal): Promise<Outputs> {
  return abortable(signal, unlessAborted =>
    teacherForced(
      () => unlessAborted(() => captures.encoder()),
      () => unlessAborted(() => captures.decoder()),
      batch,
    ),
  );
}

type UnlessAborted = <T>(work: () => Promise<T>) => Promise<T>;

/** Making and running a session takes a while, in which an abort may have come. */
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

function ofKind(outputs: Outputs, kind: AttentionKind): Outputs[string][] {
  const found: Outputs[string][] = [];
  for (let layer = 0; ; layer++) {
    const tensor = outputs[outputName({ kind, layer }, 'weights')];
    if (tensor === undefined) return found;
    found.push(tensor);
  }
}

function sourcesOf(
  { tokenizer, loaded, sourceVocabularySize }: Model,
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

function targetsOf({ config, loaded }: Model, { targets }: ExplainRequest, rows: number): ExplainRequest['targets'] {
  if (targets.length !== rows) throw badRequest('targets', `there are ${targets.length} for ${rows} sources`);
  const limit = positionLimit(fieldsOfFile('config.json', config));
  for (const [row, ids] of targets.entries()) {
    checkIds(row, ids, loaded.vocabularySize);
    if (ids.length > limit)
      throw badRequest('targets', `row ${row} has ${ids.length} ids and the model takes ${limit}`);
  }
  return targets;
}
