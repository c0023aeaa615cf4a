// Shell: the frame of the page. Title, honesty, controls, the stage that a view stands on, and what is selected.
import type { AttentionWords, Shown } from '../../views/attentionProtocol';
import { element } from '../dom';
import { filled } from '../rows';

/** What takes less time shows no sign of waiting. */
const PATIENCE_MS = 150;
const NOTICE_MS = 12_000;

export class Shell {
  readonly element: HTMLElement;
  private readonly title = element('h1');
  private readonly place = element('p', { class: 'place' });
  private readonly unlinked = element('p', { class: 'unlinked', hidden: '' });
  private readonly toolbar = element('div', { class: 'controls' });
  private readonly bar: HTMLElement;
  private readonly panel = element('section', { class: 'stage', id: 'stage', role: 'tabpanel' });
  private readonly selection = element('div', { class: 'selected' });
  private readonly status = element('p', { role: 'status', class: 'unseen' });
  private readonly notice = element('p', { class: 'notice', role: 'alert', hidden: '' });
  private noticeEnd: ReturnType<typeof setTimeout> | undefined;
  private waiting = 0;

  constructor(private readonly words: AttentionWords) {
    const { page } = words;
    const cited = element('cite', {}, page.literature);
    const honest = element('p', { class: 'honest' }, `${page.honest} (`, cited, ')');
    this.bar = element('div', { class: 'busy', role: 'progressbar', 'aria-label': page.busy, hidden: '' });
    this.bar.append(element('span'));
    const titles = element('div', { class: 'titles' }, this.title, this.place);
    const head = element('header', {}, titles, honest, this.unlinked);
    this.element = element(
      'main',
      {},
      head,
      this.toolbar,
      this.bar,
      this.panel,
      this.selection,
      this.notice,
      this.status,
    );
    this.title.textContent = page.waiting;
    this.place.textContent = page.waitingHint;
    this.selection.hidden = true;
  }

  fill(toolbar: HTMLElement, selection: HTMLElement): void {
    this.toolbar.append(toolbar);
    this.selection.append(selection);
  }

  about({ title, document: name, model, links }: Shown): void {
    this.title.textContent = title;
    this.place.textContent = filled(this.words.page.about, name, model.name, model.quality);
    this.unlinked.hidden = links.kind === 'linked';
    this.unlinked.textContent = links.kind === 'linked' ? '' : filled(this.words.page.unlinked, links.why);
  }

  /** Puts a view on the stage. What is selected is told of a picture only. */
  stage(name: string, view: HTMLElement, isPicture: boolean): void {
    this.panel.setAttribute('aria-labelledby', `tab-${name}`);
    if (this.panel.firstChild !== view || this.panel.childNodes.length > 1) this.panel.replaceChildren(view);
    this.selection.hidden = !isPicture;
  }

  /** Nothing is on the stage yet. */
  wait(): void {
    this.panel.replaceChildren(element('p', { class: 'waiting' }, this.words.page.loading));
    this.selection.hidden = true;
  }

  failed(failure: HTMLElement): void {
    this.panel.replaceChildren(failure);
    this.selection.hidden = true;
  }

  lost(): void {
    this.element.prepend(element('p', { role: 'alert', class: 'lost' }, this.words.page.lost));
  }

  /** Says something for all to see, until it is told something else or the reader has had time to read it. */
  notify(text: string): void {
    clearTimeout(this.noticeEnd);
    this.notice.textContent = text;
    this.notice.hidden = false;
    this.noticeEnd = setTimeout(() => (this.notice.hidden = true), NOTICE_MS);
  }

  announce(text: string): void {
    this.status.textContent = text;
  }

  /** Shows that something is being waited for, if it takes long enough to be noticed. */
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
