// Token text: a token as it stands in a line of its own, where the space before a word says nothing.

export function tokenText(text: string): string {
  const trimmed = text.trim();
  // A token that is nothing but space must still be seen.
  return trimmed === '' ? text.replace(/\s/gu, '␣') : trimmed;
}
