// Tabs: one for each view; arrow keys move between them.
import type { AttentionWords } from '../../views/attentionProtocol';
import { button, element } from '../dom';
import type { ViewName } from './settings';
import type { ViewEntry } from './view';

export class Tabs {
  readonly element: HTMLElement;
  private readonly tabs: readonly HTMLButtonElement[];

  constructor(words: AttentionWords, views: readonly ViewEntry[], onChange: (view: ViewName) => void) {
    this.tabs = views.map(({ name, label }) => {
      const attributes = { role: 'tab', class: 'tab', id: `tab-${name}`, 'aria-controls': 'stage' };
      return button(label(words), attributes, () => onChange(name));
    });
    this.element = element('div', { role: 'tablist', class: 'tabs', 'aria-label': words.page.views }, ...this.tabs);
    this.element.addEventListener('keydown', event => this.move(event));
  }

  show(view: ViewName): void {
    for (const tab of this.tabs) {
      const isChosen = tab.id === `tab-${view}`;
      tab.ariaSelected = String(isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
    }
  }

  private move(event: KeyboardEvent): void {
    const at = this.tabs.findIndex(tab => tab === event.target);
    const isRightToLeft = getComputedStyle(this.element).direction === 'rtl';
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: isRightToLeft ? at - 1 : at + 1,
      ArrowLeft: isRightToLeft ? at + 1 : at - 1,
      Home: 0,
      End: this.tabs.length - 1,
    };
    if (at < 0 || !Object.hasOwn(steps, event.key)) return;
    event.preventDefault();
    const next = this.tabs.at(steps[event.key] % this.tabs.length);
    next?.focus();
    next?.click();
  }
}
