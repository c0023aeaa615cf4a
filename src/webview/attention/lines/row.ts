// Row: one word of a column in tab Lines. Elements that only some words have (shade, number, box) are created when needed.
import type { Band } from '../shared/shades';
import { shortenedToWidth, svg } from '../../dom/svg';

export const ROW_HEIGHT = 22;
const PAD = 4;
const NUMBER_GAP = 6;
/** The width of a number and its gaps. */
const NUMBER_ROOM = 40;

export interface ColumnPlace {
  /** The edge that the words are aligned to, where the lines begin. */
  readonly edge: number;
  readonly width: number;
  /** Whether the words end at the edge, as in the left column. In the right column they begin at it. */
  readonly isEndAligned: boolean;
}

/** Font and colors. The colors are values and not CSS variables, because an export has no style sheet. */
export interface RowStyle {
  readonly textColor: string;
  readonly quiet: string;
  readonly background: string;
  readonly accent: string;
  readonly font: string;
}

export interface RowHighlight {
  readonly pinned: boolean;
  readonly pointed: boolean;
  /** The weight as text; empty if none is to be written. */
  readonly number: string;
  readonly bands: readonly Band[];
}

/** The word of a row. */
export interface RowWord {
  readonly text: string;
  /** What the placeholders in the word stand for. */
  readonly meaning: string | undefined;
  readonly isSpecial: boolean;
  /** The index of the row in its column. */
  readonly at: number;
}

export class LinesRow {
  readonly group: SVGGElement;
  private readonly label: SVGTextElement;
  private readonly frame: SVGRectElement;
  private readonly left: number;
  private readonly width: number;
  private readonly y: number;
  private shades: readonly SVGRectElement[] = [];
  private box: SVGRectElement | undefined;
  private number: SVGTextElement | undefined;

  constructor(
    { text, meaning, isSpecial, at }: RowWord,
    private readonly place: ColumnPlace,
    private readonly style: RowStyle,
  ) {
    const { edge, isEndAligned, width } = place;
    const cut = shortenedToWidth(text, width - NUMBER_ROOM, style.font);
    this.y = at * ROW_HEIGHT;
    this.width = cut.width + 2 * PAD;
    this.left = isEndAligned ? edge - this.width : edge;
    const fontStyle = isSpecial ? 'italic' : undefined;
    this.label = this.text(isEndAligned ? edge - PAD : edge + PAD, cut.text, {
      fill: style.textColor,
      'font-style': fontStyle,
    });
    // The frame receives pointer events and shows the focus. It is as wide as the column. Exports do not include it.
    const x = String(isEndAligned ? edge - width : edge);
    this.frame = svg('rect', {
      ...this.verticalExtent,
      class: 'frame',
      x,
      width: String(width),
      rx: '3',
      fill: 'none',
    });
    this.group = svg('g', { role: 'option', class: 'row', 'aria-selected': 'false' }, this.frame, this.label);
    const more = [...(cut.text === text ? [] : [text]), ...(meaning === undefined ? [] : [meaning])].join('\n');
    if (more === '') return;
    this.frame.append(svg('title', {}, more));
    this.group.setAttribute('aria-description', more);
  }

  highlight({ pinned, pointed, number, bands }: RowHighlight): void {
    const { style } = this;
    if (bands.length > 0 || this.shades.length > 0) this.shade(bands);
    if (number !== '' || this.number !== undefined) this.numberText().textContent = number;
    if (!pinned && !pointed && this.box === undefined) return;
    this.group.setAttribute('aria-selected', String(pinned));
    this.box ??= this.rect(this.left, this.width);
    this.box.setAttribute('fill', pinned ? style.textColor : 'none');
    this.box.setAttribute('stroke', pointed ? style.textColor : 'none');
    this.label.setAttribute('fill', pinned ? style.background : style.textColor);
  }

  private shade(bands: readonly Band[]): void {
    for (const old of this.shades) old.remove();
    this.shades = bands.map(({ color, from, to, opacity }) => {
      const width = (to - from) * this.width;
      const band = this.rect(this.left + from * this.width, width, this.frame.nextSibling);
      band.setAttribute('fill', color);
      band.setAttribute('fill-opacity', opacity.toFixed(3));
      band.removeAttribute('rx');
      return band;
    });
  }

  private numberText(): SVGTextElement {
    if (this.number === undefined) {
      const x = this.place.isEndAligned ? this.left - NUMBER_GAP : this.left + this.width + NUMBER_GAP;
      this.number = this.text(x, '', { fill: this.style.quiet, 'font-size': '0.85em', class: 'number' });
      this.group.append(this.number);
    }
    return this.number;
  }

  private rect(x: number, width: number, before: Node | null = this.label): SVGRectElement {
    const rect = svg('rect', { ...this.verticalExtent, x: String(x), width: String(width), rx: '3', fill: 'none' });
    this.group.insertBefore(rect, before);
    return rect;
  }

  private text(x: number, text: string, attributes: Readonly<Record<string, string | undefined>>): SVGTextElement {
    const y = String(this.y + ROW_HEIGHT / 2);
    const anchor = this.place.isEndAligned ? 'end' : 'start';
    const common = { y, 'dominant-baseline': 'central', 'unicode-bidi': 'plaintext', 'text-anchor': anchor };
    return svg('text', { ...common, x: String(x), ...attributes }, text);
  }

  /** The attributes `y` and `height` of a rectangle that fills the row. */
  private get verticalExtent(): { readonly y: string; readonly height: string } {
    return { y: String(this.y + 1), height: String(ROW_HEIGHT - 2) };
  }
}
