// Transport: the playback buttons of tab Steps: first, previous, play, next and last. Playing advances until the last step.
import type { StepsWords } from '../words/stepWords';
import { button, element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { icon } from '../../dom/shapes';

/** The time that each step is shown while playing. */
const PACE_MS = 900;

const ICONS = {
  first: 'M3 3h1.5v10H3zM13 3v10L5.5 8z',
  // An angle and not a triangle, because a triangle means playing.
  previous: 'M10 2.5l1.4 1.4L7.3 8l4.1 4.1-1.4 1.4L4.5 8z',
  play: 'M4.5 3v10L13 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  next: 'M6 2.5L4.6 3.9 8.7 8l-4.1 4.1L6 13.5 11.5 8z',
  last: 'M11.5 3H13v10h-1.5zM3 3v10l7.5-5z',
};

export class Transport {
  readonly element: HTMLElement;
  private readonly first: HTMLButtonElement;
  private readonly previous: HTMLButtonElement;
  private readonly toggle: HTMLButtonElement;
  private readonly next: HTMLButtonElement;
  private readonly last: HTMLButtonElement;
  /** The element with the number of the step. It is no child of `element`: the view puts both into the page. */
  readonly position = element('output', { class: 'position' });
  private timer: ReturnType<typeof setInterval> | undefined;
  private step = 0;
  private steps = 0;

  constructor(
    private readonly words: StepsWords,
    private readonly choose: (step: number) => void,
  ) {
    this.first = this.control('first', () => this.go(0));
    this.previous = this.control('previous', () => this.go(this.step - 1));
    this.toggle = this.control('play', () => this.playOrPause());
    this.next = this.control('next', () => this.go(this.step + 1));
    this.last = this.control('last', () => this.go(this.steps - 1));
    const buttons = [this.first, this.previous, this.toggle, this.next, this.last];
    const group = element('div', { class: 'segments', role: 'group', 'aria-label': words.replay }, ...buttons);
    this.element = element('div', { class: 'transport' }, group);
    group.addEventListener('keydown', event => this.onKey(event));
  }

  show(step: number, steps: number): void {
    [this.step, this.steps] = [step, steps];
    this.position.textContent = fillTemplate(this.words.position, step + 1, steps);
    // `aria-disabled` and not `disabled`, because a disabled button loses the keyboard focus.
    for (const one of [this.first, this.previous]) one.ariaDisabled = String(step <= 0);
    for (const one of [this.next, this.last]) one.ariaDisabled = String(step >= steps - 1);
    if (step >= steps - 1) this.pause();
  }

  /** Stops playing and goes to a step; a number that is too low or too high leads to the first or the last step. */
  go(step: number): void {
    this.pause();
    this.choose(this.within(step));
  }

  dispose(): void {
    clearInterval(this.timer);
  }

  private playOrPause(): void {
    if (this.timer !== undefined) return this.pause();
    this.setToggle('pause');
    // At the last step, playing starts again from the first.
    if (this.step >= this.steps - 1) this.choose(0);
    this.timer = setInterval(() => this.choose(this.within(this.step + 1)), PACE_MS);
  }

  /** The step, or the first or last one instead of a number that is too low or too high. */
  private within(step: number): number {
    return Math.max(0, Math.min(step, this.steps - 1));
  }

  private pause(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.setToggle('play');
  }

  private setToggle(name: 'play' | 'pause'): void {
    this.toggle.title = this.toggle.ariaLabel = this.words[name];
    this.toggle.replaceChildren(icon(ICONS[name]));
  }

  private onKey(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: this.step - 1,
      ArrowRight: this.step + 1,
      Home: 0,
      End: this.steps - 1,
    };
    if (!(event.key in steps) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.go(steps[event.key]);
  }

  private control(name: keyof typeof ICONS, act: () => void): HTMLButtonElement {
    const label = this.words[name];
    const created = button('', { class: 'segment', title: label, 'aria-label': label }, act);
    created.replaceChildren(icon(ICONS[name]));
    return created;
  }
}
