// Explain: the passages of a finished run explained by the engine: their attention as records, heads and search history.
import type { HeadNumbers } from '../attention/decoding/arithmetic';
import type { SearchHistory } from '../attention/decoding/history';
import { badRequest } from '../base/errors';
import {
  type AttentionKind,
  type AttentionRecord,
  type AttentionToken,
  checkedRecord,
  checkIndex,
} from '../attention/record/record';
import { consumed } from '../base/streams';
import type { Engine, Explained, GenerateRequest, TokenizedText } from '../engine/api/contract';
import { mapRange, type Span } from '../text/inline/spans';
import { retrySettings } from './rows/retry';
import type { RunTrace, RunPassage } from './rows/trace';

/** One layer of one kind of attention. */
export interface LayerOf {
  readonly kind: AttentionKind;
  readonly layer: number;
}

/**
 * The attention of one layer as a record. Its weights are the array that the engine sent, not a copy.
 *
 * @param explained has one row: a single row is never padded
 * @throws AttentiveError `bad-request` if there are several rows or no such layer, or if the engine has made another
 *   explanation since
 */
export async function attentionOf(
  engine: Engine,
  { explanation, rows, attention }: Explained,
  { kind, layer }: LayerOf,
  signal?: AbortSignal,
): Promise<AttentionRecord> {
  if (rows.length !== 1) throw badRequest('rows', `one row is expected, not ${rows.length}`);
  const [{ source, target }] = rows;
  const request = { explanation, row: 0, kind, layer };
  return checkedRecord({
    kind,
    layers: 1,
    heads: attention[kind].heads,
    targets: kind === 'encoder' ? source.tokens : target.tokens,
    sources: kind === 'decoder' ? target.tokens : source.tokens,
    weights: await engine.attention(request, signal), // [1, head, target, source]
  });
}

/** The source or target of a passage, with offsets of its tokens into that text and into a text of the run. */
export interface PlacedText extends TokenizedText {
  /**
   * The same tokens with offsets into the run's own text: `sources[passage.text]` for a source, `results[passage.text]` for
   * a target. A token without a counterpart there has an empty range.
   */
  readonly placed: readonly AttentionToken[];
}

/** One passage of a run, explained. */
export interface ExplainedPassage {
  readonly passage: RunPassage;
  /** The engine's explanation, of one row. */
  readonly explained: Explained;
  readonly source: PlacedText;
  readonly target: PlacedText;
}

/**
 * Explains one passage of a run. The engine keeps the attention until the next explanation; `attentionOf` fetches it.
 *
 * @throws AttentiveError `bad-request` if there is no such passage, or the model is not what it was in the run;
 *   `model-unsupported` (data.what is an operator, data.file) if the model shows no attention; what the engine throws
 */
export async function explainPassage(
  engine: Engine,
  trace: RunTrace,
  at: number,
  signal?: AbortSignal,
): Promise<ExplainedPassage> {
  checkIndex('passage', at, trace.passages.length);
  const passage = trace.passages[at];
  const request = { model: trace.model, source: sourceOf(trace, passage), targets: [passage.targetIds] };
  const explained = await engine.explain(request, signal);
  const [{ source, target }] = explained.rows;
  if (!isSame(source.ids, passage.sourceIds)) throw badRequest('model', 'it reads the text otherwise than in the run');
  return { passage, explained, source: placedText(source, passage.read), target: placedText(target, passage.written) };
}

/**
 * The queries, keys and scores of all heads of one layer. The engine runs the passage again for each of the three.
 *
 * @throws AttentiveError as `attentionOf`
 */
export async function passageHeads(
  engine: Engine,
  { explained: { explanation } }: ExplainedPassage,
  { kind, layer }: LayerOf,
  signal?: AbortSignal,
): Promise<HeadNumbers> {
  const request = { explanation, row: 0, kind, layer };
  const queries = await engine.internals({ ...request, part: 'queries' }, signal);
  const keys = await engine.internals({ ...request, part: 'keys' }, signal);
  const scores = await engine.internals({ ...request, part: 'scores' }, signal);
  const [heads, , width] = queries.dims;
  return { heads, width, queries: queries.data, keys: keys.data, scores: scores.data };
}

export interface PassageHistory {
  readonly history: SearchHistory;
  /**
   * Whether the search gave the same result as in the run. With 8-bit weights it may not: activations are quantized with
   * one scale for all rows of a batch, and here the passage is alone in its batch.
   */
  readonly isSame: boolean;
}

/**
 * The paths that the search followed in one passage. The search is run again for it.
 *
 * @throws AttentiveError as `explainPassage`
 */
export async function passageHistory(
  engine: Engine,
  trace: RunTrace,
  at: number,
  signal?: AbortSignal,
): Promise<PassageHistory> {
  checkIndex('passage', at, trace.passages.length);
  const passage = trace.passages[at];
  const request: GenerateRequest = {
    model: trace.model,
    source: sourceOf(trace, passage),
    settings: passage.isRetry ? retrySettings(trace.settings) : trace.settings,
    newTokenBound: boundOf(trace, passage),
    history: true,
  };
  let found: PassageHistory | undefined;
  await consumed(engine.generate(request, signal), event => {
    if (event.kind !== 'row' || event.history === undefined) return;
    found = { history: event.history, isSame: isSame(event.hypotheses[0].ids, passage.targetIds) };
  });
  if (found === undefined) throw badRequest('model', 'it does not take the text as in the run');
  return found;
}

/**
 * The index of the first passage that read the character at an offset of a source of the run, or that wrote the character at
 * an offset of a result.
 *
 * @returns -1 if there is none
 */
export function passageAt(trace: RunTrace, side: 'source' | 'target', text: number, offset: number): number {
  return trace.passages.findIndex(passage => {
    const spans = side === 'source' ? passage.read : passage.written;
    const [first, last] = [spans[0], spans.at(-1)];
    if (passage.text !== text || first === undefined || last === undefined) return false;
    return first.from <= offset && offset <= last.to;
  });
}

function sourceOf({ input }: RunTrace, { source }: RunPassage): GenerateRequest['source'] {
  return { kind: 'text', texts: [source], ...input };
}

/**
 * The limit of new tokens for repeating the search of one passage. In the run the longest source of a batch set the limit for
 * all of its rows. So the limit here is at least the number of tokens that the passage has, and exactly that if the search was
 * stopped before EOS.
 */
function boundOf({ newTokenBound }: RunTrace, { cut, sourceIds, targetIds }: RunPassage): RunTrace['newTokenBound'] {
  const taken = targetIds.length - 1;
  if (cut) return { perSourceToken: 0, extra: taken };
  const { perSourceToken, extra } = newTokenBound;
  return { perSourceToken, extra: Math.max(extra, taken - perSourceToken * sourceIds.length) };
}

/** A text of a passage, with the offsets of its tokens in the text to which `spans` lead. */
function placedText(text: TokenizedText, spans: readonly Span[]): PlacedText {
  return { ...text, placed: placedTokens(text.tokens, spans) };
}

/** Tokens with offsets into the text to which `spans` lead. A token without a counterpart there has an empty range. */
export function placedTokens(tokens: readonly AttentionToken[], spans: readonly Span[]): AttentionToken[] {
  return tokens.map(token => ({ ...token, ...(mapRange(spans, token.start, token.end) ?? NOWHERE) }));
}

const NOWHERE = { start: 0, end: 0 };

function isSame(ids: readonly number[], others: readonly number[]): boolean {
  return ids.length === others.length && ids.every((id, at) => id === others[at]);
}
