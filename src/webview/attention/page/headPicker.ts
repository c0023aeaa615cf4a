// Head picker: a chip for each head in its color, and buttons for the mean of the heads, the rollout, and all heads.
import { headColor } from '../../../attention/drawing/headColors';
import type { HeadChoice } from '../../../attention/picture/picture';
import type { AttentionWords } from '../words/pageWords';
import { button, element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { labeled } from '../../dom/controls';
import type { Theme } from '../../dom/theme';

export interface PickerStyle {
  readonly theme: Theme;
  /** Whether exactly one head can be chosen. */
  readonly one: boolean;
}

export class HeadPicker {
  readonly element: HTMLElement;
  private readonly group = element('div', { class: 'chips', role: 'group', 'aria-labelledby': 'heads-label' });
  private readonly mean: HTMLButtonElement;
  private readonly rollout: HTMLButtonElement;
  private readonly every: HTMLButtonElement;
  private chips: readonly HTMLButtonElement[] = [];
  private choice: HeadChoice = 'mean';
  private isOne = false;

  constructor(
    private readonly words: AttentionWords['controls'],
    private readonly language: string,
    private readonly onChange: (heads: HeadChoice) => void,
  ) {
    const buttonFor = (name: string, label: string, hint: string, choice: () => HeadChoice): HTMLButtonElement =>
      button(label, { class: `segment ${name}`, title: hint }, () => onChange(choice()));
    this.mean = buttonFor('mean', words.meanOfHeads, words.meanOfHeadsHint, () => 'mean');
    this.rollout = buttonFor('rollout', words.rollout, words.rolloutHint, () => 'rollout');
    this.every = buttonFor('every', words.everyHead, words.everyHeadHint, () => [...this.chips.keys()]);
    this.element = labeled({ label: words.heads, name: 'heads', hint: words.headsHint }, this.group);
  }

  /** The number of buttons. */
  get count(): number {
    return this.group.childElementCount;
  }

  show(count: number, choice: HeadChoice, { theme: { themeKind }, one }: PickerStyle): void {
    if (count !== this.chips.length || one !== this.isOne) {
      if (count !== this.chips.length) this.chips = Array.from({ length: count }, (_, head) => this.chip(head));
      const all = count > 1 ? [this.every] : [];
      this.group.replaceChildren(...(one ? this.chips : [this.mean, this.rollout, ...this.chips, ...all]));
      this.element.title = one ? this.words.oneHeadHint : this.words.headsHint;
    }
    this.isOne = one;
    // A view of one head shows the first of several chosen heads, or head 0 if a mean or the rollout is chosen.
    const shown: HeadChoice = one ? [typeof choice === 'string' ? 0 : (choice[0] ?? 0)] : choice;
    this.choice = shown;
    this.mean.ariaPressed = String(shown === 'mean');
    this.rollout.ariaPressed = String(shown === 'rollout');
    this.every.ariaPressed = String(typeof shown !== 'string' && shown.length === count);
    this.chips.forEach((chip, head) => {
      chip.ariaPressed = String(typeof shown !== 'string' && shown.includes(head));
      chip.style.setProperty('--head', headColor(head, themeKind));
    });
  }

  private chip(head: number): HTMLButtonElement {
    const number = (head + 1).toLocaleString(this.language);
    const label = fillTemplate(this.words.headNumber, number);
    return button(number, { class: 'chip-button', 'aria-label': label, title: label }, () => this.toggle(head));
  }

  /** Chooses a head, or removes it from the chosen ones. If no head is left, the mean is chosen. */
  private toggle(head: number): void {
    if (this.isOne) return this.onChange([head]);
    const before = typeof this.choice === 'string' ? [] : this.choice;
    const heads = before.includes(head) ? before.filter(one => one !== head) : [...before, head];
    this.onChange(heads.length === 0 ? 'mean' : heads.sort((a, b) => a - b));
  }
}
