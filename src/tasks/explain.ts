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
import { retrySettings } from './run/rows';
import type { RunTrace, RunPassage } from './run/trace';

/** One layer of one kind of attention. */
export interface LayerOf {
  readonly kind: AttentionKind;
  readonly layer: number;
}

/**
 * The attention of one layer as a record, with the engine's own numbers in it.
 *
 * @param explained of one row: a row alone is never padded
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

/** A text of a passage, with its tokens as they stand in it, and as they stand in the run's text. */
export interface PlacedText extends TokenizedText {
  /**
   * The same tokens with offsets into the run's own text: `sources[passage.text]` for a source, `results[passage.text]` for
   * a target. A token that stands for nothing there has an empty range.
   */
  readonly placed: readonly AttentionToken[];
}

/** One passage of a run, explained. */
export interface ExplainedPassage {
  readonly passage: RunPassage;
  /** It has one row. */
  readonly explained: Explained;
  readonly source: PlacedText;
  readonly target: PlacedText;
}

/**
 * Explains one passage of a run. Its attention is fetched afterwards; the engine keeps it until the next explanation.
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
  return { passage, explained, source: placed(source, passage.read), target: placed(target, passage.written) };
}

/**
 * The parts of one layer's attention in an explained passage. The pass is run again for each.
 *
 * @throws AttentiveError as `attentionOf`
 */
export async function passageHeads(
  engine: Engine,
  { explained: { explanation } }: ExplainedPassage,
  { kind, layer }: LayerOf,
  signal?: AbortSignal,
): Promise<HeadNumbers> {
  const of = { explanation, row: 0, kind, layer };
  const queries = await engine.internals({ ...of, part: 'queries' }, signal);
  const keys = await engine.internals({ ...of, part: 'keys' }, signal);
  const scores = await engine.internals({ ...of, part: 'scores' }, signal);
  const [heads, , width] = queries.dims;
  return { heads, width, queries: queries.data, keys: keys.data, scores: scores.data };
}

export interface PassageHistory {
  readonly history: SearchHistory;
  /** The search gave the same result as in the run. In int8 it may not, as the rows of a batch share their scales there. */
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
 * The passage that read, or wrote, what stands at a place in one of the run's texts; of several the first.
 *
 * @returns -1 if none did
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

/** In the run a passage had the bound of the longest in its batch: here at least as many tokens as it took, or just those if it was cut. */
function boundOf({ newTokenBound }: RunTrace, { cut, sourceIds, targetIds }: RunPassage): RunTrace['newTokenBound'] {
  const taken = targetIds.length - 1;
  if (cut) return { perSourceToken: 0, extra: taken };
  const { perSourceToken, extra } = newTokenBound;
  return { perSourceToken, extra: Math.max(extra, taken - perSourceToken * sourceIds.length) };
}

function placed(text: TokenizedText, spans: readonly Span[]): PlacedText {
  return { ...text, placed: placedTokens(text.tokens, spans) };
}

/** Tokens with offsets into another text; one that stands for nothing there has an empty range. */
export function placedTokens(tokens: readonly AttentionToken[], spans: readonly Span[]): AttentionToken[] {
  return tokens.map(token => ({ ...token, ...(mapRange(spans, token.start, token.end) ?? NOWHERE) }));
}

const NOWHERE = { start: 0, end: 0 };

function isSame(ids: readonly number[], others: readonly number[]): boolean {
  return ids.length === others.length && ids.every((id, at) => id === others[at]);
}
