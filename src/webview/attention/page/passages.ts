// Passages: which passage of the run is shown: a list of all, and buttons for the one before and the one after.
import type { ShownWindow } from '../../../views/attention/protocol';
import { button, element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { Choice } from '../../dom/controls';
import { icon } from '../../dom/shapes';
import type { ViewContext } from '../shared/view';

/** So much of a passage stands in the list. */
const LONGEST_EXCERPT = 60;

const BEFORE = 'M10 2.5l1.4 1.4L7.3 8l4.1 4.1-1.4 1.4L4.5 8z';
const AFTER = 'M6 2.5L4.6 3.9 8.7 8l-4.1 4.1L6 13.5 11.5 8z';

export class Passages {
  readonly element: HTMLElement;
  private readonly list: Choice<string>;
  private readonly before: HTMLButtonElement;
  private readonly after: HTMLButtonElement;
  private windows: readonly ShownWindow[] = [];
  private at = 0;

  constructor(
    private readonly context: ViewContext,
    private readonly onChange: (window: number) => void,
  ) {
    const { controls } = context.words;
    const naming = { label: controls.window, name: 'window', hint: controls.windowHint };
    this.list = new Choice(naming, value => onChange(Number(value)));
    this.before = this.step(controls.previousWindow, BEFORE, -1);
    this.after = this.step(controls.nextWindow, AFTER, 1);
    const group = { class: 'passages', role: 'group', 'aria-label': controls.window };
    this.element = element('div', group, this.before, this.list.element, this.after);
  }

  show(windows: readonly ShownWindow[], at: number): void {
    this.at = at;
    if (this.windows !== windows) this.windows = windows;
    this.element.hidden = windows.length < 2;
    this.list.show(
      windows.map((window, index) => ({ value: String(index), label: this.labelOf(window, index) })),
      String(at),
    );
    // A disabled button loses the focus of who pressed it.
    this.before.ariaDisabled = String(at <= 0);
    this.after.ariaDisabled = String(at >= windows.length - 1);
  }

  private step(label: string, path: string, by: -1 | 1): HTMLButtonElement {
    const made = button('', { class: 'quiet step', title: label, 'aria-label': label }, () => {
      const to = this.at + by;
      if (to >= 0 && to < this.windows.length) this.onChange(to);
    });
    made.replaceChildren(icon(path));
    return made;
  }

  private labelOf({ source, pass }: ShownWindow, at: number): string {
    const { words, language } = this.context;
    const excerpt = source.replace(/\s+/gu, ' ').trim().slice(0, LONGEST_EXCERPT);
    const numbers = [at + 1, this.windows.length].map(count => count.toLocaleString(language));
    return fillTemplate(pass > 0 ? words.controls.windowOfLater : words.controls.windowOf, ...numbers, excerpt);
  }
}
