// Pair strips: a query, a key and their elementwise product as three strips of bars, whose numbers can be read one by one.
import type { PairWords } from '../words/stepWords';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { decimal } from '../shared/format';
import { largest, signedStrip } from './signedStrip';

export class PairStrips {
  readonly element: HTMLElement;
  private readonly strips = element('div', { class: 'strips' });
  private readonly reading: HTMLElement;
  private query: Float32Array = new Float32Array();
  private key: Float32Array = new Float32Array();
  private at = 0;

  constructor(
    private readonly words: PairWords,
    private readonly language: string,
  ) {
    // A slider over the components of the vectors, which the arrow keys move.
    const slider = { role: 'slider', tabindex: '0', 'aria-label': words.place, 'aria-valuemin': '1' };
    const field = element('div', { class: 'field', ...slider }, this.strips);
    this.reading = element('p', { class: 'detail' });
    this.element = element('div', { class: 'pair' }, field, this.reading);
    field.addEventListener('keydown', event => this.onKey(event));
    field.addEventListener('pointermove', ({ clientX }) => {
      const [first] = this.strips.getElementsByTagName('svg');
      if (first === undefined || this.query.length === 0) return;
      const { left, width } = first.getBoundingClientRect();
      this.read(Math.floor(((clientX - left) / width) * this.query.length));
    });
  }

  show(query: Float32Array, key: Float32Array, names: { readonly query: string; readonly key: string }): void {
    [this.query, this.key] = [query, key];
    const products = query.map((value, at) => value * key[at]); // [width]
    this.strips.replaceChildren(
      ...this.line(fillTemplate(this.words.query, names.query), query),
      ...this.line(fillTemplate(this.words.key, names.key), key),
      ...this.line(this.words.products, products),
    );
    this.field.setAttribute('aria-valuemax', String(query.length));
    this.read(this.at);
  }

  private get field(): Element {
    return this.strips.parentElement ?? this.strips;
  }

  /**
   * One strip with its name and its scale. Each strip has its own scale, because queries and keys may differ much in
   * length.
   */
  private line(name: string, vector: Float32Array): Node[] {
    const most = largest(vector);
    const scale = element('span', { class: 'range' }, `±${decimal(most, this.language)}`);
    // Each strip has its own cursor line, so that no line crosses the text between the strips.
    const mark = element('span', { class: 'cursor', 'aria-hidden': 'true' });
    const plot = element('div', { class: 'plot' }, signedStrip(vector, most), mark);
    return [element('span', { class: 'name' }, name), plot, scale];
  }

  /** Shows the numbers of one component. */
  private read(index: number): void {
    const count = this.query.length;
    const at = (this.at = Math.max(0, Math.min(index, count - 1)));
    const [query, key] = [this.query[at] ?? 0, this.key[at] ?? 0];
    const numbers = [query, key, query * key].map(value => decimal(value, this.language, 3));
    const text = fillTemplate(this.words.reads, at + 1, count, ...numbers);
    this.reading.textContent = text;
    this.field.setAttribute('aria-valuenow', String(at + 1));
    this.field.setAttribute('aria-valuetext', text);
    this.strips.style.setProperty('--place', String((at + 0.5) / count));
  }

  private onKey(event: KeyboardEvent): void {
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: this.at - 1,
      ArrowDown: this.at - 1,
      ArrowRight: this.at + 1,
      ArrowUp: this.at + 1,
      PageDown: this.at - 8,
      PageUp: this.at + 8,
      Home: 0,
      End: this.query.length - 1,
    };
    if (!(event.key in places) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.read(places[event.key]);
  }
}
