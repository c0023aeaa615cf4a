// View: tab Matrix, a heatmap of the weights with queries as rows and keys as columns. It can be panned and zoomed.
import type { TokenSelection } from '../../../attention/picture/focus';
import type { Picture } from '../../../attention/picture/picture';
import { colorTable } from '../../../attention/drawing/scale';
import { type Cell, cellAt, cellAfterKey } from '../../../attention/picture/viewport';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { MatrixControls, rangeFor } from './controls';
import type { AxisTitles } from './labels';
import { type MatrixHighlights, highlightsOf } from './highlights';
import { MatrixScreen } from './screen';
import { MatrixTip } from './tip';
import { shortWeight } from '../shared/format';
import { themeColors } from '../../dom/canvasTheme';
import { placeholdersOf } from '../shared/placeholders';
import { headsPhrase } from '../shared/sentences';
import { propertyOf } from '../../dom/theme';
import {
  PICTURE_CONTROLS,
  type Hover,
  type ViewState,
  type View,
  type ViewContext,
  type ViewEntry,
} from '../shared/view';

export const MATRIX_VIEW: ViewEntry = {
  name: 'matrix',
  label: words => words.matrix.tab,
  hint: words => words.matrix.tabHint,
  needs: 'picture',
  controls: [...PICTURE_CONTROLS, 'scale', 'contrast'],
  create: context => new MatrixView(context),
};

const ZOOM_STEP = 1.5;

class MatrixView implements View {
  readonly element: HTMLElement;
  private readonly stage: HTMLElement;
  private readonly controls: MatrixControls;
  private readonly tip: MatrixTip;
  private readonly screen: MatrixScreen;
  private readonly empty = element('p', { class: 'empty-text', hidden: '' });
  private readonly resized = (): void => this.screen.resize(this.element.clientWidth);
  private readonly resizing = new ResizeObserver(this.resized);
  private picture: Picture | undefined;
  /** The cell from which the arrow keys move. */
  private cursor: Cell = { row: 0, column: 0 };
  private pointedCell: Cell | undefined;

  constructor(private readonly context: ViewContext) {
    const { matrix } = context.words;
    this.tip = new MatrixTip(context);
    this.screen = new MatrixScreen(
      () => document.activeElement === this.stage,
      () => this.showTip(),
    );
    this.stage = element(
      'div',
      {
        ...{ class: 'matrix-stage', tabindex: '0', role: 'application', 'aria-roledescription': matrix.role },
        'aria-describedby': 'matrix-hint',
      },
      ...[this.screen.canvas, this.screen.plot, this.tip.element],
    );
    this.controls = new MatrixControls(context, {
      zoom: factor => this.screen.zoom(factor, this.cursor),
      fit: () => this.screen.fit(),
    });
    const hint = element('p', { class: 'hint', id: 'matrix-hint' }, matrix.hint);
    this.element = element('div', { class: 'matrix-view' }, this.empty, this.stage, this.controls.element, hint);
    this.empty.textContent = context.words.page.noTokens;
    this.listen();
    this.resizing.observe(this.element);
    // The height of the matrix depends on the height of the window.
    window.addEventListener('resize', this.resized);
  }

  show(state: ViewState): void {
    const { picture, settings, shown } = state;
    if (picture === undefined) return;
    const [rows, columns] = [picture.query.tokens.length, picture.key.tokens.length];
    this.empty.hidden = rows * columns > 0;
    this.stage.hidden = this.controls.element.hidden = rows * columns === 0;
    this.picture = rows * columns > 0 ? picture : undefined;
    if (this.picture === undefined) return;
    // The page calls `highlight` after each `show`, which sets the cell again.
    this.pointedCell = undefined;
    this.cursor = { row: Math.min(this.cursor.row, rows - 1), column: Math.min(this.cursor.column, columns - 1) };
    const { theme, language, words } = this.context;
    const colors = themeColors(theme.value);
    const range = rangeFor(settings.contrast, picture.record.weights);
    const image = { colors, range, table: colorTable(settings.scale, colors) };
    this.controls.show(picture, image);
    this.tip.placeholders = placeholdersOf(state);
    const counts = [rows, columns].map(count => count.toLocaleString(language));
    const titles = this.titlesOf(picture);
    const values = [...counts, headsPhrase(picture, this.context), titles.rows, titles.columns];
    this.stage.ariaLabel = fillTemplate(words.matrix.label, ...values);
    const accent = propertyOf('--vscode-focusBorder') || colors.foreground;
    const format = (weight: number): string => shortWeight(weight, language);
    this.screen.show(picture, { ...image, accent, format, titles }, this.element.clientWidth);
    // Tests read here what is drawn.
    this.stage.dataset['drawn'] = [shown.run, picture.kind, picture.layer, ...picture.heads].join(' ');
  }

  highlight(chosen: TokenSelection | Hover | undefined): void {
    const { picture } = this;
    if (picture === undefined) return;
    const marks = highlightsOf(picture, chosen);
    const by = chosen !== undefined && 'by' in chosen ? chosen.by : undefined;
    this.screen.highlight(marks);
    if (marks.cell !== undefined) this.cursor = marks.cell;
    else if (by === 'editor') this.scrollToHighlights(marks);
    this.pointedCell = marks.cell;
    this.showTip();
  }

  private titlesOf({ query, key }: Picture): AxisTitles {
    const { matrix, text } = this.context.words;
    const names = { source: text.source, target: text.target };
    return {
      rows: fillTemplate(matrix.queries, names[query.side]),
      columns: fillTemplate(matrix.keys, names[key.side]),
    };
  }

  dispose(): void {
    this.resizing.disconnect();
    window.removeEventListener('resize', this.resized);
    this.screen.dispose();
    this.element.remove();
  }

  private listen(): void {
    const { stage } = this;
    const { plot } = this.screen;
    const cellOf = (event: MouseEvent): Cell | undefined => cellAt(this.screen.viewport, event.offsetX, event.offsetY);
    plot.addEventListener('pointerdown', () => stage.focus({ preventScroll: true }));
    plot.addEventListener('pointermove', event => {
      if (event.buttons === 0) this.point(cellOf(event), 'pointer');
    });
    plot.addEventListener('pointerleave', () => this.leave('pointer'));
    plot.addEventListener('click', event => {
      const cell = cellOf(event);
      if (cell !== undefined) this.pin(cell, event.shiftKey);
    });
    stage.addEventListener('keydown', event => {
      if (this.press(event)) event.preventDefault();
    });
    stage.addEventListener('focus', () => {
      // If a click moved the focus here, its cell is selected already.
      if (stage.matches(':focus-visible')) this.point(this.cursor, 'keyboard');
    });
    stage.addEventListener('blur', () => this.leave('keyboard'));
  }

  /** Returns whether the key was handled. */
  private press(event: KeyboardEvent): boolean {
    if (this.picture === undefined || event.altKey) return false;
    // If no cell was selected by keyboard, the page handles Escape, by unpinning.
    if (event.key === 'Escape' && this.context.hover.value?.by !== 'keyboard') return false;
    const hasCtrl = event.ctrlKey || event.metaKey;
    const next = cellAfterKey(this.screen.viewport, this.cursor, event.key, hasCtrl || event.shiftKey);
    if (next !== undefined) {
      this.screen.reveal(next);
      this.point(next, 'keyboard');
      return true;
    }
    // All other keys with Ctrl are left to the editor.
    if (hasCtrl) return false;
    const acts: Readonly<Record<string, () => void>> = {
      '+': () => this.screen.zoom(ZOOM_STEP, this.cursor),
      '=': () => this.screen.zoom(ZOOM_STEP, this.cursor),
      '-': () => this.screen.zoom(1 / ZOOM_STEP, this.cursor),
      '0': () => this.screen.fit(),
      Enter: () => this.pin(this.cursor, event.shiftKey),
      ' ': () => this.pin(this.cursor, event.shiftKey),
      Escape: () => this.leave('keyboard'),
    };
    acts[event.key]?.();
    return acts[event.key] !== undefined;
  }

  private point(cell: Cell | undefined, by: Hover['by']): void {
    const { picture, context } = this;
    if (picture === undefined || cell === undefined) return this.leave(by);
    const tokens = picture.query.members[cell.row] ?? [];
    const [keyToken] = picture.key.members[cell.column] ?? [];
    const before = context.hover.value;
    const isSame = before?.by === by && before.cell === keyToken && before.tokens === tokens;
    if (!isSame && keyToken !== undefined) context.hover.set({ role: 'query', tokens, cell: keyToken, by });
  }

  private leave(by: Hover['by']): void {
    if (this.context.hover.value?.by === by) this.context.hover.set(undefined);
  }

  private pin({ row, column }: Cell, asColumn: boolean): void {
    this.context.pin(asColumn ? 'key' : 'query', asColumn ? column : row);
  }

  /** Shows the tooltip of the cell that is pointed at, at the cell's present position. */
  private showTip(): void {
    if (this.picture === undefined) return;
    this.tip.show(this.picture, this.pointedCell, this.screen.viewport, this.screen.gutters);
  }

  private scrollToHighlights({ rows, columns }: MatrixHighlights): void {
    const [row] = rows;
    const [column] = columns;
    if (row === undefined && column === undefined) return;
    this.screen.reveal({ row: row ?? this.cursor.row, column: column ?? this.cursor.column });
  }
}
