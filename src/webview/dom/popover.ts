// Popover: a button that opens a panel over the page. Escape, or a click or the focus elsewhere, closes it.
import { element } from './element';

export interface PopoverOptions {
  readonly name: string;
  /** The accessible name of the panel, and of the button if that shows only an icon. */
  readonly label: string;
  readonly hint?: string;
  /** The content of the button. */
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
    // The panel is focusable, so that a click on a part of it that is not focusable keeps the focus inside.
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
      if (relatedTarget instanceof Node) this.closeIfOutside(relatedTarget);
    });
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  /** Focuses the button. Called when the focused element was moved into the closed panel. */
  focus(): void {
    this.opener.focus();
  }

  private toggle(isOpen: boolean): void {
    this.panel.hidden = !isOpen;
    this.opener.ariaExpanded = String(isOpen);
    if (isOpen) document.addEventListener('pointerdown', this.onPointerDown);
    else document.removeEventListener('pointerdown', this.onPointerDown);
  }

  private readonly onPointerDown = ({ target }: Event): void => {
    if (target instanceof Node) this.closeIfOutside(target);
  };

  private closeIfOutside(target: Node): void {
    if (!this.element.contains(target)) this.toggle(false);
  }
}
