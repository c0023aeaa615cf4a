// Failure: the element that reports an error in place of a tab's content, with a button to try again.
import { asAttentive } from '../../../base/errors';
import type { AttentionWords } from '../words/pageWords';
import { button, element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';

/** The element for an error. If the error carries a sentence for the reader (data.words), the element shows that sentence. */
export function failureOf(error: unknown, { page }: AttentionWords, retry: () => void): HTMLElement {
  const { code, data } = asAttentive(error);
  const { words } = data;
  const text = typeof words === 'string' ? words : fillTemplate(page.failed, code);
  return element(
    'div',
    { class: 'failure', role: 'alert' },
    element('p', {}, text),
    button(page.retry, { class: 'primary' }, retry),
  );
}

export function isCancelled(error: unknown): boolean {
  return asAttentive(error).code === 'cancelled';
}
