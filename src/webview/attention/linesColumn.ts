// Lines column: the words of one side, one below the other, which can be pointed at and pinned.
import { chosenAt, type Focus, type Role } from '../../attention/focus';
import type { Picture } from '../../attention/picture';
import type { AttentionToken } from '../../attention/record';
import { headColour } from '../../attention/headColours';
import { shortWeight } from './numbers';
import { nameOf } from './sentences';
import { Roving } from './roving';
import { highestOf } from './shades';
import { cutTo, svg } from './svg';
import { shownPlaces } from './textPane';
import type { ViewContext } from './view';

export const ROW_HEIGHT = 22;
const PAD = 4;
const NUMBER_GAP = 6;

export interface ColumnPlace {
  /** The edge that the words stand at, and where lines begin. */
  readonly edge: number;
  readonly width: number;
  /** Whether the words end at the edge, as in the left column, or begin there. */
  readonly ends: boolean;
}

export interface Look {
  readonly ink: string;
  readonly quiet: string;
  readonly ground: string;
  readonly accent: string;
  readonly font: string;
}

interface Row {
  readonly group: SVGGElement;
  readonly shades: readonly SVGRectElement[];
  readonly box: SVGRectElement;
  readonly label: SVGTextElement;
  readonly number: SVGTextElement;
}

export class LinesColumn {
  readonly element: SVGGElement;
  private readonly roving: Roving;
  private rows: readonly Row[] = [];
  private picture: Picture | undefined;
  private look: Look | undefined;

  constructor(
    private readonly context: ViewContext,
    private readonly role: Role,
    cross: (at: number) => void,
  ) {
    this.element = svg('g', { role: 'listbox', 'aria-multiselectable': 'true', class: `column ${role}` });
    const leaves = role === 'seen' ? 'ArrowRight' : 'ArrowLeft';
    this.roving = new Roving(this.element, {
      enter: at => context.pin(role, at),
      across: (at, key) => {
        if (key === leaves) cross(at);
      },
    });
    this.listen();
  }

  show(picture: Picture, label: string, place: ColumnPlace, look: Look): void {
    this.picture = picture;
    this.look = look;
    this.element.setAttribute('aria-label', label);
    this.rows = picture[this.role].tokens.map((token, at) => this.row(token, at, place, look));
    this.element.replaceChildren(...this.rows.map(({ group }) => group));
    this.roving.set(this.rows.map(({ group }) => group));
  }

  mark(focus: Focus | undefined): void {
    const { picture, role, look } = this;
    if (picture === undefined || look === undefined) return;
    const { settings, theme, language } = this.context;
    const { pinned } = settings.value;
    const pins = shownPlaces(picture[role], pinned?.role === role ? pinned.tokens : []);
    const own = new Set(focus?.role === role ? focus.places : []);
    const other = focus !== undefined && focus.role !== role ? focus : undefined;
    const highest = other === undefined ? 0 : highestOf(other);
    this.rows.forEach(({ group, shades, box, label, number }, at) => {
      group.setAttribute('aria-selected', String(pins.has(at)));
      box.setAttribute('fill', pins.has(at) ? look.ink : 'none');
      box.setAttribute('stroke', own.has(at) ? look.ink : 'none');
      label.setAttribute('fill', pins.has(at) ? look.ground : look.ink);
      number.textContent = other === undefined ? '' : shortWeight(other.mean[at], language);
      shades.forEach((shade, head) => {
        const weight = other === undefined || highest === 0 ? 0 : other.sums[head][at] / highest;
        const of = picture.heads[head];
        shade.setAttribute('fill', of === 'mean' ? look.accent : headColour(of, theme.value.ground));
        shade.setAttribute('fill-opacity', theme.value.highContrast ? '0' : (weight * 0.46).toFixed(3));
      });
    });
  }

  reveal(places: readonly number[]): void {
    if (places.length > 0) this.rows.at(places[0])?.group.scrollIntoView({ block: 'nearest' });
  }

  focus(at: number): void {
    this.roving.focus(Math.min(at, this.rows.length - 1));
  }

  private row(token: AttentionToken, at: number, place: ColumnPlace, look: Look): Row {
    const { edge, ends } = place;
    const text = nameOf(token);
    const room = place.width - 40;
    const cut = cutTo(text, room, look.font);
    const x = ends ? edge - PAD : edge + PAD;
    const y = at * ROW_HEIGHT;
    const width = cut.width + 2 * PAD;
    const left = ends ? edge - width : edge;
    const size = { y: String(y + 1), height: String(ROW_HEIGHT - 2), rx: '3' };
    const shades = shadesOf(this.picture?.heads.length ?? 0, left, width, y);
    const box = svg('rect', { ...size, x: String(left), width: String(width), fill: 'none' });
    const anchor = ends ? 'end' : 'start';
    const middle = String(y + ROW_HEIGHT / 2);
    const line = { y: middle, 'dominant-baseline': 'central', 'unicode-bidi': 'plaintext' };
    const style = token.special ? 'italic' : undefined;
    const label = svg('text', { ...line, x: String(x), 'text-anchor': anchor, 'font-style': style }, cut.text);
    const outer = ends ? edge - place.width : edge + place.width;
    const number = svg('text', {
      ...line,
      x: String(ends ? left - NUMBER_GAP : left + width + NUMBER_GAP),
      'text-anchor': anchor,
      fill: look.quiet,
      'font-size': '0.85em',
    });
    // The whole width of the column can be pointed at, and shows where the focus is.
    const frame = svg('rect', {
      ...size,
      class: 'frame',
      x: String(Math.min(edge, outer)),
      width: String(place.width),
    });
    // Nothing of it is to be seen in an export, where there is no style sheet.
    frame.setAttribute('fill', 'none');
    frame.setAttribute('pointer-events', 'all');
    const group = svg('g', { role: 'option', class: 'row' }, frame, ...shades, box, label, number);
    if (cut.text !== text) {
      frame.append(svg('title', {}, text));
      group.setAttribute('aria-description', text);
    }
    return { group, shades, box, label, number };
  }

  private listen(): void {
    const { element, role, context } = this;
    element.addEventListener('pointerover', event => this.point(event.target, 'pointer'));
    element.addEventListener('pointerleave', () => this.leave('pointer'));
    element.addEventListener('focusin', event => this.point(event.target, 'keyboard'));
    element.addEventListener('focusout', () => this.leave('keyboard'));
    element.addEventListener('click', event => {
      const at = this.placeOf(event.target);
      if (at >= 0) context.pin(role, at);
    });
  }

  private point(target: EventTarget | null, by: 'pointer' | 'keyboard'): void {
    const at = this.placeOf(target);
    if (this.picture === undefined || at < 0) return;
    if (by === 'keyboard' && !this.rows[at].group.matches(':focus-visible')) return;
    this.context.pointed.set({ ...chosenAt(this.picture, this.role, at), by });
  }

  private leave(by: 'pointer' | 'keyboard'): void {
    const { pointed } = this.context;
    if (pointed.value?.by === by && pointed.value.role === this.role) pointed.set(undefined);
  }

  private placeOf(target: EventTarget | null): number {
    const group = target instanceof Element ? target.closest('.row') : null;
    return group === null ? -1 : this.rows.findIndex(row => row.group === group);
  }
}

/** A band for each head, side by side. */
function shadesOf(count: number, left: number, width: number, y: number): SVGRectElement[] {
  const size = { y: String(y + 1), width: String(width / count), height: String(ROW_HEIGHT - 2), 'fill-opacity': '0' };
  return Array.from({ length: count }, (_, head) => svg('rect', { ...size, x: String(left + (width * head) / count) }));
}
