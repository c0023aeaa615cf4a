// Table: the segments of a run as a table. Rows are added in batches, so that the page stays fast with thousands of segments.
import type { RunWords } from './words';
import { type Cells, cellsOf } from './cells';
import { button, element } from '../dom/element';
import { type Order, type Row, rowsOf, type Run } from './rows';
import { fillTemplate } from '../dom/template';

const ROWS_AT_ONCE = 200;
/** A text longer than this, in UTF-16 units, gets a box that scrolls. */
const LONG_TEXT = 1500;

export interface TableOptions {
  readonly run: Run;
  readonly order: Order;
  readonly words: RunWords;
  readonly language: string;
  announce(text: string): void;
  showAttention(run: string, passage: number): void;
}

/** The table, and below it a button that adds more rows, as long as some are not shown yet. */
export function tableOf(options: TableOptions): HTMLElement {
  const { run, order, words } = options;
  const rows = rowsOf(run.segments, order);
  const body = element('tbody');
  const more = element('div', { class: 'more' });
  const table = element('table', { 'aria-rowcount': String(rows.length + 1) }, captionOf(words), headOf(words), body);
  showMore();
  return element('div', { class: 'segments' }, table, more);

  function showMore(): HTMLTableRowElement {
    const start = body.rows.length;
    const added = rows.slice(start, start + ROWS_AT_ONCE).map((row, index) => rowOf(row, start + index, options));
    body.append(...added);
    const remaining = rows.length - body.rows.length;
    if (remaining === 0) more.replaceChildren();
    else more.replaceChildren(shownOf(body.rows.length), moreButton(Math.min(remaining, ROWS_AT_ONCE)));
    return added[0];
  }

  function shownOf(count: number): HTMLElement {
    return element('span', {}, fillTemplate(words.shown, whole(count), whole(rows.length)));
  }

  function moreButton(count: number): HTMLElement {
    return button(fillTemplate(words.showMore, whole(count)), { class: 'primary' }, () => {
      const first = showMore();
      // The button was replaced and has lost the focus, which moves to the first new row.
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
      options.announce(fillTemplate(words.shown, whole(body.rows.length), whole(rows.length)));
    });
  }

  function whole(count: number): string {
    return count.toLocaleString(options.language);
  }
}

function captionOf(words: RunWords): HTMLElement {
  return element('caption', {}, words.caption);
}

function headOf(words: RunWords): HTMLElement {
  const cell = (name: string, text: string): HTMLElement => element('th', { scope: 'col', class: name }, text);
  const sure = cell('sureness', words.surenessShort);
  sure.setAttribute('aria-describedby', 'meaning');
  const cells = [cell('number', words.number), cell('source', words.source), cell('result', words.result), sure];
  return element('thead', {}, element('tr', { 'aria-rowindex': '1' }, ...cells));
}

function rowOf(row: Row, index: number, options: TableOptions): HTMLTableRowElement {
  const { number, segment } = row;
  const { run, words, language } = options;
  const { source } = run.languages;
  const cells = cellsOf(segment, run, words, language);
  const notes = cells.notes.map(note => element('p', { class: 'outcome' }, note));
  return element(
    'tr',
    { 'aria-rowindex': String(index + 2) },
    element('th', { scope: 'row', class: 'number' }, number.toLocaleString(language)),
    element('td', { class: 'source' }, textOf(segment.source, source, words.source)),
    element('td', { class: 'result' }, textOf(segment.result, cells.resultLanguage, words.result), ...notes),
    surenessOf(cells, attentionButton(row, options)),
  );
}

/** The button that shows a segment's attention, in a list. The list is empty for a segment that the model did not read. */
function attentionButton({ number, segment: { passage } }: Row, options: TableOptions): HTMLElement[] {
  const { run, words, language } = options;
  if (passage === undefined) return [];
  const label = fillTemplate(words.attentionOf, number.toLocaleString(language));
  return [
    button(words.attention, { class: 'attention', title: label, 'aria-label': label }, () =>
      options.showAttention(run.run, passage),
    ),
  ];
}

function textOf(text: string, language: string, label: string): HTMLElement {
  const isLong = text.length > LONG_TEXT;
  const box = isLong ? { class: 'text long', tabindex: '0', role: 'group', 'aria-label': label } : { class: 'text' };
  return element('div', { ...box, lang: language, dir: 'auto' }, text);
}

function surenessOf({ sureness, share }: Cells, more: readonly HTMLElement[]): HTMLElement {
  if (share === undefined) return element('td', { class: 'sureness' }, sureness, ...more);
  return element('td', { class: 'sureness' }, element('span', { class: 'percent' }, sureness), barOf(share), ...more);
}

/** The probability as a bar. It is hidden from screen readers, because it repeats the number beside it. */
function barOf(probability: number): HTMLElement {
  const fill = element('span', { class: 'fill' });
  fill.style.inlineSize = `${probability * 100}%`;
  return element('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
}
