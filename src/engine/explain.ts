// Explain: one teacher-forced pass over rows and their finished targets, kept to be fetched piece by piece.
import { type AttentionKind, badRequest } from '../attention/record';
import { throwIfAborted } from '../base/errors';
import type { ExplainRequest, TokenizedText } from './api';
import type { Capturing } from './capturing';
import { type Explanation, type Layers, layersOf } from './explanation';
import { checkIds, type Model } from './generate';
import { resolveSettings } from './generation';
import { jsonObject, positionLimit } from './generationFields';
import { type Outputs, teacherForced } from './teacherForced';
import { Breather } from './turns';

/** What is needed to explain what a model does. */
export interface Explainable extends Model {
  readonly capturing: Capturing;
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
  const outputs = await run(model, { sources: sources.map(({ ids }) => ids), targets, padTokenId }, signal);
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
  return { model, explained, attention, logits, shown: id => model.tokenizer.shown(id) };
}

async function run(
  { capturing }: Explainable,
  batch: Parameters<typeof teacherForced>[2],
  signal: AbortSignal,
): Promise<Outputs> {
  const breather = new Breather();
  // Making and running a session takes a while, in which an abort may have come.
  const unlessAborted = async <T>(work: () => Promise<T>): Promise<T> => {
    await breather.breathe();
    throwIfAborted(signal);
    return work();
  };
  try {
    return await teacherForced(
      () => unlessAborted(() => capturing.encoder()),
      () => unlessAborted(() => capturing.decoder()),
      batch,
    );
  } finally {
    breather.dispose();
  }
}

function ofKind(outputs: Outputs, kind: AttentionKind): Outputs[string][] {
  const found: Outputs[string][] = [];
  for (let layer = 0; ; layer++) {
    const tensor = outputs[`${kind}_attentions.${layer}`];
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
  const limit = positionLimit(jsonObject('config.json', config));
  for (const [row, ids] of targets.entries()) {
    checkIds(row, ids, loaded.vocabularySize);
    if (ids.length > limit)
      throw badRequest('targets', `row ${row} has ${ids.length} ids and the model takes ${limit}`);
  }
  return targets;
}
