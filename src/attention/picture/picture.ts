// Picture: what is drawn of one layer: its record after choosing heads, merging tokens into words and hiding special tokens.
import { badRequest } from '../../base/errors';
import type { AttentionKind, AttentionRecord, AttentionToken } from '../record/record';
import { hideSpecial, meanHeads, pickHeads, renormalized } from '../record/select';
import { mergeWords, startsOfWords, type Words, wordsByOffsets } from '../record/words';

/** The mean of all heads, the rollout of all layers up to the one that is chosen, or some heads, each shown by itself. */
export type HeadChoice = 'mean' | 'rollout' | readonly number[];

/** What one matrix of a picture shows: one head, the mean of all heads, or the rollout. */
export type ShownHead = 'mean' | 'rollout' | number;

/** The number that gives a matrix its color: that of its head, or its index `place` if it is a mean or a rollout. */
export function headNumber(head: ShownHead, place: number): number {
  return typeof head === 'number' ? head : place;
}

/** A layer's number, or the mean over all layers, taken for each head separately. */
export type LayerChoice = 'mean' | number;

/** What each row and column stands for: a token, or a word. */
export type Unit = 'tokens' | 'words';

/** How special tokens are shown; `renormalized` hides them and divides each row by the sum of its remaining weights. */
export type SpecialTokens = 'shown' | 'hidden' | 'renormalized';

export interface PictureChoice {
  readonly heads: HeadChoice;
  readonly unit: Unit;
  readonly special: SpecialTokens;
}

/** The texts that the tokens' offsets point into. */
export interface PictureTexts {
  readonly source: string;
  readonly target: string;
}

export interface Picture {
  readonly kind: AttentionKind;
  readonly layer: LayerChoice;
  readonly choice: PictureChoice;
  /** The record of the layer before any of the choices were applied. */
  readonly layerRecord: AttentionRecord;
  /** One layer, as many heads as `heads`; its tokens are those (or the words) that are shown. */
  readonly record: AttentionRecord;
  /** What each matrix of the record shows. */
  readonly heads: readonly ShownHead[];
  /** The rows. */
  readonly query: PictureSide;
  /** The columns. */
  readonly key: PictureSide;
}

/** The rows or the columns of a picture. */
export interface PictureSide {
  /** Which text of the passage the rows or columns belong to; `text` is that text. */
  readonly side: 'source' | 'target';
  readonly text: string;
  /** Tokens or words, as in the record. */
  readonly tokens: readonly AttentionToken[];
  /** For each row or column, the tokens that it shows: indices into all tokens of the text, ascending. */
  readonly members: readonly (readonly number[])[]; // [shown]
  /** The row or column that shows each token of the whole text; -1 for a token that is not shown. */
  readonly shownAt: Int32Array; // [token]
}

/**
 * Applies the choices to the record of a layer.
 *
 * @param layer a record of one layer (or of the mean of all layers), with every head and token; for `rollout`, a record
 *   whose only head holds the rollout
 * @throws AttentiveError `bad-request` if the record has several layers, no head is chosen, or a chosen head does not exist
 */
export function pictureOf(
  layer: { readonly record: AttentionRecord; readonly layer: LayerChoice },
  texts: PictureTexts,
  choice: PictureChoice,
): Picture {
  const whole = layer.record;
  if (whole.layers !== 1) throw badRequest('record', `a picture is of one layer, not ${whole.layers}`);
  if (choice.heads.length === 0) throw badRequest('heads', 'none is chosen');
  const [rowSide, columnSide] = sidesOf(whole.kind);
  const targets = groupsOf(whole.targets, texts[rowSide], choice.unit);
  const sources = rowSide === columnSide ? targets : groupsOf(whole.sources, texts[columnSide], choice.unit);
  const chosen = typeof choice.heads === 'string' ? meanHeads(whole) : pickHeads(whole, choice.heads);
  const merged = choice.unit === 'words' ? mergeWords(chosen, targets, sources) : chosen;
  const remaining =
    choice.special === 'shown'
      ? {
          record: merged,
          targets: Int32Array.from(merged.targets.keys()),
          sources: Int32Array.from(merged.sources.keys()),
        }
      : hideSpecial(merged, { renormalize: false });
  return {
    kind: whole.kind,
    layer: layer.layer,
    choice,
    layerRecord: whole,
    record: choice.special === 'renormalized' ? renormalized(remaining.record) : remaining.record,
    heads: typeof choice.heads === 'string' ? [choice.heads] : choice.heads,
    query: sideOf(rowSide, texts[rowSide], targets, remaining.targets),
    key: sideOf(columnSide, texts[columnSide], sources, remaining.sources),
  };
}

/** The texts that the rows and columns of a kind of attention belong to. */
export function sidesOf(kind: AttentionKind): readonly [rows: PictureSide['side'], columns: PictureSide['side']] {
  return [kind === 'encoder' ? 'source' : 'target', kind === 'decoder' ? 'target' : 'source'];
}

/** The weight of one pair in one of the picture's heads; `head` is the index of a matrix. */
export function weightAt({ record }: Picture, head: number, query: number, key: number): number {
  const { targets, sources, weights } = record;
  return weights[(head * targets.length + query) * sources.length + key];
}

/** The words that the tokens of a text make; for the unit `tokens`, each token is a word. */
export function groupsOf(tokens: readonly AttentionToken[], text: string, unit: Unit): Words {
  if (unit === 'words') return wordsByOffsets(tokens, text, startsOfWords(text));
  return { words: tokens, wordOf: Int32Array.from(tokens.keys()) };
}

function sideOf(side: PictureSide['side'], text: string, { words, wordOf }: Words, remaining: Int32Array): PictureSide {
  const placeOf = new Int32Array(words.length).fill(-1); // [word]
  remaining.forEach((word, place) => (placeOf[word] = place));
  const members: number[][] = Array.from(remaining, () => []);
  const shownAt = wordOf.map((word, token) => {
    if (placeOf[word] >= 0) members[placeOf[word]].push(token);
    return placeOf[word];
  }); // [token]
  return { side, text, tokens: Array.from(remaining, word => words[word]), members, shownAt };
}
