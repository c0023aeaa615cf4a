// Controls: the kinds of controls in the toolbar, each with a label and a sentence that explains it.
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { button, element } from './element';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** What the choice means, in a sentence. */
  readonly hint?: string;
}

export interface Naming {
  readonly label: string;
  readonly name: string;
  /** What the control is for, in a sentence. */
  readonly hint: string;
}

/** An element with a small label above it; in a row of controls only screen readers get the label. */
export function labeled({ label, name, hint }: Naming, control: HTMLElement): HTMLElement {
  return element(
    'div',
    { class: `control ${name}`, title: hint },
    element('span', { class: 'label', id: `${name}-label` }, label),
    control,
  );
}

/** A list box of which one option is chosen. Its element, and so the focus, stays when options or value change. */
export class Choice<Value extends string> {
  readonly element: HTMLElement;
  private readonly list = document.createElement('vscode-single-select');
  private options: readonly Option<Value>[] = [];

  constructor(naming: Naming, onChange: (value: Value) => void) {
    this.list.label = naming.label;
    this.element = labeled(naming, this.list);
    this.list.addEventListener('change', () => {
      const chosen = this.options.find(({ value }) => value === this.list.value);
      if (chosen !== undefined) onChange(chosen.value);
    });
  }

  show(options: readonly Option<Value>[], value: Value): void {
    const isSame =
      options.length === this.options.length &&
      options.every((option, at) => option.value === this.options[at].value && option.label === this.options[at].label);
    if (!isSame) {
      this.options = options;
      this.list.options = options.map(({ value: own, label, hint = '' }) => {
        return { value: own, label, description: hint, disabled: false, selected: own === value };
      });
    }
    if (this.list.value !== value) this.list.value = value;
  }
}

/** A row of buttons of which one is pressed. */
export class Segments<Value extends string> {
  readonly element: HTMLElement;
  private readonly buttons: readonly HTMLButtonElement[];

  constructor(naming: Naming, options: readonly Option<Value>[], onChange: (value: Value) => void) {
    this.buttons = options.map(({ value, label, hint }) =>
      button(label, { class: 'segment', 'data-value': value, 'aria-pressed': 'false', title: hint }, () =>
        onChange(value),
      ),
    );
    const group = element('div', { class: 'segments', role: 'group', 'aria-labelledby': `${naming.name}-label` });
    group.append(...this.buttons);
    this.element = labeled(naming, group);
  }

  show(value: Value): void {
    for (const one of this.buttons) one.ariaPressed = String(one.dataset['value'] === value);
  }
}
