// Text runs: a text cut at its tokens, so that each token can be shown in its place.
import type { AttentionToken } from '../record/record';

export type TextRun =
  /** Text between tokens. */
  | { readonly kind: 'gap'; readonly text: string }
  /** A token in its place; `joined` if it follows the token before without a gap. */
  | { readonly kind: 'token'; readonly at: number; readonly text: string; readonly joined: boolean }
  /** A token that stands for no text, or for text that an earlier token shows already: shown by its name. */
  | { readonly kind: 'chip'; readonly at: number; readonly text: string };

/** The runs of a text, in the order of the tokens. Gaps and tokens together make up the text. */
export function textRunsOf(text: string, tokens: readonly AttentionToken[]): TextRun[] {
  const runs: TextRun[] = [];
  let shownTo = 0;
  const gapTo = (place: number): void => {
    if (place > shownTo) runs.push({ kind: 'gap', text: text.slice(shownTo, place) });
    shownTo = Math.max(shownTo, place);
  };
  const last = tokens.findLastIndex(token => isWritten(token));
  tokens.forEach((token, at) => {
    // The text after the last written token is put before the tokens that follow it, which stand for no text (EOS).
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
