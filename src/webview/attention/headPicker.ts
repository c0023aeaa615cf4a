// Head picker: a chip for each head in its colour, and one for their mean.
import { headColour } from '../../attention/headColours';
import type { HeadChoice } from '../../attention/picture';
import type { AttentionWords } from '../../views/attentionProtocol';
import { button, element } from '../dom';
import { filled } from '../rows';
import { labelled } from './controls';
import type { Theme } from './theme';

export class HeadPicker {
  readonly element: HTMLElement;
  private readonly group = element('div', { class: 'chips', role: 'group', 'aria-labelledby': 'heads-label' });
  private readonly mean: HTMLButtonElement;
  private readonly every: HTMLButtonElement;
  private chips: readonly HTMLButtonElement[] = [];
  private choice: HeadChoice = 'mean';

  constructor(
    private readonly words: AttentionWords['controls'],
    private readonly language: string,
    private readonly onChange: (heads: HeadChoice) => void,
  ) {
    this.mean = button(words.meanOfHeads, { class: 'segment mean' }, () => onChange('mean'));
    this.every = button(words.everyHead, { class: 'segment every' }, () => onChange([...this.chips.keys()]));
    this.element = labelled(words.heads, this.group, 'heads');
  }

  show(count: number, choice: HeadChoice, { ground }: Theme): void {
    this.choice = choice;
    if (count !== this.chips.length) {
      this.chips = Array.from({ length: count }, (_, head) => this.chip(head));
      this.group.replaceChildren(this.mean, ...this.chips, ...(count > 1 ? [this.every] : []));
    }
    this.mean.ariaPressed = String(choice === 'mean');
    this.every.ariaPressed = String(choice !== 'mean' && choice.length === count);
    this.chips.forEach((chip, head) => {
      chip.ariaPressed = String(choice !== 'mean' && choice.includes(head));
      chip.style.setProperty('--head', headColour(head, ground));
    });
  }

  private chip(head: number): HTMLButtonElement {
    const number = (head + 1).toLocaleString(this.language);
    const label = filled(this.words.headNumber, number);
    return button(number, { class: 'chip-button', 'aria-label': label, title: label }, () => this.toggle(head));
  }

  /** The last chip that is let go of gives the mean again. */
  private toggle(head: number): void {
    const before = this.choice === 'mean' ? [] : this.choice;
    const heads = before.includes(head) ? before.filter(one => one !== head) : [...before, head];
    this.onChange(heads.length === 0 ? 'mean' : heads.sort((a, b) => a - b));
  }
}
