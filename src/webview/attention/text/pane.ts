// Pane: one side of the attention as running text, whose words can be pointed at and pinned.
import { widthOf } from '../../../attention/drawing/figure';
import { type Focus, selectionAt, type Role } from '../../../attention/picture/focus';
import type { Picture, PictureSide } from '../../../attention/picture/picture';
import { type TextRun, textRunsOf } from '../../../attention/picture/textRuns';
import type { Placeholder } from '../../../views/attention/protocol';
import { element } from '../../dom/element';
import { shortWeight } from '../shared/format';
import { meaningOf } from '../shared/placeholders';
import { Roving } from '../../dom/roving';
import { backgroundOf, type Band, bandsOf, highestOf } from '../shared/shades';
import type { DrawnWord } from './drawing';
import { colorOf } from '../../dom/theme';
import type { ViewContext } from '../shared/view';

/** The approximate font size, in pixels, for estimating where numbers would overlap. */
const LETTER = 15;
/** The width of a number and its gap, in pixels. */
const NUMBER_WIDTH = 26;
/** The share of the highest weight from which words get a number; the table lists all weights. */
export const LEAST_NUMBERED = 0.1;

/** The heading of a pane. */
export interface PaneHeading {
  readonly name: string;
  readonly role: string;
  readonly hint: string;
}

export class TextPane {
  readonly element: HTMLElement;
  private readonly heading = element('h2');
  private readonly box: HTMLElement;
  private readonly roving: Roving;
  private picture: Picture | undefined;
  private words: readonly HTMLElement[] = [];
  /** The middle of each word if the text were one line, in pixels; Infinity for words that are not in the text. */
  private middles: readonly number[] = [];
  /** The focus whose weights shade these words. */
  private focus: Focus | undefined;

  constructor(
    private readonly context: ViewContext,
    private readonly role: Role,
  ) {
    this.heading.id = `text-${role}`;
    const attributes = { role: 'listbox', 'aria-multiselectable': 'true', 'aria-orientation': 'horizontal' };
    this.box = element('div', { class: 'text', dir: 'auto', 'aria-labelledby': this.heading.id, ...attributes });
    this.element = element('section', { class: `pane ${role}` }, this.heading, this.box);
    this.roving = new Roving(this.box, { enter: at => context.pin(role, at) });
    this.listen();
  }

  show(picture: Picture, heading: PaneHeading, language: string, placeholders: readonly Placeholder[]): void {
    this.picture = picture;
    const side = picture[this.role];
    const role = element('span', { class: 'role' }, heading.role);
    this.heading.title = heading.hint;
    this.heading.replaceChildren(heading.name, ' ', role);
    const made: HTMLElement[] = Array<HTMLElement>(side.tokens.length);
    const middles = Array<number>(side.tokens.length).fill(Infinity);
    let end = 0;
    const parts = textRunsOf(side.text, side.tokens).map(segment => {
      const width = widthOf(segment.text, LETTER);
      end += width;
      if (segment.kind === 'gap') return segment.text;
      middles[segment.at] = end - width / 2;
      return (made[segment.at] = wordOf(segment, meaningOf(segment.text, placeholders, this.context)));
    });
    this.middles = middles;
    this.words = made;
    this.box.dataset['unit'] = picture.choice.unit;
    const isEmpty = parts.length === 0;
    const empty = element('p', { class: 'empty-text' }, this.context.words.page.noTokens);
    this.box.replaceChildren(...(isEmpty ? [] : parts));
    this.element.replaceChildren(this.heading, isEmpty ? empty : this.box);
    // A target without words has no language.
    if (language !== '') this.box.lang = language;
    this.roving.set(this.words);
  }

  /** Marks the words of this side that are selected, or shades them by the weights of the other side's selection. */
  highlight(focus: Focus | undefined): void {
    const { picture, role } = this;
    if (picture === undefined) return;
    const { settings, theme, language } = this.context;
    const pinned = shownPlaces(picture[role], settings.value.pinned?.role === role ? settings.value.pinned.tokens : []);
    const own = new Set(focus?.role === role ? focus.places : []);
    const key = focus !== undefined && focus.role !== role ? focus : undefined;
    this.focus = key;
    const highest = key === undefined ? 0 : highestOf(key);
    const colors = { themeKind: theme.value.themeKind, accent: 'var(--accent)' };
    const told = key === undefined ? undefined : this.numberedPlaces(key.mean, highest);
    this.words.forEach((word, at) => {
      word.ariaSelected = String(pinned.has(at));
      word.classList.toggle('pinned', pinned.has(at));
      word.classList.toggle('pointed', own.has(at));
      const weight = key?.mean[at] ?? 0;
      // Most words of a long text have neither number nor shade, before and after: their elements are not changed.
      const number = told?.has(at) === true ? shortWeight(weight, language) : '';
      if (word.dataset['weight'] !== number) word.dataset['weight'] = number;
      const bands = key === undefined ? [] : bandsOf(picture, key, at, highest, colors);
      if (bands.length > 0) {
        word.style.backgroundImage = backgroundOf(bands);
        // In high contrast the style sheet draws a bar in place of a shade.
        word.style.setProperty('--share', (weight / highest).toFixed(3));
      } else if (word.style.length > 0) word.removeAttribute('style');
    });
  }

  /** The words whose weights are written: those that are not small, and of overlapping ones the highest. */
  private numberedPlaces(weights: Float32Array, highest: number): ReadonlySet<number> {
    const { middles } = this;
    const told = new Set<number>();
    const isFree = (at: number): boolean => {
      for (const step of [-1, 1]) {
        for (let other = at + step; Math.abs(middles[other] - middles[at]) < NUMBER_WIDTH; other += step) {
          if (told.has(other)) return false;
        }
      }
      return true;
    };
    const places = [...weights.keys()].filter(at => weights[at] > 0 && weights[at] >= highest * LEAST_NUMBERED);
    for (const at of places.sort((one, other) => weights[other] - weights[one])) if (isFree(at)) told.add(at);
    return told;
  }

  /** The words and their shades for a drawing, with colors as values. */
  drawn(): DrawnWord[] {
    const { picture, focus } = this;
    const colors = { themeKind: this.context.theme.value.themeKind, accent: colorOf('--accent') };
    const bands = (at: number): readonly Band[] =>
      picture === undefined || focus === undefined ? [] : bandsOf(picture, focus, at, highestOf(focus), colors);
    return this.words.map((element, at) => ({ element, bands: bands(at) }));
  }

  /** Scrolls to the first of some words. */
  reveal(places: readonly number[]): void {
    if (places.length > 0) this.words.at(places[0])?.scrollIntoView({ block: 'nearest' });
  }

  private listen(): void {
    const { box, role, context } = this;
    box.addEventListener('pointerover', event => this.point(event.target, 'pointer'));
    box.addEventListener('pointerleave', () => this.leave('pointer'));
    box.addEventListener('focusin', event => this.point(event.target, 'keyboard'));
    box.addEventListener('focusout', () => this.leave('keyboard'));
    box.addEventListener('click', event => {
      const at = this.placeOf(event.target);
      if (at >= 0) context.pin(role, at);
    });
  }

  private point(target: EventTarget | null, by: 'pointer' | 'keyboard'): void {
    const { picture, role, context } = this;
    const at = this.placeOf(target);
    if (picture === undefined || at < 0) return;
    // A click moves the focus as well; only a visible focus comes from the keyboard.
    if (by === 'keyboard' && !this.words[at].matches(':focus-visible')) return;
    context.hover.set({ ...selectionAt(picture, role, at), by });
  }

  private leave(by: 'pointer' | 'keyboard'): void {
    const { hover } = this.context;
    if (hover.value?.by === by && hover.value.role === this.role) hover.set(undefined);
  }

  private placeOf(target: EventTarget | null): number {
    const word = target instanceof Element ? target.closest('.word') : null;
    return word === null ? -1 : this.words.findIndex(one => one === word);
  }
}

/** The words of a side that show some tokens of the whole text, as indices. */
export function shownPlaces(side: PictureSide, tokens: readonly number[]): ReadonlySet<number> {
  return new Set(tokens.map(token => side.shownAt[token] ?? -1).filter(at => at >= 0));
}

function wordOf(segment: Exclude<TextRun, { kind: 'gap' }>, meaning: string | undefined): HTMLElement {
  const kind = segment.kind === 'chip' ? 'word chip' : segment.joined ? 'word joined' : 'word';
  return element('span', { class: kind, role: 'option', 'data-weight': '', title: meaning }, segment.text);
}
