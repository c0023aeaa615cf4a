// View: tab Head, which shows how one head computes the weights of one query: products with every key, scale, mask and
// softmax.
// The result is compared with the model's own weights.
import {
  type HeadNumbers,
  largestDifference,
  type ScoreScale,
  scaleOf,
  type WorkedRow,
  workedRow,
} from '../../../attention/decoding/arithmetic';
import { middleLayer } from '../../../attention/analysis/align';
import type { TokenSelection } from '../../../attention/picture/focus';
import { sidesOf } from '../../../attention/picture/picture';
import { rowOf } from '../../../attention/record/record';
import type { TokenizedText } from '../../../views/attention/protocol';
import type { HeadWords } from '../words/stepWords';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { isCancelled } from '../shared/failure';
import { KeysTable } from './keysTable';
import { powerText, tokenText } from '../shared/format';
import { PairStrips } from './pairStrips';
import { TokenStrip } from '../shared/tokenStrip';
import type { ViewState, View, ViewContext, ViewEntry } from '../shared/view';
import { formulaOf, workingsOf } from './workings';

/** The largest difference between 32-bit and 64-bit results that counts as a rounding error. */
const TOLERANCE = 1e-5;

export const HEAD_VIEW: ViewEntry = {
  name: 'head',
  label: words => words.head.tab,
  hint: words => words.head.tabHint,
  needs: 'passage',
  controls: ['kind', 'layer', 'heads'],
  heads: 'one',
  create: context => new HeadView(context),
};

/** The fetched data of one layer. */
interface LayerData {
  readonly state: ViewState;
  readonly parts: HeadNumbers;
  readonly scale: ScoreScale;
  /** The weights that the model itself computed for one query of one head. */
  weightsOf(head: number, query: number): Float32Array;
}

class HeadView implements View {
  readonly element: HTMLElement;
  private readonly words: HeadWords;
  private readonly queries: TokenStrip;
  private readonly pair: PairStrips;
  private readonly keys: KeysTable;
  private readonly note = element('p', { class: 'teaching' });
  private readonly whole = element('p', { class: 'formula' });
  private readonly workings = element('div');
  private readonly check = element('p', { class: 'check' });
  private readonly body: HTMLElement;
  private readonly problem = element('div');
  private showing = new AbortController();
  private layer: LayerData | undefined;
  private chosen: TokenSelection | undefined;

  constructor(private readonly context: ViewContext) {
    const { language } = context;
    const words = (this.words = context.words.head);
    this.queries = new TokenStrip(words.query, query => this.pin(query));
    this.pair = new PairStrips(words.pair, language);
    this.keys = new KeysTable(words.keys, language, key => this.showKey(key));
    const pairSection = element('section', { 'aria-label': words.close }, element('h2', {}, words.close));
    pairSection.append(this.pair.element, this.workings);
    const keysSection = element(
      'section',
      { 'aria-label': words.keys.heading },
      element('h2', {}, words.keys.heading),
      this.keys.element,
    );
    const querySection = element(
      'section',
      { class: 'asks', 'aria-label': words.query },
      element('h2', {}, words.query),
      this.queries.element,
      this.note,
    );
    const intro = element('section', {}, this.whole, element('p', { class: 'teaching' }, words.meaning));
    this.body = element(
      'div',
      { class: 'parts', hidden: '' },
      querySection,
      keysSection,
      this.check,
      intro,
      pairSection,
    );
    this.element = element('div', { class: 'works head-view' }, this.problem, this.body);
  }

  show(state: ViewState): void {
    this.showing.abort();
    const { signal } = (this.showing = new AbortController());
    void this.fetch(state, signal);
  }

  /** Shows the first of the selected queries. */
  highlight(chosen: TokenSelection | undefined): void {
    if (chosen?.role === 'key') return;
    this.chosen = chosen;
    this.draw();
  }

  dispose(): void {
    this.showing.abort();
    this.element.remove();
  }

  private async fetch(state: ViewState, signal: AbortSignal): Promise<void> {
    const { kind } = state.settings;
    const layer = layerOf(state);
    try {
      const [parts, record] = await Promise.all([
        state.data.head(kind, layer, signal),
        state.data.layer(kind, layer, signal),
      ]);
      if (signal.aborted) return;
      this.problem.replaceChildren();
      this.body.hidden = false;
      const isSame = this.layer?.parts === parts;
      const scale = isSame && this.layer !== undefined ? this.layer.scale : scaleOf(parts);
      this.layer = { state, parts, scale, weightsOf: (head, query) => rowOf(record, 0, head, query) };
      this.draw();
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      this.body.hidden = true;
      this.problem.replaceChildren(this.context.failed(error, () => this.show(state)));
    }
  }

  private draw(): void {
    const { layer } = this;
    if (layer === undefined) return;
    const { state, parts, scale } = layer;
    const { rows, columns } = textsOf(state);
    const query = this.queryOf(layer);
    const head = headOf(state);
    const row = workedRow(parts, scale, head, query);
    this.describeHead(state, head);
    this.whole.replaceChildren(formulaOf(scale));
    this.queries.show(rows.text.tokens, query, rows.language);
    const difference = largestDifference(row.weights, layer.weightsOf(head, query));
    const isClose = difference < TOLERANCE;
    this.check.classList.toggle('differs', !isClose);
    const template = isClose ? this.words.checked : this.words.differs;
    this.check.textContent = fillTemplate(template, powerText(difference, this.context.language));
    const key = strongestOf(row);
    this.keys.show({ row, scale, tokens: columns.text.tokens, language: columns.language, key });
    this.showKey(key);
  }

  /** Names the shown head. If a mean is chosen, says that a mean has no queries and keys, and which head is shown instead. */
  private describeHead(state: ViewState, head: number): void {
    const { words } = this.context;
    const { layer, heads } = state.settings;
    const name = fillTemplate(words.sentences.layerHead, layerOf(state) + 1, head + 1);
    const isOne = layer !== 'mean' && typeof heads !== 'string' && heads.length === 1;
    this.note.textContent = fillTemplate(isOne ? this.words.shown : this.words.instead, name);
  }

  /** Shows the computation of one key in full. */
  private showKey(key: number): void {
    const { layer } = this;
    if (layer === undefined) return;
    const { state, parts, scale } = layer;
    const query = this.queryOf(layer);
    const { rows, columns } = textsOf(state);
    const row = workedRow(parts, scale, headOf(state), query);
    this.keys.mark(key);
    const names = { query: tokenText(rows.text.tokens[query].text), key: tokenText(columns.text.tokens[key].text) };
    this.pair.show(row.query, row.keys[key], names);
    this.workings.replaceChildren(workingsOf({ row, scale, key }, this.words.workings, this.context.language));
  }

  private queryOf({ state }: LayerData): number {
    const { tokens } = textsOf(state).rows.text;
    const first = this.chosen?.tokens.find(token => token < tokens.length);
    const { kind, step } = state.settings;
    // Without a selection it is the token that the decoder reads in the step of tab Steps, by default the first one.
    return first ?? (kind === 'encoder' ? 0 : Math.min(step, tokens.length - 1));
  }

  private pin(query: number): void {
    const { settings } = this.context;
    const count = this.layer === undefined ? 0 : textsOf(this.layer.state).rows.text.tokens.length;
    if (query < count) settings.set({ ...settings.value, pinned: { role: 'query', tokens: [query] } });
  }
}

/** The chosen layer. A mean of layers has no queries, so that a middle layer is shown instead. */
function layerOf({ settings, content }: ViewState): number {
  return settings.layer === 'mean' ? middleLayer(content.attention[settings.kind].layers) : settings.layer;
}

function headOf({ settings }: ViewState): number {
  return typeof settings.heads === 'string' ? 0 : (settings.heads[0] ?? 0);
}

interface AxisText {
  readonly text: TokenizedText;
  readonly language: string;
}

function textsOf({ content, shown, settings }: ViewState): { readonly rows: AxisText; readonly columns: AxisText } {
  const [rows, columns] = sidesOf(settings.kind);
  const side = (name: typeof rows): AxisText => ({ text: content[name], language: shown.languages[name] });
  return { rows: side(rows), columns: side(columns) };
}

function strongestOf({ weights }: WorkedRow): number {
  return weights.indexOf(Math.max(...weights));
}
