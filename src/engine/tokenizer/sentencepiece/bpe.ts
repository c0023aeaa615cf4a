// Merges: the pieces of a text by SentencePiece's byte-pair encoding (Sennrich et al. 2016): of all neighbors that make
// a piece, those with the best score are joined first, the leftmost of equal ones (src/bpe_model.cc).
import type { Piece } from './model';
import type { PrefixOf } from './normalizer';

interface Part {
  readonly text: string;
  /** The user's own symbols are joined with nothing. */
  readonly isFrozen: boolean;
}

/**
 * Cuts a prepared text into pieces; a character that no piece has is a piece of its own.
 *
 * @param prefixOf the longest symbol of the user's own that begins at a place, if one does
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
    // What is not to be used was only a step on the way.
    const unmade = (piece: string): string[] => {
      const made = halves.get(piece);
      return made === undefined ? [piece] : made.flatMap(unmade);
    };
    return parts.flatMap(unmade);
  };
}

function partsOf(text: string, prefixOf: PrefixOf): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < text.length;) {
    const own = prefixOf(text, at);
    const part = own ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
    parts.push({ text: part, isFrozen: own !== undefined });
    at += part.length;
  }
  return parts;
}

function joined(
  parts: Part[],
  scores: ReadonlyMap<string, number>,
  onPair: (left: string, right: string) => void,
): string[] {
  const scoreOf = (left: Part | undefined, right: Part | undefined): number => {
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
