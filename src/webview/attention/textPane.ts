// Text pane: one side of the attention as running text, whose words can be pointed at and pinned.
import { type Focus, chosenAt, type Role } from '../../attention/focus';
import type { Picture, PictureSide } from '../../attention/picture';
import { type Segment, segmentsOf } from '../../attention/segments';
import { element } from '../dom';
import { shortWeight } from './numbers';
import { Roving } from './roving';
import { backgroundOf, type Band, bandsOf, highestOf } from './shades';
import type { DrawnWord } from './textDrawing';
import { colourOf } from './theme';
import type { ViewContext } from './view';

/** Two words of fewer letters have no room for two numbers side by side. */
const NARROW = 5;

export class TextPane {
  readonly element: HTMLElement;
  private readonly heading = element('h2');
  private readonly box: HTMLElement;
  private readonly roving: Roving;
  private picture: Picture | undefined;
  private words: readonly HTMLElement[] = [];
  /** What shades these words. */
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

  show(picture: Picture, heading: { readonly name: string; readonly role: string }, language: string): void {
    this.picture = picture;
    const side = picture[this.role];
    this.heading.replaceChildren(heading.name, ' ', element('span', { class: 'role' }, heading.role));
    const made: HTMLElement[] = Array<HTMLElement>(side.tokens.length);
    let isLow = true;
    let [before, hasGap] = [0, false];
    const parts = segmentsOf(side.text, side.tokens).map(segment => {
      if (segment.kind === 'gap') {
        hasGap = true;
        return segment.text;
      }
      const { length } = segment.text.trim();
      isLow = hasGap && before + length >= NARROW ? false : !isLow;
      [before, hasGap] = [length, false];
      return (made[segment.at] = wordOf(segment, isLow));
    });
    this.words = made;
    const isEmpty = parts.length === 0;
    const empty = element('p', { class: 'empty-text' }, this.context.words.page.noTokens);
    this.box.replaceChildren(...(isEmpty ? [] : parts));
    this.element.replaceChildren(this.heading, isEmpty ? empty : this.box);
    // A target before its first word is of no language.
    if (language !== '') this.box.lang = language;
    this.roving.set(this.words);
  }

  /** Draws the words of this side that are chosen, or how much those of the other side look at them (or they at it). */
  mark(focus: Focus | undefined): void {
    const { picture, role } = this;
    if (picture === undefined) return;
    const { settings, theme, language } = this.context;
    const pinned = shownPlaces(picture[role], settings.value.pinned?.role === role ? settings.value.pinned.tokens : []);
    const own = new Set(focus?.role === role ? focus.places : []);
    const seen = focus !== undefined && focus.role !== role ? focus : undefined;
    this.focus = seen;
    const highest = seen === undefined ? 0 : highestOf(seen);
    const colours = { ground: theme.value.ground, accent: 'var(--accent)' };
    this.words.forEach((word, at) => {
      word.ariaSelected = String(pinned.has(at));
      word.classList.toggle('pinned', pinned.has(at));
      word.classList.toggle('pointed', own.has(at));
      const weight = seen?.mean[at] ?? 0;
      // Most words of a long text have no weight to speak of, before and now: they are not touched.
      const number = seen === undefined ? '' : shortWeight(weight, language);
      if (word.dataset['weight'] !== number) word.dataset['weight'] = number;
      const bands = seen === undefined ? [] : bandsOf(picture, seen, at, highest, colours);
      if (bands.length > 0) {
        word.style.backgroundImage = backgroundOf(bands);
        // High contrast has a bar in place of a shade.
        word.style.setProperty('--share', (weight / highest).toFixed(3));
      } else if (word.style.length > 0) word.removeAttribute('style');
    });
  }

  /** Its words as they are shaded, for a drawing: colours are values. */
  drawn(): DrawnWord[] {
    const { picture, focus } = this;
    const colours = { ground: this.context.theme.value.ground, accent: colourOf('--accent') };
    const bands = (at: number): readonly Band[] =>
      picture === undefined || focus === undefined ? [] : bandsOf(picture, focus, at, highestOf(focus), colours);
    return this.words.map((element, at) => ({ element, bands: bands(at) }));
  }

  /** Brings the first of some places into sight. */
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
    // What was clicked has the focus; only a key makes that the keyboard's.
    if (by === 'keyboard' && !this.words[at].matches(':focus-visible')) return;
    context.pointed.set({ ...chosenAt(picture, role, at), by });
  }

  private leave(by: 'pointer' | 'keyboard'): void {
    const { pointed } = this.context;
    if (pointed.value?.by === by && pointed.value.role === this.role) pointed.set(undefined);
  }

  private placeOf(target: EventTarget | null): number {
    const word = target instanceof Element ? target.closest('.word') : null;
    return word === null ? -1 : this.words.findIndex(one => one === word);
  }
}

/** The places of a side where some tokens of the whole text are shown. */
export function shownPlaces(side: PictureSide, tokens: readonly number[]): ReadonlySet<number> {
  return new Set(tokens.map(token => side.shownAt[token] ?? -1).filter(at => at >= 0));
}

/**
 * Every other number of words without a gap between them, or as short as "I am", stands lower, so that they do not run
 * into one another.
 */
function wordOf(segment: Exclude<Segment, { kind: 'gap' }>, isLow: boolean): HTMLElement {
  const kind = segment.kind === 'chip' ? 'word chip' : segment.joined ? 'word joined' : 'word';
  return element('span', { class: isLow ? `${kind} low` : kind, role: 'option', 'data-weight': '' }, segment.text);
}
