// Unigram: splits a text into its most probable pieces (Kudo 2018, "Subword Regularization") with Viterbi's algorithm. The
// arithmetic is SentencePiece's float32 (EncodeOptimized in src/unigram_model.cc), so that ties are broken the same way.
import type { Piece } from './model';
import { utf8Length } from './normalizer';

const UNKNOWN_PENALTY = 10;

/** Makes the function that splits a prepared text into pieces. A character that no piece fits becomes a piece. */
export function unigram(pieces: readonly Piece[]): (text: string) => string[] {
  const normal = pieces.filter(({ kind }) => kind === 'normal').map(({ score }) => score);
  const least = normal.reduce((least, score) => Math.min(least, score), Infinity);
  const most = normal.reduce((most, score) => Math.max(most, score), -Infinity);
  const unknownScore = Math.fround(Math.min(least, Number.MAX_VALUE) - UNKNOWN_PENALTY);
  const scores = new Map<string, number>();
  for (const { text, score, kind } of pieces) {
    if (text === '') continue;
    if (kind === 'normal') scores.set(text, score);
    // A user-defined piece gets a higher score than any sequence of shorter pieces, so it is always used.
    else if (kind === 'userDefined') scores.set(text, utf8Length(text) * most - 0.1);
  }
  const longest = Array.from(scores.keys()).reduce((longest, text) => Math.max(longest, text.length), 0);
  return text => cut(text, scores, longest, unknownScore);
}

/** Finds the best split of a text. */
function cut(text: string, scores: ReadonlyMap<string, number>, longest: number, unknownScore: number): string[] {
  // For each position at which a piece ends: where the piece begins, and the score of the best split up to the position.
  const begins = new Int32Array(text.length + 1).fill(-1);
  const best = new Float32Array(text.length + 1);
  const offer = (from: number, to: number, score: number): void => {
    if (begins[to] >= 0 && !(score > best[to])) return;
    begins[to] = from;
    best[to] = score;
  };
  for (let at = 0; at < text.length;) {
    const one = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    // Whether the character at this position is a piece by itself.
    let isKnown = false;
    for (let end = at + one; end <= Math.min(text.length, at + longest); end++) {
      const score = scores.get(text.slice(at, end));
      if (score === undefined) continue;
      isKnown ||= end === at + one;
      // Compared as a double and stored as a float32, as in SentencePiece.
      offer(at, end, score + best[at]);
    }
    if (!isKnown) offer(at, at + one, Math.fround(unknownScore + best[at]));
    at += one;
  }
  const result: string[] = [];
  for (let end = text.length; end > 0; end = begins[end]) result.push(text.slice(begins[end], end));
  return result.reverse();
}
