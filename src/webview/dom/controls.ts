// Controls: list boxes and button groups for the toolbar, each with a label and a sentence that explains it.
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { button, element } from './element';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** A sentence that explains the option. */
  readonly hint?: string;
}

/** The label of a control, its name in class names and ids, and a sentence that says what it is for. */
export interface ControlNames {
  readonly label: string;
  readonly name: string;
  readonly hint: string;
}

/** A control with its label above it. In the toolbar's row the style sheet hides the label from all but screen readers. */
export function labeled({ label, name, hint }: ControlNames, control: HTMLElement): HTMLElement {
  return element(
    'div',
    { class: `control ${name}`, title: hint },
    element('span', { class: 'label', id: `${name}-label` }, label),
    control,
  );
}

/** A list box with one chosen option. Its element stays the same when options or value change, and so keeps the focus. */
export class SelectControl<Value extends string> {
  readonly element: HTMLElement;
  private readonly list = document.createElement('vscode-single-select');
  private options: readonly Option<Value>[] = [];

  constructor(names: ControlNames, onChange: (value: Value) => void) {
    this.list.label = names.label;
    this.element = labeled(names, this.list);
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
      this.list.options = options.map(({ value: other, label, hint = '' }) => {
        return { value: other, label, description: hint, disabled: false, selected: other === value };
      });
    }
    if (this.list.value !== value) this.list.value = value;
  }
}

/** A row of buttons of which one is pressed. */
export class ButtonGroup<Value extends string> {
  readonly element: HTMLElement;
  private readonly buttons: readonly HTMLButtonElement[];

  constructor(names: ControlNames, options: readonly Option<Value>[], onChange: (value: Value) => void) {
    this.buttons = options.map(({ value, label, hint }) =>
      button(label, { class: 'segment', 'data-value': value, 'aria-pressed': 'false', title: hint }, () =>
        onChange(value),
      ),
    );
    const group = element('div', { class: 'segments', role: 'group', 'aria-labelledby': `${names.name}-label` });
    group.append(...this.buttons);
    this.element = labeled(names, group);
  }

  show(value: Value): void {
    for (const one of this.buttons) one.ariaPressed = String(one.dataset['value'] === value);
  }
}
