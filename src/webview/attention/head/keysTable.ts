// Keys table: the intermediate results of one query for every key: product, scaled product, bias, score and weight.
import type { ScoreScale, WorkedRow } from '../../../attention/decoding/arithmetic';
import { strongest } from '../../../attention/picture/focus';
import type { AttentionToken } from '../../../attention/record/record';
import type { KeysWords } from '../words/stepWords';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { decimal, probabilityText, tokenText, whole } from '../shared/format';
import { largest, signedStrip } from './signedStrip';

/** The most rows. Of a longer text only the keys of the highest weights are shown. */
const MOST_ROWS = 400;

export interface KeysContent {
  readonly row: WorkedRow;
  readonly scale: ScoreScale;
  readonly tokens: readonly AttentionToken[];
  /** The language of the tokens. */
  readonly language: string;
  /** The key whose computation is shown in full. */
  readonly key: number;
}

export class KeysTable {
  readonly element: HTMLElement;
  private readonly table = element('table');
  private readonly note = element('p', { class: 'teaching' });
  private readonly buttons = new Map<number, HTMLButtonElement>();

  constructor(
    private readonly words: KeysWords,
    private readonly language: string,
    private readonly choose: (key: number) => void,
  ) {
    const region = { class: 'scrolls', tabindex: '0', role: 'group', 'aria-label': words.heading };
    this.element = element('div', { class: 'keys' }, this.note, element('div', region, this.table));
    this.table.addEventListener('keydown', event => this.onKey(event));
  }

  show(shown: KeysContent): void {
    const { row, scale } = shown;
    const keys = keysOf(row);
    const omitted = row.keys.length - keys.length;
    this.note.textContent = omitted > 0 ? fillTemplate(this.words.leftOut, whole(omitted, this.language)) : '';
    this.buttons.clear();
    const most = largest(...keys.map(at => row.keys[at]));
    const rows = keys.map(at => this.rowOf(shown, at, most));
    const caption = element('caption', { class: 'unseen' }, this.words.heading);
    this.table.replaceChildren(caption, this.headOf(scale), element('tbody', {}, ...rows));
  }

  /** Marks the key whose computation is shown in full. */
  mark(key: number): void {
    for (const [at, button] of this.buttons) {
      button.ariaPressed = String(at === key);
      button.tabIndex = at === key ? 0 : -1;
      button.closest('tr')?.classList.toggle('chosen', at === key);
    }
    // If this key is not in the table, the first row gets the tab stop.
    const [first] = this.buttons.values();
    if (!this.buttons.has(key) && first !== undefined) first.tabIndex = 0;
  }

  focus(key: number): void {
    this.buttons.get(key)?.focus();
  }

  private headOf({ kind }: ScoreScale): HTMLElement {
    const { words } = this;
    const cell = (text: string, name = 'number'): HTMLElement => element('th', { scope: 'col', class: name }, text);
    const cells = [
      cell(words.key, ''),
      cell(words.vector, 'vector'),
      cell(words.product),
      ...(kind === 'one' ? [] : [cell(kind === 'root' ? words.scaled : words.scaledOther)]),
      cell(words.added),
      cell(words.score),
      cell(words.weight),
      element('td', { class: 'bar-cell', 'aria-hidden': 'true' }),
    ];
    return element('thead', {}, element('tr', {}, ...cells));
  }

  private rowOf({ row, scale, tokens, language, key }: KeysContent, at: number, most: number): HTMLElement {
    const number = (value: number): HTMLElement => element('td', { class: 'number' }, decimal(value, this.language));
    const masked = row.added[at] === -Infinity;
    const added = masked ? this.words.masked : row.added[at] === 0 ? '–' : decimal(row.added[at], this.language);
    const fill = element('span', { class: 'fill' });
    fill.style.inlineSize = `${row.weights[at] * 100}%`;
    const attributes = { class: at === key ? 'chosen' : undefined, 'data-masked': masked ? '' : undefined };
    return element(
      'tr',
      attributes,
      element('th', { scope: 'row' }, this.buttonOf(tokens[at], at, at === key, language)),
      element('td', { class: 'vector' }, signedStrip(row.keys[at], most)),
      number(row.products[at]),
      ...(scale.kind === 'one' ? [] : [number(row.scaled[at])]),
      element('td', { class: 'number' }, added),
      masked ? element('td', { class: 'number' }, '\u2212∞') : number(row.scores[at]),
      element('td', { class: 'number' }, probabilityText(row.weights[at], this.language)),
      element('td', { class: 'bar-cell' }, element('span', { class: 'bar', 'aria-hidden': 'true' }, fill)),
    );
  }

  private buttonOf({ text, special }: AttentionToken, at: number, pressed: boolean, language: string): HTMLElement {
    const name = special ? 'token special' : 'token';
    const state = { 'aria-pressed': String(pressed), tabindex: pressed ? '0' : '-1' };
    const created = element(
      'button',
      { type: 'button', class: name, lang: language, dir: 'auto', ...state },
      tokenText(text),
    );
    created.addEventListener('click', () => this.choose(at));
    this.buttons.set(at, created);
    return created;
  }

  private onKey(event: KeyboardEvent): void {
    const all = [...this.buttons.values()];
    const at = all.findIndex(button => button === event.target);
    const places: Readonly<Record<string, number>> = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      Home: 0,
      End: all.length - 1,
    };
    const to = all[places[event.key] ?? -1];
    if (at < 0 || to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    to.click();
    to.focus();
  }
}

/** The keys that are shown, in the order of the text. */
function keysOf({ weights }: WorkedRow): number[] {
  if (weights.length <= MOST_ROWS) return [...weights.keys()];
  return strongest(Float32Array.from(weights), MOST_ROWS).sort((a, b) => a - b);
}
