// View: tab Table, which lists the weights of the selection, the highest first, or without a selection the highest of
// each query.
import { type TokenSelection, type Focus, focusOf, otherRole, strongest } from '../../../attention/picture/focus';
import type { Picture } from '../../../attention/picture/picture';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { tokenText, weightText } from '../shared/format';
import { headsPhrase, namesOf } from '../shared/sentences';
import { PICTURE_CONTROLS, type ViewState, type View, type ViewContext, type ViewEntry } from '../shared/view';

export const TABLE_VIEW: ViewEntry = {
  name: 'table',
  label: words => words.table.tab,
  hint: words => words.table.tabHint,
  needs: 'picture',
  controls: PICTURE_CONTROLS,
  create: context => new TableView(context),
};

/** The most rows. The weights after them are negligible, and would be slow to draw. */
const MOST_ROWS = 600;
/** How many keys are listed for each query without a selection, each in a column of its own. */
const BEST = 3;

class TableView implements View {
  readonly element = element('div', { class: 'table-view', tabindex: '0', role: 'region' });
  private picture: Picture | undefined;

  constructor(private readonly context: ViewContext) {
    this.element.setAttribute('aria-label', context.words.table.tab);
  }

  show({ picture }: ViewState): void {
    this.picture = picture;
  }

  highlight(chosen: TokenSelection | undefined): void {
    const { picture } = this;
    if (picture === undefined) return;
    const focus = focusOf(picture, chosen);
    this.element.replaceChildren(focus === undefined ? this.whole(picture) : this.selected(picture, focus));
  }

  dispose(): void {
    this.element.remove();
  }

  private selected(picture: Picture, focus: Focus): HTMLElement {
    const { table } = this.context.words;
    const { tokens } = picture[otherRole(focus.role)];
    const selected = namesOf(
      focus.places.map(at => picture[focus.role].tokens[at]),
      this.context,
    );
    const caption = fillTemplate(
      focus.role === 'query' ? table.caption : table.captionOfKey,
      selected,
      this.heads(picture),
    );
    const heads = picture.heads.length > 1 ? picture.heads : [];
    const labels = heads.map(head =>
      fillTemplate(table.headWeight, typeof head === 'number' ? this.count(head + 1) : ''),
    );
    const rows = strongest(focus.mean, MOST_ROWS).map((at, index) => [
      number(this.count(index + 1)),
      name(tokenText(tokens[at].text)),
      this.bar(focus.mean[at], focus.mean),
      ...heads.map((_, head) => number(this.weight(focus.sums[head][at]))),
    ]);
    const sums = [focus.mean, ...(heads.length > 0 ? focus.sums : [])].map(values =>
      number(this.weight(sumOf(values))),
    );
    const foot = element('tr', {}, number(''), element('th', { scope: 'row' }, table.sum), ...sums);
    const columns = [table.rank, table.token, heads.length > 0 ? table.meanWeight : table.weight, ...labels];
    return tableOf(caption, columns, rows, foot);
  }

  private whole(picture: Picture): HTMLElement {
    const { table } = this.context.words;
    const { query, key, record, heads } = picture;
    const columns = key.tokens.length;
    const rows = query.tokens.slice(0, MOST_ROWS).map((token, row) => {
      const mean = new Float32Array(columns); // [key]
      for (let head = 0; head < heads.length; head++) {
        const from = (head * query.tokens.length + row) * columns;
        for (let at = 0; at < columns; at++) mean[at] += record.weights[from + at] / heads.length;
      }
      const best = strongest(mean, BEST);
      const cells = Array.from({ length: BEST }, (_, rank) => {
        const at = best.at(rank);
        if (rank >= best.length || at === undefined) return element('td');
        const weight = element('span', { class: 'weight' }, this.weight(mean[at]));
        return element('td', {}, element('bdi', {}, tokenText(key.tokens[at].text)), ' ', weight);
      });
      return [number(this.count(row + 1)), name(tokenText(token.text)), ...cells];
    });
    return tableOf(fillTemplate(table.captionAll, this.heads(picture)), [table.rank, table.query, ...table.best], rows);
  }

  /** A cell with a weight as a number and a bar. The bar is hidden from screen readers, because it repeats the number. */
  private bar(weight: number, all: Float32Array): HTMLElement {
    const fill = element('span', { class: 'fill' });
    fill.style.inlineSize = `${(100 * weight) / Math.max(...all, Number.EPSILON)}%`;
    const bar = element('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
    return element('td', { class: 'number' }, element('span', { class: 'value' }, this.weight(weight)), bar);
  }

  private heads(picture: Picture): string {
    return headsPhrase(picture, this.context);
  }

  private weight(weight: number): string {
    return weightText(weight, this.context.language);
  }

  private count(count: number): string {
    return count.toLocaleString(this.context.language);
  }
}

function tableOf(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly HTMLElement[])[],
  foot?: HTMLElement,
): HTMLElement {
  const head = element('tr', {}, ...columns.map(column => element('th', { scope: 'col' }, column)));
  const body = element('tbody', {}, ...rows.map(cells => element('tr', {}, ...cells)));
  const parts = [element('caption', {}, caption), element('thead', {}, head), body];
  return element('table', {}, ...parts, ...(foot === undefined ? [] : [element('tfoot', {}, foot)]));
}

function name(text: string): HTMLElement {
  return element('th', { scope: 'row' }, element('bdi', {}, text));
}

function number(text: string): HTMLElement {
  return element('td', { class: 'number' }, text);
}

function sumOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
