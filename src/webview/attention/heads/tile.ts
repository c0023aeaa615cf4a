// Tile: one head in the grid, with its thumbnail, its name and its value of the statistic that the heads are sorted by.
import { type Matrix, pixelsOf } from '../../../attention/drawing/pixels';
import type { ColorTable, WeightRange } from '../../../attention/drawing/scale';
import type { HeadOrder, Statistic } from '../../../attention/analysis/sorting';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import type { ViewContext } from '../shared/view';

export class HeadTile {
  readonly element: HTMLElement;
  private readonly canvas = element('canvas', { 'aria-hidden': 'true' });
  private readonly value = element('span', { class: 'value' });
  /** The name and value of the head, for screen readers. */
  private readonly spoken = element('span', { class: 'unseen' });
  private readonly name: string;
  private readonly shortName: string;

  constructor(
    private readonly context: ViewContext,
    readonly layer: number,
    readonly head: number,
  ) {
    const { words, language } = context;
    const numbers = [layer + 1, head + 1].map(number => number.toLocaleString(language));
    this.name = fillTemplate(words.heads.tile, ...numbers);
    this.shortName = fillTemplate(words.heads.shortTile, ...numbers);
    const name = element('span', { class: 'name' }, this.shortName);
    const label = element('span', { class: 'caption', 'aria-hidden': 'true' }, name, this.value);
    this.element = element('div', { class: 'tile', role: 'gridcell', tabindex: '-1' });
    this.element.append(this.canvas, label, this.spoken);
    this.element.dataset['head'] = `${layer} ${head}`;
    this.showStatistic('layer', undefined);
  }

  /** The caption below the thumbnail. */
  get label(): string {
    return [this.shortName, this.value.textContent ?? ''].join('  ').trim();
  }

  /** Opens this head in tab Matrix. */
  open(): void {
    const { settings } = this.context;
    settings.set({ ...settings.value, view: 'matrix', layer: this.layer, heads: [this.head] });
  }

  paint(matrix: Matrix, table: ColorTable, range: WeightRange): void {
    const { data, width, height } = pixelsOf(matrix, table, range);
    if (width * height === 0) return;
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    this.canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
    this.element.classList.add('painted');
  }

  /** Writes the value of the statistic that the heads are sorted by, also for screen readers. */
  showStatistic(order: HeadOrder, statistics: Readonly<Record<Statistic, number>> | undefined): void {
    const { words, language } = this.context;
    const value = order === 'layer' || statistics === undefined ? NaN : statistics[order];
    const isShare = order !== 'entropy' && order !== 'distance';
    const format = new Intl.NumberFormat(
      language,
      isShare ? { style: 'percent', maximumFractionDigits: 0 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 },
    );
    this.value.textContent = Number.isNaN(value) ? '' : format.format(value);
    this.spoken.textContent = Number.isNaN(value)
      ? this.name
      : fillTemplate(words.heads.tileValue, this.name, words.heads.orders[order], format.format(value));
  }
}
