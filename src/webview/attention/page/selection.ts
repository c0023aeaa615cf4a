// Selection: the lines below the tab's content that describe the selected words and the words that they are aligned with.
import type { Aligner } from '../../../attention/analysis/align';
import { alignedWith } from '../../../attention/analysis/align';
import { type TokenSelection, type Role, toggled } from '../../../attention/picture/focus';
import type { Picture, PictureSide } from '../../../attention/picture/picture';
import type { AttentionToken } from '../../../attention/record/record';
import { button, element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import type { Links } from './links';
import { headsPhrase, namesOf, sentenceOf } from '../shared/sentences';
import { icon } from '../../dom/shapes';
import type { Hover, ViewState, ViewContext } from '../shared/view';

/** How many keys the sentence lists: those of the highest weights. */
const MOST_LISTED = 5;

/** The icons of the buttons, as SVG paths. */
const UNPIN = 'M3.5 2.4L2.4 3.5 6.9 8l-4.5 4.5 1.1 1.1L8 9.1l4.5 4.5 1.1-1.1L9.1 8l4.5-4.5-1.1-1.1L8 6.9z';
const REVEAL = 'M3 1h6l4 4v4h-1.4V6H8V2.4H4.4v11.2H8V15H3zM11 9.5l3.5 2.75L11 15v-2H9v-1.5h2z';

export class Selection {
  readonly element: HTMLElement;
  private readonly sentence = element('p', { class: 'sentence' });
  private readonly aligned = element('p', { class: 'aligned', hidden: '' });
  private readonly unpin: HTMLButtonElement;
  private readonly reveal: HTMLButtonElement;
  private state: ViewState | undefined;

  constructor(
    private readonly context: ViewContext,
    private readonly links: Links,
  ) {
    const { controls, page } = context.words;
    this.unpin = action(controls.clearPinned, controls.clearPinnedHint, UNPIN, () => this.clear());
    this.reveal = action(controls.showInDocument, controls.showInDocumentHint, REVEAL, () => this.revealPinned());
    const actions = element('div', { class: 'actions' }, this.unpin, this.reveal);
    const description = element('div', { class: 'description' }, this.sentence, this.aligned);
    this.element = element('section', { class: 'selection', 'aria-label': page.selection }, description, actions);
  }

  show(state: ViewState | undefined): void {
    if (this.state?.data !== state?.data) this.aligned.hidden = true;
    this.state = state;
    this.element.hidden = state?.picture === undefined;
    this.showActions();
  }

  highlight(chosen: TokenSelection | Hover | undefined): void {
    const picture = this.state?.picture;
    if (picture === undefined) return;
    const sentence = sentenceOf(picture, chosen, MOST_LISTED, this.context);
    this.sentence.textContent = this.sentence.title = sentence ?? this.idleText(picture);
    this.sentence.classList.toggle('idle', sentence === undefined);
    this.showActions();
    // Only a selection by keyboard is announced. A moving pointer selects too many words, and if the caret of the editor
    // selects, the screen reader is reading the editor.
    if (sentence !== undefined && chosen !== undefined && 'by' in chosen && chosen.by === 'keyboard') {
      this.context.announce(sentence);
    }
  }

  /** The text while nothing is selected: what the tab shows, and how to select a word. */
  private idleText(picture: Picture): string {
    const { page, controls } = this.context.words;
    const what = fillTemplate(page.showing, controls.kinds[picture.kind].label, headsPhrase(picture, this.context));
    return `${what}. ${page.nothingSelected}`;
  }

  /**
   * Pins or unpins a word. For a pinned word of the target, shows the words that it is aligned with.
   *
   * @param place the index of the word among the shown words of its side
   */
  pin(role: Role, place: number): void {
    const { state } = this;
    const picture = state?.picture;
    if (state === undefined || picture === undefined) return;
    const { settings, words, announce } = this.context;
    const side = picture[role];
    const pinned = toggled(settings.value.pinned, side, role, place);
    const isPinned = side.members[place].some(token => pinned?.role === role && pinned.tokens.includes(token));
    this.aligned.hidden = true;
    settings.set({ ...settings.value, pinned });
    const name = namesOf([side.tokens[place]], this.context);
    announce(fillTemplate(isPinned ? words.sentences.pinned : words.sentences.unpinned, name));
    if (!isPinned || side.tokens[place].special) return;
    if (side.side === 'target') void this.align(state, side, place);
    else this.revealToken(side.side, side.tokens[place]);
  }

  /** Unpins all tokens. */
  clear(): void {
    const { settings, hover } = this.context;
    this.aligned.hidden = true;
    hover.set(undefined);
    settings.set({ ...settings.value, pinned: undefined });
  }

  private async align(state: ViewState, side: PictureSide, place: number): Promise<void> {
    const { data, content, settings } = state;
    const { words, announce } = this.context;
    const { aligner } = content;
    const texts = { source: content.source.text, target: content.target.text };
    const pinnedBefore = this.context.settings.value.pinned;
    // A failure is ignored, because the tab itself reports it.
    const cross = await data.layer('cross', aligner.layer).catch(() => undefined);
    if (cross === undefined || this.context.settings.value.pinned !== pinnedBefore) return;
    const found = alignedWith(cross, texts, side.members[place], settings.unit, aligner);
    const name = namesOf([side.tokens[place]], this.context);
    const { sentences } = words;
    const sentence =
      found.length === 0
        ? fillTemplate(sentences.alignedNone, name)
        : fillTemplate(sentences.aligned, name, namesOf(found, this.context));
    this.aligned.textContent = this.aligned.title = `${sentence} (${this.methodOf(aligner)})`;
    this.aligned.hidden = false;
    announce(sentence);
    if (found.length > 0) this.revealToken('source', found[0]);
  }

  private methodOf({ layer, heads, step }: Aligner): string {
    const { takenIn, written } = this.context.words.sentences.alignment;
    return fillTemplate(
      step === 'input' ? takenIn : written,
      headsPhrase({ layer, heads: heads ?? ['mean'] }, this.context),
    );
  }

  private revealPinned(): void {
    const { pinned } = this.context.settings.value;
    const picture = this.state?.picture;
    if (picture === undefined || pinned === undefined) return;
    const side = picture[pinned.role];
    const place = side.shownAt[pinned.tokens[0]] ?? -1;
    if (place >= 0) this.revealToken(side.side, side.tokens[place]);
  }

  private revealToken(side: PictureSide['side'], { start, end, special }: AttentionToken): void {
    if (!special && start < end) this.links.reveal({ side, start, end });
  }

  private showActions(): void {
    const isPinned = this.context.settings.value.pinned !== undefined;
    this.unpin.hidden = !isPinned;
    this.reveal.hidden = !isPinned || !this.links.isLinked;
  }
}

/** A button with an icon and a label. The style sheet hides the label if there is only room for the icon. */
function action(label: string, hint: string, path: string, act: () => void): HTMLButtonElement {
  const created = button('', { class: 'quiet', title: `${label}. ${hint}`, 'aria-label': label }, act);
  created.append(icon(path), element('span', { class: 'name' }, label));
  return created;
}
