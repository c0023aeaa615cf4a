// Lines column: the words of one axis in tab Lines, one below the other, which can be pointed at and pinned.
import { selectionAt, type Focus, type Role } from '../../../attention/picture/focus';
import type { Picture } from '../../../attention/picture/picture';
import type { Placeholder } from '../../../views/attention/protocol';
import { shortWeight, tokenText } from '../shared/format';
import { meaningOf } from '../shared/placeholders';
import { RovingFocus } from '../../dom/roving';
import { type ColumnPlace, LinesRow, type RowStyle } from './row';
import { bandsOf, highestOf } from '../shared/shades';
import { svg } from '../../dom/svg';
import { LEAST_NUMBERED, shownPlaces } from '../text/pane';
import type { ViewContext } from '../shared/view';

export interface ColumnNames {
  readonly label: string;
  /** The placeholders in the words, and what they stand for. */
  readonly placeholders: readonly Placeholder[];
}

export class LinesColumn {
  readonly element: SVGGElement;
  private readonly roving: RovingFocus;
  private rows: readonly LinesRow[] = [];
  private picture: Picture | undefined;
  private style: RowStyle | undefined;

  constructor(
    private readonly context: ViewContext,
    private readonly role: Role,
    /** Moves the focus to the other column. */
    moveToOther: (at: number) => void,
  ) {
    this.element = svg('g', { role: 'listbox', 'aria-multiselectable': 'true', class: `column ${role}` });
    const keyToOtherColumn = role === 'key' ? 'ArrowRight' : 'ArrowLeft';
    this.roving = new RovingFocus(this.element, {
      enter: at => context.pin(role, at),
      across: (at, key) => {
        if (key === keyToOtherColumn) moveToOther(at);
      },
    });
    this.listen();
  }

  show(picture: Picture, { label, placeholders }: ColumnNames, place: ColumnPlace, style: RowStyle): void {
    this.picture = picture;
    this.style = style;
    this.element.setAttribute('aria-label', label);
    const { tokens } = picture[this.role];
    this.rows = tokens.map((token, at) => {
      const meaning = meaningOf(token.text, placeholders, this.context);
      return new LinesRow({ text: tokenText(token.text), meaning, isSpecial: token.special, at }, place, style);
    });
    this.element.replaceChildren(...this.rows.map(({ group }) => group));
    this.roving.set(this.rows.map(({ group }) => group));
  }

  highlight(focus: Focus | undefined): void {
    const { picture, role } = this;
    if (picture === undefined) return;
    const { settings, theme, language } = this.context;
    const { themeKind, highContrast } = theme.value;
    const colors = { themeKind, accent: this.style?.accent ?? 'none' };
    const { pinned } = settings.value;
    const pins = shownPlaces(picture[role], pinned?.role === role ? pinned.tokens : []);
    const selected = new Set(focus?.role === role ? focus.places : []);
    const other = focus !== undefined && focus.role !== role ? focus : undefined;
    const highest = other === undefined ? 0 : highestOf(other);
    this.rows.forEach((row, at) => {
      row.highlight({
        pinned: pins.has(at),
        pointed: selected.has(at),
        number:
          other !== undefined && other.mean[at] >= highest * LEAST_NUMBERED
            ? shortWeight(other.mean[at], language)
            : '',
        // In high contrast, weights are shown only by lines and numbers.
        bands: other === undefined || highContrast ? [] : bandsOf(picture, other, at, highest, colors),
      });
    });
  }

  reveal(places: readonly number[]): void {
    if (places.length > 0) this.rows.at(places[0])?.group.scrollIntoView({ block: 'nearest' });
  }

  focus(at: number): void {
    this.roving.focus(Math.min(at, this.rows.length - 1));
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
    this.context.hover.set({ ...selectionAt(this.picture, this.role, at), by });
  }

  private leave(by: 'pointer' | 'keyboard'): void {
    const { hover } = this.context;
    if (hover.value?.by === by && hover.value.role === this.role) hover.set(undefined);
  }

  /** The index of the row that an event's target is in; -1 if it is in none. */
  private placeOf(target: EventTarget | null): number {
    const group = target instanceof Element ? target.closest('.row') : null;
    return group === null ? -1 : this.rows.findIndex(row => row.group === group);
  }
}
