// Tip: the tooltip with the exact weights of a cell. Screen readers get the sentence below the tab's content instead.
import { headColor } from '../../../attention/drawing/headColors';
import { type Picture, weightAt } from '../../../attention/picture/picture';
import { type Cell, type Viewport, visibleRangeOf } from '../../../attention/picture/viewport';
import type { Placeholder } from '../../../views/attention/protocol';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import type { Gutters } from './painter';
import { meaningOf } from '../shared/placeholders';
import type { ViewContext } from '../shared/view';

export class MatrixTip {
  readonly element = element('div', { class: 'matrix-tip', 'aria-hidden': 'true', hidden: '' });
  /** What the placeholders in the labels stand for. */
  placeholders: readonly Placeholder[] = [];
  private readonly exact: Intl.NumberFormat;

  constructor(private readonly context: ViewContext) {
    this.exact = new Intl.NumberFormat(context.language, { maximumSignificantDigits: 4 });
  }

  hide(): void {
    this.element.hidden = true;
  }

  show(picture: Picture, cell: Cell | undefined, view: Viewport, gutters: Gutters): void {
    if (cell === undefined || !isInSight(view, cell)) return this.hide();
    const [query, key] = [picture.query.tokens[cell.row], picture.key.tokens[cell.column]];
    const pair = element('div', { class: 'pair' }, `${query.text} \u2192 ${key.text}`);
    const meaning = meaningOf(`${query.text} ${key.text}`, this.placeholders, this.context);
    const meant = meaning === undefined ? [] : [element('div', { class: 'meaning' }, meaning)];
    this.element.replaceChildren(pair, ...picture.heads.map((_, at) => this.line(picture, at, cell)), ...meant);
    this.element.hidden = false;
    const [width, height] = [this.element.offsetWidth, this.element.offsetHeight];
    const x = view.x + (cell.column + 1) * view.cell + 10;
    const y = view.y + (cell.row + 1) * view.cell + 10;
    const { style } = this.element;
    // If there is no room at the right or below, the tooltip is on the other side of the cell.
    const left = x + width > view.width ? view.x + cell.column * view.cell - width - 10 : x;
    const top = y + height > view.height ? view.y + cell.row * view.cell - height - 10 : y;
    style.left = `${gutters.left + Math.max(0, left)}px`;
    style.top = `${gutters.top + Math.max(-gutters.top, top)}px`;
  }

  private line(picture: Picture, at: number, { row, column }: Cell): HTMLElement {
    const weight = element('span', { class: 'exact' }, this.exact.format(weightAt(picture, at, row, column)));
    const head = picture.heads[at];
    if (typeof head !== 'number' || picture.heads.length === 1) return element('div', {}, weight);
    const swatch = element('span', { class: 'swatch' });
    swatch.style.background = headColor(head, this.context.theme.value.themeKind);
    const { words, language } = this.context;
    const name = fillTemplate(words.controls.headNumber, (head + 1).toLocaleString(language));
    return element('div', {}, swatch, `${name} `, weight);
  }
}

function isInSight(view: Viewport, { row, column }: Cell): boolean {
  const { rows, columns } = visibleRangeOf(view);
  return rows[0] <= row && row < rows[1] && columns[0] <= column && column < columns[1];
}
