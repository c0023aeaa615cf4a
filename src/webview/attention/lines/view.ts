// View: tab Lines, which shows the words of both axes in two columns, and weights as lines between them in the heads' colors.
import { placeholderLines } from '../../../attention/drawing/snapshot';
import { type TokenSelection, type Focus, focusOf, type Role } from '../../../attention/picture/focus';
import { headColor, headDash } from '../../../attention/drawing/headColors';
import { type AttentionLine, strongestLines } from '../../../attention/picture/strongestLines';
import type { Picture } from '../../../attention/picture/picture';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { LinesColumn } from './column';
import { type ColumnPlace, type RowStyle, ROW_HEIGHT } from './row';
import { placeholdersOf } from '../shared/placeholders';
import { shortenedToWidth, svg } from '../../dom/svg';
import { legendHeight, legendOf } from '../text/drawing';
import { propertyOf } from '../../dom/theme';
import {
  PICTURE_CONTROLS,
  type Hover,
  type ViewState,
  type View,
  type ViewContext,
  type ViewEntry,
} from '../shared/view';

export const LINES_VIEW: ViewEntry = {
  name: 'lines',
  label: words => words.lines.tab,
  hint: words => words.lines.tabHint,
  needs: 'picture',
  controls: PICTURE_CONTROLS,
  create: context => new LinesView(context),
};

/** The most lines without a selection. More would be slow to draw, and could not be distinguished. */
const MOST_LINES = 1_200;
/** The most lines of a selection, because long dashed lines are slow to paint. */
const MOST_OF_FOCUS = 300;
/** The largest width of the drawing, in pixels. */
const WIDEST = 860;
const HEADING_HEIGHT = 26;
/** The width in pixels from which a heading has room for two words. */
const NARROW = 480;

class LinesView implements View {
  readonly element: HTMLElement;
  private readonly drawing = svg('svg', { class: 'lines', role: 'group' });
  private readonly headings = svg('g', { 'font-weight': '600' });
  private readonly allLines = svg('g', { fill: 'none', 'aria-hidden': 'true' });
  private readonly focusLines = svg('g', { fill: 'none', 'aria-hidden': 'true' });
  private readonly columns: Readonly<Record<Role, LinesColumn>>;
  private readonly count = element('span');
  private readonly resizing = new ResizeObserver(() => this.resized());
  private state: ViewState | undefined;
  private chosen: TokenSelection | undefined;
  private width = 0;

  constructor(private readonly context: ViewContext) {
    this.columns = {
      key: new LinesColumn(context, 'key', at => this.columns.query.focus(at)),
      query: new LinesColumn(context, 'query', at => this.columns.key.focus(at)),
    };
    this.drawing.setAttribute('aria-label', context.words.lines.label);
    const body = svg('g', { transform: `translate(0 ${HEADING_HEIGHT})` });
    body.append(this.allLines, this.focusLines, this.columns.key.element, this.columns.query.element);
    this.drawing.append(this.headings, body);
    const below = element('div', { class: 'below' }, this.count, element('span', {}, context.words.lines.hint));
    this.element = element('div', { class: 'lines-view' }, this.drawing, below);
    this.resizing.observe(this.element);
  }

  show(state: ViewState): void {
    this.state = state;
    if (this.width > 0) this.draw();
  }

  highlight(chosen: TokenSelection | Hover | undefined): void {
    this.chosen = chosen;
    const picture = this.state?.picture;
    if (picture === undefined || this.width === 0) return;
    const focus = focusOf(picture, chosen);
    this.columns.query.highlight(focus);
    this.columns.key.highlight(focus);
    this.allLines.setAttribute('visibility', focus === undefined ? 'visible' : 'hidden');
    this.focusLines.replaceChildren(...(focus === undefined ? [] : this.lines(picture, focus)));
    if (focus !== undefined && chosen !== undefined && 'by' in chosen && chosen.by === 'editor') {
      this.columns[focus.role].reveal(focus.places);
    }
  }

  svg(): string {
    const copy = this.drawing.cloneNode(true) as SVGSVGElement;
    for (const hidden of copy.querySelectorAll('[visibility="hidden"], .frame')) hidden.remove();
    const background = svg('rect', { width: '100%', height: '100%', fill: propertyOf('--ground') });
    copy.prepend(background);
    const lines = this.state === undefined ? [] : placeholderLines({ placeholders: placeholdersOf(this.state) });
    const height = Number(this.drawing.getAttribute('height'));
    copy.append(...legendOf(lines, height + 12));
    const whole = String(height + (lines.length > 0 ? legendHeight(lines) + 12 : 0));
    copy.setAttribute('height', whole);
    copy.setAttribute('viewBox', `0 0 ${this.width} ${whole}`);
    return new XMLSerializer().serializeToString(copy);
  }

  dispose(): void {
    this.resizing.disconnect();
    this.element.remove();
  }

  private resized(): void {
    const width = Math.min(WIDEST, Math.floor(this.element.clientWidth));
    if (width === this.width || width === 0) return;
    this.width = width;
    this.draw();
    this.highlight(this.chosen);
  }

  private draw(): void {
    const picture = this.state?.picture;
    if (picture === undefined) return;
    const { width } = this;
    const style = rowStyleOf();
    const rows = Math.max(picture.query.tokens.length, picture.key.tokens.length);
    const size = { width: String(width), height: String(HEADING_HEIGHT + rows * ROW_HEIGHT) };
    for (const [name, value] of Object.entries(size)) this.drawing.setAttribute(name, value);
    this.drawing.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
    this.drawing.setAttribute('font-family', style.family);
    this.drawing.setAttribute('font-size', style.size);
    this.drawColumns(picture, style);
    const { lines, total } = strongestLines(picture, undefined, MOST_LINES);
    this.allLines.replaceChildren(...this.paths(picture, lines));
    const numbers = [lines.length, total].map(count => count.toLocaleString(this.context.language));
    this.count.textContent = lines.length < total ? fillTemplate(this.context.words.lines.leftOut, ...numbers) : '';
  }

  private drawColumns(picture: Picture, style: RowStyle): void {
    const { roles } = this.context.words.text;
    const places = this.places();
    const names = this.names(picture);
    const placeholders = this.state === undefined ? [] : placeholdersOf(this.state);
    this.headings.setAttribute('fill', style.textColor);
    this.headings.replaceChildren();
    for (const role of ['key', 'query'] as const) {
      this.columns[role].show(picture, { label: names[role], placeholders }, places[role], style);
      const heading = headingOf(names[role], places[role], style.font);
      heading.append(svg('title', {}, roles[role].hint));
      this.headings.append(heading);
    }
  }

  private places(): Readonly<Record<Role, ColumnPlace>> {
    const { width } = this;
    const column = Math.floor(Math.min(300, (width - Math.max(64, width * 0.28)) / 2));
    return {
      key: { edge: column, width: column, isEndAligned: true },
      query: { edge: width - column, width: column, isEndAligned: false },
    };
  }

  private names(picture: Picture): Readonly<Record<Role, string>> {
    const { text } = this.context.words;
    const named = { source: text.source, target: text.target };
    const isSelf = picture.query.side === picture.key.side;
    const name = (role: Role): string => {
      const side = named[picture[role].side];
      const { label } = text.roles[role];
      if (this.width >= NARROW) return `${side} (${label})`;
      return isSelf ? label : side;
    };
    return { key: name('key'), query: name('query') };
  }

  private lines(picture: Picture, focus: Focus): SVGPathElement[] {
    return this.paths(picture, strongestLines(picture, focus, MOST_OF_FOCUS).lines);
  }

  private paths(picture: Picture, lines: readonly AttentionLine[]): SVGPathElement[] {
    const { key, query } = this.places();
    const { themeKind } = this.context.theme.value;
    const accent = propertyOf('--accent');
    const [from, to] = [key.edge + 4, query.edge - 4];
    const middle = (from + to) / 2;
    // The lines are in ascending order of weight.
    const highest = lines.at(-1)?.weight ?? 1;
    return lines.map(line => {
      const [left, right] = [(line.key + 0.5) * ROW_HEIGHT, (line.query + 0.5) * ROW_HEIGHT];
      const head = picture.heads[line.head];
      return svg('path', {
        d: `M${from} ${left}C${middle} ${left} ${middle} ${right} ${to} ${right}`,
        stroke: typeof head === 'number' ? headColor(head, themeKind) : accent,
        'stroke-dasharray': typeof head === 'number' ? headDash(head) || undefined : undefined,
        'stroke-opacity': (0.06 + (0.94 * line.weight) / highest).toFixed(3),
        'stroke-width': (0.75 + 3.25 * Math.min(1, line.weight)).toFixed(2),
      });
    });
  }
}

function headingOf(name: string, { edge, isEndAligned, width }: ColumnPlace, font: string): SVGTextElement {
  const x = String(isEndAligned ? edge - 4 : edge + 4);
  const { text } = shortenedToWidth(name, width - 4, `600 ${font}`);
  return svg('text', { x, y: '14', 'text-anchor': isEndAligned ? 'end' : 'start' }, text);
}

function rowStyleOf(): RowStyle & { readonly family: string; readonly size: string } {
  const { fontFamily: family, fontSize: size } = getComputedStyle(document.body);
  return {
    textColor: propertyOf('--ink'),
    quiet: propertyOf('--quiet'),
    background: propertyOf('--ground'),
    accent: propertyOf('--accent'),
    font: `${size} ${family}`,
    family,
    size,
  };
}
