// Candidates: the likeliest next tokens of one step at a temperature, and the token that was chosen.
import { type Distribution, distributionAt, rankOf } from '../../../attention/decoding/distribution';
import type { ExplainedStep } from '../../../views/attention/protocol';
import type { CandidatesWords } from '../words/stepWords';
import { button, element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { decimal, probabilityText, tokenText, whole } from '../shared/format';

/** The numbers of candidates that the reader can choose from. */
export const COUNTS = [5, 10, 20] as const;
/** The bounds and the interval of the slider for the temperature. */
const [LEAST, MOST, INTERVAL] = [0.1, 2, 0.1];

export interface CandidatesOptions {
  readonly words: CandidatesWords;
  readonly language: string;
  readonly setTemperature: (temperature: number) => void;
}

/** The data of one step. */
interface DecodedStep {
  readonly step: ExplainedStep;
  readonly logits: Float32Array; // [vocabulary]
  readonly tokenLanguage: string;
}

interface Candidate {
  readonly rank: number;
  readonly text: string;
  readonly id: number;
  readonly chosen: boolean;
}

export class Candidates {
  readonly element: HTMLElement;
  private readonly body = element('tbody');
  private readonly entropy = element('p', { class: 'entropy' });
  private readonly slider: HTMLInputElement;
  private readonly degree = element('output', { for: 'temperature', class: 'degree' });
  private readonly counts: HTMLButtonElement[];
  private count: number = COUNTS[1];
  private temperature = 1;
  private shown: DecodedStep | undefined;

  constructor(private readonly options: CandidatesOptions) {
    const { words } = options;
    this.slider = sliderOf(words);
    this.slider.addEventListener('input', () => options.setTemperature(Number(this.slider.value)));
    this.counts = COUNTS.map(count =>
      button(String(count), { class: 'segment', 'aria-pressed': String(count === this.count) }, () =>
        this.setCount(count),
      ),
    );
    const caption = element('caption', { class: 'unseen' }, words.heading);
    const scroller = { class: 'scrolls', tabindex: '0', role: 'group', 'aria-labelledby': 'candidates-heading' };
    this.element = element(
      'section',
      { class: 'candidates', 'aria-labelledby': 'candidates-heading' },
      element('h2', { id: 'candidates-heading' }, words.heading),
      element('p', { class: 'teaching' }, words.meaning),
      this.controls(),
      element('div', scroller, element('table', {}, caption, headOf(words), this.body)),
      this.entropy,
      element('p', { class: 'teaching', id: 'temperature-meaning' }, words.temperatureMeaning),
    );
  }

  show(step: DecodedStep, temperature: number): void {
    this.entropy.title = this.options.words.entropyHint;
    this.shown = step;
    this.temperature = Math.max(LEAST, Math.min(MOST, temperature));
    this.slider.value = String(this.temperature);
    this.draw();
  }

  private controls(): HTMLElement {
    const { words, setTemperature } = this.options;
    const label = element('span', { id: 'count-label' }, words.count);
    const attributes = { class: 'group', role: 'group', 'aria-labelledby': 'count-label', title: words.countHint };
    const counts = element('div', attributes, label);
    counts.append(element('span', { class: 'segments' }, ...this.counts));
    const reset = button(words.resetTemperature, { title: words.resetTemperatureHint }, () => setTemperature(1));
    const name = element('label', { for: 'temperature' }, words.temperature);
    return element(
      'div',
      { class: 'tools' },
      counts,
      element('div', { class: 'group' }, name, this.slider, this.degree, reset),
    );
  }

  private setCount(count: number): void {
    this.count = count;
    this.counts.forEach((one, at) => (one.ariaPressed = String(COUNTS[at] === count)));
    this.draw();
  }

  private draw(): void {
    if (this.shown === undefined) return;
    const { words, language } = this.options;
    const { logits, tokenLanguage } = this.shown;
    const distribution = distributionAt(logits, this.temperature);
    const degree = decimal(this.temperature, language, 1);
    this.degree.textContent = degree;
    this.slider.setAttribute('aria-valuetext', degree);
    this.body.replaceChildren(
      ...rowsOf(this.shown, this.count).map(row => this.rowOf(row, distribution, tokenLanguage)),
    );
    const nats = distribution.entropy;
    const values = [decimal(nats / Math.LN2, language), decimal(nats, language)];
    const perplexity = decimal(Math.exp(nats), language, 1);
    this.entropy.textContent = fillTemplate(
      words.entropy,
      ...values,
      perplexity,
      whole(logits.length, language),
      degree,
    );
  }

  private rowOf({ rank, text, id, chosen }: Candidate, distribution: Distribution, tokenLanguage: string): HTMLElement {
    const { words, language } = this.options;
    const logarithm = distribution.logProbability(id);
    const probability = Math.exp(logarithm);
    const fill = element('span', { class: 'fill' });
    fill.style.inlineSize = `${probability * 100}%`;
    const name = element(
      'th',
      { scope: 'row' },
      element('span', { class: 'token', lang: tokenLanguage, dir: 'auto' }, tokenText(text)),
    );
    if (chosen) name.append(' ', element('span', { class: 'mark' }, words.chosen));
    return element(
      'tr',
      { class: chosen ? 'chosen' : undefined },
      element('td', { class: 'number' }, whole(rank, language)),
      name,
      element('td', { class: 'bar-cell' }, element('span', { class: 'bar', 'aria-hidden': 'true' }, fill)),
      element('td', { class: 'number' }, probabilityText(probability, language)),
      element('td', { class: 'number' }, Number.isFinite(logarithm) ? decimal(logarithm, language) : '\u2212∞'),
    );
  }
}

/** The likeliest tokens, followed by the chosen one if it is not among them. */
function rowsOf({ step, logits }: DecodedStep, count: number): Candidate[] {
  const { chosen, alternatives } = step;
  const rows = alternatives.slice(0, count).map(({ id, text }, at) => {
    return { rank: at + 1, id, text, chosen: id === chosen.id };
  });
  if (rows.some(row => row.chosen) || chosen.id >= logits.length) return rows;
  return [...rows, { rank: rankOf(logits, chosen.id), id: chosen.id, text: chosen.text, chosen: true }];
}

function headOf(words: CandidatesWords): HTMLElement {
  const cell = (text: string, kind?: string): HTMLElement => element('th', { scope: 'col', class: kind }, text);
  // The bars are hidden from screen readers, because they repeat the numbers beside them.
  const bars = element('td', { class: 'bar-cell', 'aria-hidden': 'true' });
  const numbers = [cell(words.probability, 'number'), cell(words.logProbability, 'number')];
  return element('thead', {}, element('tr', {}, cell(words.rank, 'number'), cell(words.token), bars, ...numbers));
}

function sliderOf(words: CandidatesWords): HTMLInputElement {
  const range = { min: String(LEAST), max: String(MOST), step: String(INTERVAL), value: '1' };
  const attributes = { type: 'range', id: 'temperature', 'aria-describedby': 'temperature-meaning', ...range };
  return element('input', { ...attributes, title: words.temperatureMeaning });
}
