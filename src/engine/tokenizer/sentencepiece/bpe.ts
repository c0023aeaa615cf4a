// BPE: splits a text into pieces by SentencePiece's byte-pair encoding (Sennrich et al. 2016). Of all pairs of neighbors
// that together are a piece, the one with the best score is joined first; of equal ones, the leftmost (bpe_model.cc of
// SentencePiece).
import type { Piece } from './model';
import type { PrefixOf } from './normalizer';

/** A part of the text on its way to a piece. */
interface BpeSymbol {
  readonly text: string;
  /** User-defined symbols are never joined. */
  readonly isFrozen: boolean;
}

/**
 * Makes the function that splits a normalized text into pieces. A character that is in no piece becomes a piece of its
 * own.
 *
 * @param prefixOf finds the longest user-defined symbol that begins at an offset, if there is one
 */
export function bpe(pieces: readonly Piece[], prefixOf: PrefixOf): (text: string) => string[] {
  const usable = pieces.filter(({ kind }) => kind === 'normal' || kind === 'userDefined' || kind === 'unused');
  const scores = new Map(usable.map(({ text, score }) => [text, score]));
  const unused = new Set(usable.filter(({ kind }) => kind === 'unused').map(({ text }) => text));
  return text => {
    const halves = new Map<string, readonly [string, string]>();
    const parts = joined(partsOf(text, prefixOf), scores, (left, right) => {
      if (unused.has(left + right)) halves.set(left + right, [left, right]);
    });
    // An unused piece may only be an intermediate step, so it is split into the two pieces that it was joined from.
    const split = (piece: string): string[] => {
      const pair = halves.get(piece);
      return pair === undefined ? [piece] : pair.flatMap(split);
    };
    return parts.flatMap(split);
  };
}

/** The parts that joining starts from: user-defined symbols and single characters. */
function partsOf(text: string, prefixOf: PrefixOf): BpeSymbol[] {
  const parts: BpeSymbol[] = [];
  for (let at = 0; at < text.length;) {
    const symbol = prefixOf(text, at);
    const part = symbol ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
    parts.push({ text: part, isFrozen: symbol !== undefined });
    at += part.length;
  }
  return parts;
}

/** Joins neighbors until no pair is a piece. `onPair` is called for each pair that is a piece, joined or not. */
function joined(
  parts: BpeSymbol[],
  scores: ReadonlyMap<string, number>,
  onPair: (left: string, right: string) => void,
): string[] {
  const scoreOf = (left: BpeSymbol | undefined, right: BpeSymbol | undefined): number => {
    if (left === undefined || right === undefined || left.isFrozen || right.isFrozen) return NaN;
    const score = scores.get(left.text + right.text);
    if (score === undefined) return NaN;
    onPair(left.text, right.text);
    return score;
  };
  const pairs = parts.map((part, at) => scoreOf(part, parts[at + 1]));
  for (;;) {
    let best = -1;
    pairs.forEach((score, at) => {
      if (!Number.isNaN(score) && (best < 0 || score > pairs[best])) best = at;
    });
    if (best < 0) return parts.map(({ text }) => text);
    parts.splice(best, 2, { text: parts[best].text + parts[best + 1].text, isFrozen: false });
    pairs.splice(best, 1);
    if (best > 0) pairs[best - 1] = scoreOf(parts[best - 1], parts[best]);
    pairs[best] = scoreOf(parts[best], parts[best + 1]);
  }
}
