// Shell: the frame of the page: the title, the note on what attention means, the controls, the content of the current
// tab, notes, and the selection. All parts except for the content are one line high, so that the content gets the rest of
// the page.
import type { PanelContent } from '../../../views/attention/protocol';
import type { AttentionWords } from '../words/pageWords';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { Popover } from '../../dom/popover';

/** Work that takes less time than this shows no progress bar. */
const PATIENCE_MS = 150;
const NOTICE_MS = 12_000;

export class Shell {
  readonly element: HTMLElement;
  private readonly title = element('h1');
  private readonly place = element('p', { class: 'place' });
  private readonly actions = element('div', { class: 'head-actions' });
  private readonly unlinked = element('p', { class: 'unlinked', hidden: '' });
  private readonly toolbar = element('div', { class: 'controls' });
  private readonly bar: HTMLElement;
  private readonly panel = element('section', { class: 'stage', id: 'stage', role: 'tabpanel' });
  private readonly notes = element('div', { class: 'notes' });
  private readonly selection = element('div', { class: 'selected' });
  private readonly status = element('p', { role: 'status', class: 'unseen' });
  private readonly notice = element('p', { class: 'notice', role: 'alert', hidden: '' });
  /** A confirmation. It is hidden from screen readers, because `confirm` announces its text. */
  private readonly toast = element('p', { class: 'notice done', 'aria-hidden': 'true', hidden: '' });
  private noticeEnd: ReturnType<typeof setTimeout> | undefined;
  /** The number of calls of `whileBusy` that are waiting. */
  private waiting = 0;

  constructor(private readonly words: AttentionWords) {
    const { page } = words;
    this.bar = element('div', { class: 'busy', role: 'progressbar', 'aria-label': page.busy, hidden: '' });
    this.bar.append(element('span'));
    const titles = element('div', { class: 'titles' }, this.title, this.place);
    const head = element('header', {}, titles, this.actions, disclaimerOf(words), this.unlinked);
    const foot = element('div', { class: 'foot' }, this.notice, this.toast, this.selection);
    this.element = element('main', {}, ...[head, this.toolbar, this.bar, this.panel, this.notes, foot, this.status]);
    this.title.textContent = page.waiting;
    this.place.textContent = page.waitingHint;
    this.selection.hidden = true;
  }

  append(parts: {
    readonly actions: HTMLElement;
    readonly toolbar: HTMLElement;
    readonly notes: HTMLElement;
    readonly selection: HTMLElement;
  }): void {
    this.actions.append(parts.actions);
    this.toolbar.append(parts.toolbar);
    this.notes.append(parts.notes);
    this.selection.append(parts.selection);
  }

  showRun({ title, document: name, model, links }: PanelContent): void {
    this.title.textContent = this.title.title = title;
    this.place.textContent = this.place.title = fillTemplate(this.words.page.about, name, model.name, model.quality);
    this.unlinked.hidden = links.kind === 'linked';
    const text = links.kind === 'linked' ? '' : fillTemplate(this.words.page.unlinked, links.why);
    this.unlinked.textContent = this.unlinked.title = text;
  }

  /** Shows the content of a tab. The line that describes the selection is shown for pictures only. */
  showView(name: string, view: HTMLElement, isPicture: boolean): void {
    this.panel.setAttribute('aria-labelledby', `tab-${name}`);
    if (this.panel.firstChild !== view || this.panel.childNodes.length > 1) this.panel.replaceChildren(view);
    this.selection.hidden = !isPicture;
    this.notes.hidden = false;
  }

  /** Shows a message in place of the tab's content until that can be drawn. */
  showWaiting(): void {
    this.panel.replaceChildren(element('p', { class: 'waiting' }, this.words.page.loading));
    this.selection.hidden = this.notes.hidden = true;
  }

  showFailure(failure: HTMLElement): void {
    this.panel.replaceChildren(failure);
    this.selection.hidden = this.notes.hidden = true;
  }

  showLoss(): void {
    this.element.prepend(element('p', { role: 'alert', class: 'lost' }, this.words.page.lost));
  }

  /** Shows an error for some seconds, or until the next message. */
  notify(text: string): void {
    this.showNotice(this.notice, text);
  }

  /** Shows and announces that something was done whose effect is not visible in the page. */
  confirm(text: string): void {
    this.showNotice(this.toast, text);
    this.announce(text);
  }

  announce(text: string): void {
    this.status.textContent = text;
  }

  private showNotice(where: HTMLElement, text: string): void {
    clearTimeout(this.noticeEnd);
    for (const one of [this.notice, this.toast]) one.hidden = one !== where;
    where.textContent = text;
    this.noticeEnd = setTimeout(() => (where.hidden = true), NOTICE_MS);
  }

  /** Waits for the work, and shows a progress bar if it takes long enough to be noticed. */
  async whileBusy<T>(what: string, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.bar.hidden = false;
      this.announce(what);
    }, PATIENCE_MS);
    this.waiting++;
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      this.waiting--;
      if (this.waiting === 0) this.bar.hidden = true;
    }
  }
}

/** One line about what attention means, with a button that opens the full text. */
function disclaimerOf({ page }: AttentionWords): HTMLElement {
  const cited = element('cite', {}, page.literature);
  const meaning = element('p', {}, `${page.disclaimerMeaning} (`, cited, ')');
  const more = new Popover(
    { name: 'disclaimer-details', label: page.more, hint: page.disclaimerMeaning, face: [page.more] },
    meaning,
  );
  return element('div', { class: 'disclaimer' }, element('p', {}, page.disclaimer), more.element);
}
