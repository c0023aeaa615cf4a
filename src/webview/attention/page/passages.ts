// Passages: the picker for the passage that is shown: a list of all passages, and buttons for the previous and the next one.
import { beginningOf } from '../../../base/excerpt';
import type { ShownPassage } from '../../../views/attention/protocol';
import { button, element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { SelectControl } from '../../dom/controls';
import { icon } from '../../dom/shapes';
import type { ViewContext } from '../shared/view';

/** The most characters of a passage's source that the list shows. */
const LONGEST_EXCERPT = 60;

/** The arrows on the buttons for the previous and the next passage, as SVG paths. */
const BEFORE = 'M10 2.5l1.4 1.4L7.3 8l4.1 4.1-1.4 1.4L4.5 8z';
const AFTER = 'M6 2.5L4.6 3.9 8.7 8l-4.1 4.1L6 13.5 11.5 8z';

export class Passages {
  readonly element: HTMLElement;
  private readonly list: SelectControl<string>;
  private readonly before: HTMLButtonElement;
  private readonly after: HTMLButtonElement;
  private passages: readonly ShownPassage[] = [];
  private at = 0;

  constructor(
    private readonly context: ViewContext,
    private readonly onChange: (passage: number) => void,
  ) {
    const { controls } = context.words;
    const names = { label: controls.passage, name: 'passage', hint: controls.passageHint };
    this.list = new SelectControl(names, value => onChange(Number(value)));
    this.before = this.step(controls.previousPassage, BEFORE, -1);
    this.after = this.step(controls.nextPassage, AFTER, 1);
    const group = { class: 'passages', role: 'group', 'aria-label': controls.passage };
    this.element = element('div', group, this.before, this.list.element, this.after);
  }

  show(passages: readonly ShownPassage[], at: number): void {
    this.at = at;
    this.passages = passages;
    this.element.hidden = passages.length < 2;
    this.list.show(
      passages.map((passage, index) => ({ value: String(index), label: this.labelOf(passage, index) })),
      String(at),
    );
    // `aria-disabled` and not `disabled`, because a disabled button loses the keyboard focus.
    this.before.ariaDisabled = String(at <= 0);
    this.after.ariaDisabled = String(at >= passages.length - 1);
  }

  private step(label: string, path: string, by: -1 | 1): HTMLButtonElement {
    const created = button('', { class: 'quiet step', title: label, 'aria-label': label }, () => {
      const to = this.at + by;
      if (to >= 0 && to < this.passages.length) this.onChange(to);
    });
    created.replaceChildren(icon(path));
    return created;
  }

  private labelOf({ source, round }: ShownPassage, at: number): string {
    const { words, language } = this.context;
    const excerpt = beginningOf(source.replace(/\s+/gu, ' ').trim(), LONGEST_EXCERPT);
    const numbers = [at + 1, this.passages.length].map(count => count.toLocaleString(language));
    return fillTemplate(round > 0 ? words.controls.passageOfHeadlines : words.controls.passageOf, ...numbers, excerpt);
  }
}
