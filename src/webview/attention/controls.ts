// Controls: the kinds of control that the toolbar has, each with its label.
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { button, element } from '../dom';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** Something with a small label above it. */
export function labelled(label: string, control: HTMLElement, name: string): HTMLElement {
  return element(
    'div',
    { class: `control ${name}` },
    element('span', { class: 'label', id: `${name}-label` }, label),
    control,
  );
}

/** A list of which one is chosen. It keeps its element, and so the focus, when its options or its value change. */
export class Choice<Value extends string> {
  readonly element: HTMLElement;
  private readonly list = document.createElement('vscode-single-select');
  private options: readonly Option<Value>[] = [];

  constructor(label: string, name: string, onChange: (value: Value) => void) {
    this.list.label = label;
    this.element = labelled(label, this.list, name);
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
      const made = (one: Option<Value>): object => ({ ...one, selected: one.value === value });
      this.list.options = options.map(one => ({ description: '', disabled: false, selected: false, ...made(one) }));
    }
    if (this.list.value !== value) this.list.value = value;
  }
}

/** A row of buttons of which one is pressed. */
export class Segments<Value extends string> {
  readonly element: HTMLElement;
  private readonly buttons: readonly HTMLButtonElement[];

  constructor(label: string, name: string, options: readonly Option<Value>[], onChange: (value: Value) => void) {
    this.buttons = options.map(({ value, label: text }) =>
      button(text, { class: 'segment', 'data-value': value, 'aria-pressed': 'false' }, () => onChange(value)),
    );
    const group = element('div', { class: 'segments', role: 'group', 'aria-labelledby': `${name}-label` });
    group.append(...this.buttons);
    this.element = labelled(label, group, name);
  }

  show(value: Value): void {
    for (const one of this.buttons) one.ariaPressed = String(one.dataset['value'] === value);
  }
}
