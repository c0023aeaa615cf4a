// Text runs: a text cut at its tokens, so that each can be shown where it stands.
import type { AttentionToken } from '../record/record';

export type TextRun =
  /** What lies between tokens. */
  | { readonly kind: 'gap'; readonly text: string }
  /** A token in its place; `joined` if it follows the token before without a gap. */
  | { readonly kind: 'token'; readonly at: number; readonly text: string; readonly joined: boolean }
  /** A token that stands for nothing in the text, or for what a token before it already shows: its own name. */
  | { readonly kind: 'chip'; readonly at: number; readonly text: string };

/** The runs of a text; those that are no chips make the text again. Tokens stand in their own order. */
export function textRunsOf(text: string, tokens: readonly AttentionToken[]): TextRun[] {
  const runs: TextRun[] = [];
  let shownTo = 0;
  const gapTo = (place: number): void => {
    if (place > shownTo) runs.push({ kind: 'gap', text: text.slice(shownTo, place) });
    shownTo = Math.max(shownTo, place);
  };
  const last = tokens.findLastIndex(token => isWritten(token));
  tokens.forEach((token, at) => {
    // What is left of the text comes before the tokens that end it.
    if (at > last) gapTo(text.length);
    const end = Math.min(token.end, text.length);
    if (!isWritten(token) || end <= shownTo) {
      runs.push({ kind: 'chip', at, text: token.text });
      return;
    }
    gapTo(token.start);
    const joined = runs.at(-1)?.kind === 'token';
    runs.push({ kind: 'token', at, text: text.slice(shownTo, end), joined });
    shownTo = end;
  });
  gapTo(text.length);
  return runs;
}

function isWritten({ start, end, special }: AttentionToken): boolean {
  return !special && start < end;
}
