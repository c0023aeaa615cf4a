// Popover: a button that opens a panel over the page. Escape, or a click or the focus elsewhere, closes it.
import { element } from './element';

export interface PopoverOptions {
  readonly name: string;
  /** The accessible name of the panel, and of the button if that shows only an icon. */
  readonly label: string;
  readonly hint?: string;
  readonly face: readonly (Node | string)[];
}

export class Popover {
  readonly element: HTMLElement;
  readonly panel: HTMLElement;
  private readonly opener: HTMLButtonElement;

  constructor({ name, label, hint = label, face }: PopoverOptions, ...content: readonly Node[]) {
    const attributes = {
      class: 'quiet opener',
      'aria-expanded': 'false',
      'aria-controls': `${name}-panel`,
      title: hint,
    };
    this.opener = element('button', { type: 'button', ...attributes }, ...face);
    if (face.every(part => typeof part !== 'string')) this.opener.ariaLabel = label;
    this.opener.addEventListener('click', () => this.toggle(this.panel.hidden));
    // The panel can take the focus, so that a click on a part that cannot does not move the focus out of it.
    const group = { role: 'group', 'aria-label': label, tabindex: '-1' };
    this.panel = element('div', { class: 'popover-panel', id: `${name}-panel`, ...group, hidden: '' }, ...content);
    this.element = element('div', { class: `popover ${name}` }, this.opener, this.panel);
    this.element.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || this.panel.hidden || event.defaultPrevented) return;
      event.preventDefault();
      this.toggle(false);
      this.opener.focus();
    });
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node) this.leave(relatedTarget);
    });
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  /** Focuses the button, when the element that had the focus was moved into the panel. */
  focus(): void {
    this.opener.focus();
  }

  private toggle(isOpen: boolean): void {
    this.panel.hidden = !isOpen;
    this.opener.ariaExpanded = String(isOpen);
    if (isOpen) document.addEventListener('pointerdown', this.elsewhere);
    else document.removeEventListener('pointerdown', this.elsewhere);
  }

  private readonly elsewhere = ({ target }: Event): void => {
    if (target instanceof Node) this.leave(target);
  };

  private leave(to: Node): void {
    if (!this.element.contains(to)) this.toggle(false);
  }
}
