// Sentence ends: the white space between two sentences, which depends on the script of the translation.
import type { Piece } from './segment';
import type { ProsePiece } from './textStructure';
import { endsSpaceless, joinsSentences } from './sentences/spaceless';

/**
 * Pieces where the space behind a sentence belongs to it, if sentences of the language of the result follow each other without
 * one. If they have one and those of the source have none, the place for it belongs to the sentence.
 *
 * @param to the language of the result, a BCP 47 tag
 */
export function withSentenceEnds(pieces: readonly Piece[], to: string): Piece[] {
  const joins = joinsSentences(to);
  const found: Piece[] = [];
  for (const [at, piece] of pieces.entries()) {
    const [before, last] = [found.at(-1), pieces[at - 1]];
    const isBetween = piece.kind === 'keep' && before?.kind === 'prose' && pieces[at + 1]?.kind === 'prose';
    if (joins && isBetween && /^ {1,2}$/.test(piece.text) && ENDED.test(before.text)) {
      found[found.length - 1] = { ...before, after: piece.text };
      continue;
    }
    if (!joins && piece.kind === 'prose' && last?.kind === 'prose' && endsSpaceless(last.text)) {
      found[found.length - 1] = { ...last, after: '' };
    }
    found.push(piece);
  }
  return found;
}

const ENDED = /[.!?\u2026][\p{Pe}\p{Pf}"'*_~]*$/u;

/** The white space behind the result of a piece. */
export function spaceAfter({ text, after }: ProsePiece, written: string): string {
  if (after === undefined) return '';
  if (written === text) return after;
  if (endsSpaceless(written.replace(/[*_~"')\]]+$/, ''))) return '';
  return after === '' ? ' ' : after;
}
