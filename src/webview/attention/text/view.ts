// View: tab Text, which shows source and target as text. The words that the selected word attends to are shaded.
import { placeholderLines } from '../../../attention/drawing/snapshot';
import { type TokenSelection, focusOf } from '../../../attention/picture/focus';
import type { Picture } from '../../../attention/picture/picture';
import type { Placeholder } from '../../../views/attention/protocol';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { weightText } from '../shared/format';
import { placeholdersOf } from '../shared/placeholders';
import { highestOf } from '../shared/shades';
import { textDrawing } from './drawing';
import { TextPane } from './pane';
import {
  PICTURE_CONTROLS,
  type Hover,
  type ViewState,
  type View,
  type ViewContext,
  type ViewEntry,
} from '../shared/view';

export const TEXT_VIEW: ViewEntry = {
  name: 'text',
  label: words => words.text.tab,
  hint: words => words.text.tabHint,
  needs: 'picture',
  controls: PICTURE_CONTROLS,
  create: context => new TextView(context),
};

class TextView implements View {
  readonly element: HTMLElement;
  private readonly query: TextPane;
  private readonly key: TextPane;
  private readonly scale = element('span', { class: 'scale-text' });
  private readonly legend: HTMLElement;
  private readonly panes: HTMLElement;
  private picture: Picture | undefined;
  private placeholders: readonly Placeholder[] = [];

  constructor(private readonly context: ViewContext) {
    this.query = new TextPane(context, 'query');
    this.key = new TextPane(context, 'key');
    const ramp = element('span', { class: 'shade-ramp', 'aria-hidden': 'true' });
    this.legend = element('p', { class: 'shade-legend' }, ramp, this.scale);
    this.panes = element('div', { class: 'panes' }, this.key.element, this.query.element);
    const hint = element('p', { class: 'hint' }, context.words.text.hint);
    this.element = element(
      'div',
      { class: 'text-view' },
      this.panes,
      element('div', { class: 'below' }, this.legend, hint),
    );
  }

  show(state: ViewState): void {
    const { picture, shown } = state;
    if (picture === undefined || picture === this.picture) return;
    this.picture = picture;
    this.placeholders = placeholdersOf(state);
    const { text } = this.context.words;
    const names = { source: text.source, target: text.target };
    for (const [pane, role] of [
      [this.query, 'query'],
      [this.key, 'key'],
    ] as const) {
      const { side } = picture[role];
      const { label, hint } = text.roles[role];
      pane.show(picture, { name: names[side], role: label, hint }, shown.languages[side], this.placeholders);
    }
  }

  highlight(chosen: TokenSelection | Hover | undefined): void {
    const { picture } = this;
    if (picture === undefined) return;
    const focus = focusOf(picture, chosen);
    this.query.highlight(focus);
    this.key.highlight(focus);
    // Without a selection the legend is invisible but keeps its space, so that nothing moves.
    this.legend.classList.toggle('idle', focus === undefined);
    this.legend.classList.toggle('many', picture.heads.length > 1);
    const { words, language, theme } = this.context;
    const scale = theme.value.highContrast ? words.text.barScale : words.text.scale;
    this.scale.textContent = fillTemplate(scale, weightText(focus === undefined ? 1 : highestOf(focus), language));
    if (focus !== undefined && chosen !== undefined && 'by' in chosen && chosen.by === 'editor') {
      this[focus.role].reveal(focus.places);
    }
  }

  svg(): string {
    const lines = placeholderLines({ placeholders: this.placeholders });
    return textDrawing(this.panes, [...this.key.drawn(), ...this.query.drawn()], lines);
  }

  dispose(): void {
    this.element.remove();
  }
}
