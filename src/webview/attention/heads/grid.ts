// Grid: the tiles of all heads, in a row for each layer or in sorted order. There is one tab stop, and arrow keys move
// the focus.
import { element } from '../../dom/element';
import type { HeadTile } from './tile';
import type { ViewContext } from '../shared/view';

/** The least number of columns of sorted heads. */
const SORTED_COLUMNS = 8;

export class HeadGrid {
  readonly element: HTMLElement;
  /** The number of tiles in a row. */
  columns = 1;
  private rows: readonly (readonly HeadTile[])[] = [];
  private current: HeadTile | undefined;

  constructor(private readonly context: ViewContext) {
    const { words } = context;
    this.element = element('div', { class: 'head-grid', role: 'grid', 'aria-label': words.heads.label });
    this.element.addEventListener('keydown', event => {
      if (this.press(event)) event.preventDefault();
    });
    this.element.addEventListener('click', event => this.tileOf(event.target)?.open());
    this.element.addEventListener('focusin', event => this.makeTabStop(this.tileOf(event.target)));
  }

  /** @param shape the numbers of layers and heads; undefined for sorted tiles, whose rows are not layers */
  show(tiles: readonly HeadTile[], shape: { readonly layers: number; readonly heads: number } | undefined): void {
    const columns = shape?.heads ?? Math.min(12, Math.max(SORTED_COLUMNS, Math.ceil(Math.sqrt(tiles.length))));
    this.columns = columns;
    const rows: HeadTile[][] = [];
    for (let at = 0; at < tiles.length; at += columns) rows.push(tiles.slice(at, at + columns));
    this.rows = rows;
    const focused = document.activeElement;
    this.element.style.setProperty('--columns', String(columns));
    const lines = rows.map((row, at) =>
      element('div', { role: 'row', class: 'row' }, ...this.rowHeaderOf(shape, at), ...row.map(tile => tile.element)),
    );
    const header = shape === undefined ? [] : [this.headerRow(shape.heads)];
    this.element.replaceChildren(...header, ...lines);
    this.element.classList.toggle('by-layer', shape !== undefined);
    this.makeTabStop(this.current !== undefined && tiles.includes(this.current) ? this.current : tiles[0]);
    // An element that is moved in the document loses the keyboard focus.
    if (focused instanceof HTMLElement && this.element.contains(focused)) focused.focus({ preventScroll: true });
  }

  private rowHeaderOf(shape: object | undefined, layer: number): HTMLElement[] {
    if (shape === undefined) return [];
    const { words, language } = this.context;
    const number = (layer + 1).toLocaleString(language);
    const label = words.controls.layerNumber.replace('{0}', number);
    return [element('div', { role: 'rowheader', class: 'corner', 'aria-label': label }, number)];
  }

  private headerRow(heads: number): HTMLElement {
    const { words, language } = this.context;
    const cells = Array.from({ length: heads }, (_, head) => {
      const number = (head + 1).toLocaleString(language);
      const label = words.controls.headNumber.replace('{0}', number);
      return element('div', { role: 'columnheader', class: 'corner', 'aria-label': label }, number);
    });
    const corner = element('div', { role: 'columnheader', class: 'corner names' }, words.heads.corner);
    return element('div', { role: 'row', class: 'row' }, corner, ...cells);
  }

  private makeTabStop(tile: HeadTile | undefined): void {
    if (tile === undefined) return;
    if (this.current !== undefined) this.current.element.tabIndex = -1;
    this.current = tile;
    tile.element.tabIndex = 0;
  }

  private tileOf(target: EventTarget | null): HeadTile | undefined {
    if (!(target instanceof Element)) return undefined;
    const found = target.closest('.tile');
    return this.rows.flat().find(tile => tile.element === found);
  }

  /** Returns whether the key was handled. */
  private press(event: KeyboardEvent): boolean {
    const tile = this.tileOf(event.target);
    if (tile === undefined || event.altKey || event.metaKey) return false;
    if (event.key === 'Enter' || event.key === ' ') {
      tile.open();
      return true;
    }
    const row = this.rows.findIndex(one => one.includes(tile));
    const column = this.rows[row].indexOf(tile);
    const last = this.rows.length - 1;
    const moves: Readonly<Record<string, readonly [row: number, column: number]>> = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      PageUp: [0, column],
      PageDown: [last, column],
      Home: [event.ctrlKey ? 0 : row, 0],
      End: [event.ctrlKey ? last : row, Infinity],
    };
    const move = moves[event.key];
    if (move === undefined) return false;
    const to = this.rows[Math.min(last, Math.max(0, move[0]))];
    const next = to[Math.min(to.length - 1, Math.max(0, move[1]))];
    next.element.focus();
    return true;
  }
}
