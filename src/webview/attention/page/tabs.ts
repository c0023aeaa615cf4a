// Tabs: the row of tabs, one for each view. Arrow keys move between them.
import type { AttentionWords } from '../words/pageWords';
import { button, element } from '../../dom/element';
import type { ViewName } from '../data/settings';
import type { ViewEntry } from '../shared/view';

export class Tabs {
  readonly element: HTMLElement;
  private readonly tabs: readonly HTMLButtonElement[];
  private readonly resizing = new ResizeObserver(() => this.reveal(this.chosen));
  private chosen = 0;

  constructor(words: AttentionWords, views: readonly ViewEntry[], onChange: (view: ViewName) => void) {
    this.tabs = views.map(({ name, label, hint }) => {
      const attributes = { role: 'tab', class: 'tab', id: `tab-${name}`, 'aria-controls': 'stage', title: hint(words) };
      return button(label(words), attributes, () => onChange(name));
    });
    this.element = element('div', { role: 'tablist', class: 'tabs', 'aria-label': words.page.views }, ...this.tabs);
    this.element.addEventListener('keydown', event => this.move(event));
    // The tabs are in one row, which scrolls if it is too narrow. The wheel scrolls it sideways.
    this.element.addEventListener(
      'wheel',
      ({ deltaX, deltaY }) => {
        if (deltaX === 0) this.element.scrollLeft += deltaY;
      },
      { passive: true },
    );
    this.resizing.observe(this.element);
  }

  show(view: ViewName): void {
    this.chosen = this.tabs.findIndex(({ id }) => id === `tab-${view}`);
    this.tabs.forEach((tab, at) => {
      tab.ariaSelected = String(at === this.chosen);
      tab.tabIndex = at === this.chosen ? 0 : -1;
    });
    this.reveal(this.chosen);
  }

  /** Scrolls the row to a tab and its neighbors, so that these can be clicked as well. */
  private reveal(at: number): void {
    const [first, last] = [this.tabs.at(Math.max(0, at - 1)), this.tabs.at(Math.min(this.tabs.length - 1, at + 1))];
    if (at < 0 || first === undefined || last === undefined) return;
    const { element } = this;
    const box = element.getBoundingClientRect();
    const [before, after] = [first.getBoundingClientRect(), last.getBoundingClientRect()];
    const [left, right] = [Math.min(before.left, after.left), Math.max(before.right, after.right)];
    if (left < box.left) element.scrollLeft -= box.left - left;
    else if (right > box.right) element.scrollLeft += right - box.right;
    // With this class the ends of the row fade out, to show that there are more tabs.
    element.classList.toggle('scrolls', element.scrollWidth > element.clientWidth);
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
