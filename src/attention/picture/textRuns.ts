// Text runs: a text divided at its tokens, so that each token can be shown in its place.
import type { AttentionToken } from '../record/record';

export type TextRun =
  /** Text between tokens. */
  | { readonly kind: 'gap'; readonly text: string }
  /** A token at its place in the text; `joined` if no gap separates it from the token before. */
  | { readonly kind: 'token'; readonly at: number; readonly text: string; readonly joined: boolean }
  /** A token that stands for no text, or for text that an earlier token shows already. It is shown by its name. */
  | { readonly kind: 'chip'; readonly at: number; readonly text: string };

/** The runs of a text, in the order of the tokens. Gaps and tokens together make up the text. */
export function textRunsOf(text: string, tokens: readonly AttentionToken[]): TextRun[] {
  const runs: TextRun[] = [];
  let shownTo = 0;
  const gapTo = (offset: number): void => {
    if (offset > shownTo) runs.push({ kind: 'gap', text: text.slice(shownTo, offset) });
    shownTo = Math.max(shownTo, offset);
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
