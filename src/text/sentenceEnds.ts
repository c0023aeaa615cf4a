// Sentence ends: the white space between two sentences, which depends on the script of the translation.
import type { Piece } from './segment';
import type { ProsePiece } from './textStructure';
import { endsSpaceless, joinsSentences } from './sentences/spaceless';

/**
 * The pieces, with `after` set for each sentence whose result may need other white space after it than the source has:
 *
 * - If the language of the result has no space between sentences, one or two spaces between two sentences move from the kept
 *   text into `after` of the first sentence, so that `spaceAfter` can leave them out.
 * - If it has a space, and the sentence ends in a script that has none, `after` is empty, so that `spaceAfter` can add one.
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

/**
 * The white space to write after the result of a piece: none if `after` is not set, or if the result ends in a script without
 * spaces; otherwise that of the source, or one space if the source has none.
 *
 * @param written the result; if it is the text of the piece, the white space stays as it is in the source
 */
export function spaceAfter({ text, after }: ProsePiece, written: string): string {
  if (after === undefined) return '';
  if (written === text) return after;
  if (endsSpaceless(written.replace(/[*_~"')\]]+$/, ''))) return '';
  return after === '' ? ' ' : after;
}
