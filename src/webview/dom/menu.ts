// Menu: a button that opens a menu of actions.
import { button, element } from './element';

export interface MenuItem {
  readonly label: string;
  readonly disabled: boolean;
  readonly act: () => void;
}

export class Menu {
  readonly element: HTMLElement;
  private readonly opener: HTMLButtonElement;
  private readonly list: HTMLElement;

  /**
   * @param hint the tooltip of the button
   * @param name the menu's name in class names and ids
   * @param items called each time the menu opens
   */
  constructor(
    label: string,
    hint: string,
    name: string,
    private readonly items: () => readonly MenuItem[],
  ) {
    const attributes = { class: 'quiet opener', 'aria-haspopup': 'menu', 'aria-expanded': 'false', title: hint };
    this.opener = button(label, { ...attributes, 'aria-controls': `${name}-menu` }, () => this.toggle());
    this.list = element('div', {
      class: 'menu-list',
      role: 'menu',
      id: `${name}-menu`,
      'aria-label': label,
      hidden: '',
    });
    this.element = element('div', { class: `menu ${name}` }, this.opener, this.list);
    this.element.addEventListener('keydown', event => this.onKey(event));
    this.element.addEventListener('focusout', event => {
      const to = event.relatedTarget;
      if (!(to instanceof Node && this.element.contains(to))) this.close();
    });
  }

  private toggle(): void {
    if (!this.list.hidden) {
      this.close();
      return;
    }
    this.list.replaceChildren(...this.items().map(item => this.itemOf(item)));
    this.list.hidden = false;
    this.opener.ariaExpanded = 'true';
    this.enabledItems().at(0)?.focus();
  }

  private close(): void {
    this.list.hidden = true;
    this.opener.ariaExpanded = 'false';
  }

  private itemOf({ label, disabled, act }: MenuItem): HTMLElement {
    const attributes = { role: 'menuitem', tabindex: '-1', ...(disabled ? { 'aria-disabled': 'true' } : {}) };
    return button(label, { class: 'menu-item', ...attributes }, () => {
      if (disabled) return;
      this.opener.focus();
      this.close();
      act();
    });
  }

  private onKey(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    const items = this.enabledItems();
    const at = items.findIndex(item => item === event.target);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? -1 : at - 1,
      Home: 0,
      End: items.length - 1,
    };
    if (event.key === 'Escape') {
      this.opener.focus();
      this.close();
    } else if (Object.hasOwn(steps, event.key) && items.length > 0) {
      items.at(steps[event.key] % items.length)?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private enabledItems(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('[role="menuitem"]:not([aria-disabled])')];
  }
}
