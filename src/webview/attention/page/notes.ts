// Notes: the lines below the tab's content: how to read its weights, and what the placeholders in its texts stand for.
import { excerptOf } from '../../../base/excerpt';
import type { Placeholder, PanelContent, PassageContent } from '../../../views/attention/protocol';
import { element } from '../../dom/element';
import type { Settings } from '../data/settings';
import type { ViewContext, ViewEntry } from '../shared/view';

/** The most characters that are shown of a placeholder's text. */
const LONGEST = 60;

export class Notes {
  readonly element: HTMLElement;
  private readonly note = element('p', { class: 'note' });
  private readonly legend = element('ul', { class: 'placeholders' });

  constructor(private readonly context: ViewContext) {
    this.element = element('div', {}, this.legend, this.note);
  }

  show({ passages }: PanelContent, settings: Settings, content: PassageContent, { controls }: ViewEntry): void {
    const { words } = this.context;
    const { placeholders, round } = passages[settings.passage];
    this.legend.hidden = placeholders.length === 0;
    this.legend.replaceChildren(...placeholders.map(one => this.entry(one)));
    this.legend.title = this.legend.ariaLabel = words.page.placeholders;
    const { kind, special, heads } = settings;
    const has = (control: (typeof controls)[number]): boolean => controls.includes(control);
    const isRollout = has('heads') && has('unit') && heads === 'rollout';
    const hasSpecial = [content.source, content.target].some(({ tokens }) => tokens.some(token => token.special));
    const notes = [
      round > 0 ? words.page.laterRound : '',
      isRollout ? words.controls.rolloutNote : '',
      isRollout && kind !== 'encoder' ? words.controls.rolloutDecoderNote : '',
      has('unit') && kind !== 'encoder' ? words.controls.rowsNote : '',
      has('special') && special !== 'shown' && hasSpecial ? words.controls.specials[special].hint : '',
    ];
    this.note.textContent = notes.filter(note => note !== '').join(' ');
    this.note.hidden = this.note.textContent === '';
  }

  private entry({ sign, text }: Placeholder): HTMLElement {
    return element('li', { title: text }, sign, ' ', element('code', { dir: 'auto' }, excerptOf(text, LONGEST)));
  }
}
