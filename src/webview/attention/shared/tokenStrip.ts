// Token strip: the tokens of a text in a row, of which one can be chosen by pointer or arrow keys.
import { element } from '../../dom/element';
import { tokenText } from './format';

export interface StripToken {
  readonly text: string;
  readonly special: boolean;
  /** Whether the token is not written yet at the current step: it is visible but cannot be chosen. */
  readonly isPending?: boolean;
}

export class TokenStrip {
  readonly element: HTMLElement;
  private chosen = 0;
  /** How many tokens are not pending. These come first and can be chosen. */
  private count = 0;
  private readonly options: HTMLElement[] = [];

  constructor(
    label: string,
    private readonly choose: (index: number) => void,
  ) {
    this.element = element('div', { class: 'strip', role: 'listbox', 'aria-label': label, dir: 'auto' });
    this.element.setAttribute('aria-orientation', 'horizontal');
    this.element.addEventListener('keydown', event => this.onKey(event));
    this.element.addEventListener('click', ({ target }) => {
      const at = this.options.findIndex(option => target instanceof Node && option.contains(target));
      if (at >= 0 && at < this.count) this.choose(at);
    });
  }

  /** Draws the tokens. If a token had the keyboard focus, the chosen token gets it. */
  show(tokens: readonly StripToken[], chosen: number, language: string): void {
    const hadFocus = this.element.contains(document.activeElement);
    this.chosen = chosen;
    this.count = tokens.filter(({ isPending }) => isPending !== true).length;
    this.element.lang = language;
    while (this.options.length < tokens.length) this.options.push(element('span'));
    this.options.length = tokens.length;
    tokens.forEach((token, at) => this.draw(this.options[at], token, at));
    this.element.replaceChildren(...this.options);
    if (hadFocus) this.options[chosen]?.focus({ preventScroll: true });
    this.reveal();
  }

  private draw(option: HTMLElement, { text, special, isPending = false }: StripToken, at: number): void {
    option.textContent = tokenText(text);
    option.className = ['token', special ? 'special' : '', isPending ? 'pending' : ''].join(' ').trim();
    option.role = 'option';
    option.ariaSelected = String(at === this.chosen);
    option.ariaDisabled = isPending ? 'true' : null;
    option.tabIndex = at === this.chosen ? 0 : -1;
  }

  /** Scrolls the strip to the chosen token, without scrolling the page. */
  private reveal(): void {
    const option = this.options[this.chosen];
    if (option === undefined) return;
    const [box, token] = [this.element.getBoundingClientRect(), option.getBoundingClientRect()];
    if (token.top < box.top) this.element.scrollTop -= box.top - token.top;
    else if (token.bottom > box.bottom) this.element.scrollTop += token.bottom - box.bottom;
  }

  private onKey(event: KeyboardEvent): void {
    const forward = getComputedStyle(this.element).direction === 'rtl' ? -1 : 1;
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: this.chosen - forward,
      ArrowUp: this.chosen - 1,
      ArrowRight: this.chosen + forward,
      ArrowDown: this.chosen + 1,
      Home: 0,
      End: this.count - 1,
    };
    if (!(event.key in places) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const at = places[event.key];
    // An index beyond the tokens that are written so far is passed on too: in tab Steps it leads to the next step.
    if (at >= 0) this.choose(at);
  }
}
