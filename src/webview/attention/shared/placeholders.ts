// Placeholders: says what the placeholders in a token stand for, for the token's tooltip.
import type { Placeholder } from '../../../views/attention/protocol';
import { fillTemplate } from '../../dom/template';
import type { ViewState, ViewContext } from './view';

/** The placeholders of the passage that is shown. */
export function placeholdersOf({ shown, settings }: ViewState): readonly Placeholder[] {
  return shown.passages.at(settings.passage)?.placeholders ?? [];
}

/** “① stands for `npm test`”; undefined if the text has no placeholder. */
export function meaningOf(
  text: string,
  placeholders: readonly Placeholder[],
  { words }: Pick<ViewContext, 'words'>,
): string | undefined {
  const found = placeholders.filter(({ sign }) => text.includes(sign));
  if (found.length === 0) return undefined;
  return found.map(({ sign, text: whole }) => fillTemplate(words.page.placeholder, sign, whole)).join('\n');
}
