// Pane: the text of one axis in tab Text, whose words can be pointed at and pinned.
import { widthOf } from '../../../attention/drawing/figure';
import { type Focus, selectionAt, type Role } from '../../../attention/picture/focus';
import type { Picture, PictureSide } from '../../../attention/picture/picture';
import { type TextRun, textRunsOf } from '../../../attention/picture/textRuns';
import type { Placeholder } from '../../../views/attention/protocol';
import { element } from '../../dom/element';
import { shortWeight } from '../shared/format';
import { meaningOf } from '../shared/placeholders';
import { RovingFocus } from '../../dom/roving';
import { backgroundOf, type Band, bandsOf, highestOf } from '../shared/shades';
import type { DrawnWord } from './drawing';
import { propertyOf } from '../../dom/theme';
import type { ViewContext } from '../shared/view';

/** The approximate font size, in pixels, from which the positions of the words, and so overlaps of numbers, are estimated. */
const LETTER = 15;
/** The width of a number and its gap, in pixels. */
const NUMBER_WIDTH = 26;
/** The least share of the highest weight for which a word gets a number. (Tab Table lists all weights.) */
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
  private readonly roving: RovingFocus;
  private picture: Picture | undefined;
  private words: readonly HTMLElement[] = [];
  /** The middle of each word in pixels, if the text were in one line; Infinity for words without text. */
  private middles: readonly number[] = [];
  /** The selection on the other axis, whose weights shade these words. */
  private focus: Focus | undefined;

  constructor(
    private readonly context: ViewContext,
    private readonly role: Role,
  ) {
    this.heading.id = `text-${role}`;
    const attributes = { role: 'listbox', 'aria-multiselectable': 'true', 'aria-orientation': 'horizontal' };
    this.box = element('div', { class: 'text', dir: 'auto', 'aria-labelledby': this.heading.id, ...attributes });
    this.element = element('section', { class: `pane ${role}` }, this.heading, this.box);
    this.roving = new RovingFocus(this.box, { enter: at => context.pin(role, at) });
    this.listen();
  }

  show(picture: Picture, heading: PaneHeading, language: string, placeholders: readonly Placeholder[]): void {
    this.picture = picture;
    const side = picture[this.role];
    const role = element('span', { class: 'role' }, heading.role);
    this.heading.title = heading.hint;
    this.heading.replaceChildren(heading.name, ' ', role);
    const words: HTMLElement[] = Array<HTMLElement>(side.tokens.length);
    const middles = Array<number>(side.tokens.length).fill(Infinity);
    let end = 0;
    const parts = textRunsOf(side.text, side.tokens).map(run => {
      const width = widthOf(run.text, LETTER);
      end += width;
      if (run.kind === 'gap') return run.text;
      middles[run.at] = end - width / 2;
      return (words[run.at] = wordOf(run, meaningOf(run.text, placeholders, this.context)));
    });
    this.middles = middles;
    this.words = words;
    this.box.dataset['unit'] = picture.choice.unit;
    const isEmpty = parts.length === 0;
    const empty = element('p', { class: 'empty-text' }, this.context.words.page.noTokens);
    this.box.replaceChildren(...(isEmpty ? [] : parts));
    this.element.replaceChildren(this.heading, isEmpty ? empty : this.box);
    // A target without words has no language.
    if (language !== '') this.box.lang = language;
    this.roving.set(this.words);
  }

  /** Marks the selected words, or shades the words by the weights of a selection on the other axis. */
  highlight(focus: Focus | undefined): void {
    const { picture, role } = this;
    if (picture === undefined) return;
    const { settings, theme, language } = this.context;
    const pinned = shownPlaces(picture[role], settings.value.pinned?.role === role ? settings.value.pinned.tokens : []);
    const selected = new Set(focus?.role === role ? focus.places : []);
    const other = focus !== undefined && focus.role !== role ? focus : undefined;
    this.focus = other;
    const highest = other === undefined ? 0 : highestOf(other);
    const colors = { themeKind: theme.value.themeKind, accent: 'var(--accent)' };
    const numbered = other === undefined ? undefined : this.numberedPlaces(other.mean, highest);
    this.words.forEach((word, at) => {
      word.ariaSelected = String(pinned.has(at));
      word.classList.toggle('pinned', pinned.has(at));
      word.classList.toggle('pointed', selected.has(at));
      const weight = other?.mean[at] ?? 0;
      // Elements are changed only if needed, because most words of a long text have no number and no shade, before and after.
      const number = numbered?.has(at) === true ? shortWeight(weight, language) : '';
      if (word.dataset['weight'] !== number) word.dataset['weight'] = number;
      const bands = other === undefined ? [] : bandsOf(picture, other, at, highest, colors);
      if (bands.length > 0) {
        word.style.backgroundImage = backgroundOf(bands);
        // In high contrast the style sheet draws a bar in place of a shade.
        word.style.setProperty('--share', (weight / highest).toFixed(3));
      } else if (word.style.length > 0) word.removeAttribute('style');
    });
  }

  /**
   * The words that get a number: those whose weight is not small. Of numbers that would overlap only the highest is
   * written.
   */
  private numberedPlaces(weights: Float32Array, highest: number): ReadonlySet<number> {
    const { middles } = this;
    const numbered = new Set<number>();
    const isFree = (at: number): boolean => {
      for (const step of [-1, 1]) {
        for (let other = at + step; Math.abs(middles[other] - middles[at]) < NUMBER_WIDTH; other += step) {
          if (numbered.has(other)) return false;
        }
      }
      return true;
    };
    const places = [...weights.keys()].filter(at => weights[at] > 0 && weights[at] >= highest * LEAST_NUMBERED);
    for (const at of places.sort((one, other) => weights[other] - weights[one])) if (isFree(at)) numbered.add(at);
    return numbered;
  }

  /** The words and their shades for an export, with colors as values and not as CSS variables. */
  drawn(): DrawnWord[] {
    const { picture, focus } = this;
    const colors = { themeKind: this.context.theme.value.themeKind, accent: propertyOf('--accent') };
    const bands = (at: number): readonly Band[] =>
      picture === undefined || focus === undefined ? [] : bandsOf(picture, focus, at, highestOf(focus), colors);
    return this.words.map((element, at) => ({ element, bands: bands(at) }));
  }

  /** Scrolls to the first of these words. */
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
    // A click moves the focus too, but only a focus by keyboard is visible.
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

/** The words of an axis that show these tokens, as indices. */
export function shownPlaces(side: PictureSide, tokens: readonly number[]): ReadonlySet<number> {
  return new Set(tokens.map(token => side.shownAt[token] ?? -1).filter(at => at >= 0));
}

function wordOf(run: Exclude<TextRun, { kind: 'gap' }>, meaning: string | undefined): HTMLElement {
  const kind = run.kind === 'chip' ? 'word chip' : run.joined ? 'word joined' : 'word';
  return element('span', { class: kind, role: 'option', 'data-weight': '', title: meaning }, run.text);
}
