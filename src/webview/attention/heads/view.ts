// View: tab All heads, which shows every head of every layer as a thumbnail, in the model's order or sorted by a statistic.
import type { Figure } from '../../../attention/drawing/figure';
import { headsFigure } from '../../../attention/drawing/headsFigure';
import { PRINT_COLORS } from '../../../attention/drawing/colors';
import { colorTable, rangeOf } from '../../../attention/drawing/scale';
import { directionOf, type HeadOrder, sortedHeads } from '../../../attention/analysis/sorting';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { isCancelled } from '../shared/failure';
import { type SurveyedHead, surveyed, type SurveyOptions } from './survey';
import { HeadTile } from './tile';
import { HeadGrid } from './grid';
import { themeColors } from '../../dom/canvasTheme';
import { ordersOf, type Settings } from '../data/settings';
import type { ViewState, View, ViewContext, ViewEntry } from '../shared/view';

export const HEADS_VIEW: ViewEntry = {
  name: 'heads',
  label: words => words.heads.tab,
  hint: words => words.heads.tabHint,
  needs: 'passage',
  controls: ['kind', 'order', 'unit', 'special', 'scale'],
  create: context => new HeadsView(context),
};

class HeadsView implements View {
  readonly element: HTMLElement;
  private readonly progress = element('p', { class: 'progress' });
  private readonly grid: HeadGrid;
  private state: ViewState | undefined;
  private tiles: readonly HeadTile[] = []; // [layer, head]
  private surveyed: readonly (SurveyedHead | undefined)[] = []; // [layer, head]
  /** Indices of `tiles`, in the order of the grid. */
  private ordered: readonly number[] = [];
  private surveying = new AbortController();
  /** The run, passage and settings of the current survey, as one text to compare. */
  private surveyKey = '';

  constructor(private readonly context: ViewContext) {
    const { heads } = context.words;
    this.grid = new HeadGrid(context);
    const hint = element('p', { class: 'hint' }, heads.hint);
    this.element = element('div', { class: 'heads-view' }, this.grid.element, this.progress, hint);
  }

  show(state: ViewState): void {
    this.state = state;
    const { settings, content, data } = state;
    const { kind, unit, special } = settings;
    const { layers, heads } = content.attention[kind];
    const key = [state.shown.run, data.request.passage, kind, unit, special].join(' ');
    if (key !== this.surveyKey) {
      this.surveyKey = key;
      this.surveyed = Array<undefined>(layers * heads).fill(undefined);
      this.tiles = this.surveyed.map((_, at) => new HeadTile(this.context, Math.floor(at / heads), at % heads));
      void this.survey({ kind, unit, special });
    } else this.paint();
    this.arrange();
  }

  figure(): Figure {
    const { words } = this.context;
    const { state } = this;
    const by = state === undefined ? 'layer' : this.orderOf(state.settings);
    const heads = this.ordered.flatMap(at => {
      const one = this.surveyed[at];
      return one === undefined ? [] : [{ picture: one.thumbnail, label: this.tiles[at].label }];
    });
    const order = by === 'layer' ? [] : [`${words.heads.order}: ${words.heads.orders[by]}`];
    return headsFigure(heads, {
      colors: PRINT_COLORS,
      table: colorTable(state?.settings.scale ?? 'paper', PRINT_COLORS),
      title: state?.shown.title ?? '',
      caption: [words.heads.label, ...order].join(' · '),
      columns: this.grid.columns,
    });
  }

  dispose(): void {
    this.surveying.abort();
    this.element.remove();
  }

  private async survey(options: SurveyOptions): Promise<void> {
    this.surveying.abort();
    const { signal } = (this.surveying = new AbortController());
    const { state } = this;
    if (state === undefined) return;
    const { layers, heads } = state.content.attention[options.kind];
    const results: (SurveyedHead | undefined)[] = Array<undefined>(layers * heads).fill(undefined);
    this.surveyed = results;
    let count = 0;
    this.showProgress(0, layers);
    try {
      for await (const one of surveyed(state, options, signal)) {
        const at = one.layer * heads + one.head;
        results[at] = one;
        this.paintTile(at);
        count++;
        // The order is updated after whole layers, because tiles that move after every head could not be read.
        if (count % heads === 0) this.showProgress(count / heads, layers);
      }
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      this.progress.replaceChildren(this.context.failed(error, () => void this.survey(options)));
    }
  }

  private showProgress(done: number, all: number): void {
    const { words, language } = this.context;
    const numbers = [done, all].map(count => count.toLocaleString(language));
    const isDone = done === all;
    this.progress.textContent = isDone ? '' : fillTemplate(words.heads.progress, ...numbers);
    this.grid.element.ariaBusy = String(!isDone);
    this.element.dataset['layers'] = String(done);
    if (isDone) this.context.announce(words.heads.done);
    this.arrange();
  }

  private arrange(): void {
    const { state } = this;
    if (state === undefined) return;
    const { layers, heads } = state.content.attention[state.settings.kind];
    const by = this.orderOf(state.settings);
    const values = this.surveyed.map(one => (one === undefined || by === 'layer' ? NaN : one.statistics[by]));
    const places = sortedHeads(layers, heads, { by, direction: directionOf(by) }, values);
    this.tiles.forEach((tile, at) => tile.showStatistic(by, this.surveyed[at]?.statistics));
    this.ordered = places.map(({ layer, head }) => layer * heads + head);
    const tiles = this.ordered.map(at => this.tiles[at]);
    this.grid.show(tiles, by === 'layer' ? { layers, heads } : undefined);
  }

  private paint(): void {
    this.surveyed.forEach((_, at) => this.paintTile(at));
  }

  private paintTile(at: number): void {
    const one = this.surveyed[at];
    const { state } = this;
    if (one === undefined || state === undefined) return;
    const colors = themeColors(this.context.theme.value);
    // Each tile has its own range, and colors follow the square root of the weight, so that its pattern can be seen.
    const range = rangeOf(one.thumbnail.weights, { whole: false, power: 0.5 });
    this.tiles[at].paint(one.thumbnail, colorTable(state.settings.scale, colors), range);
  }

  /** The order that the settings choose, or that of the model if the kind of attention does not have this statistic. */
  private orderOf({ order, kind }: Settings): HeadOrder {
    return ordersOf(kind).includes(order) ? order : 'layer';
  }
}
