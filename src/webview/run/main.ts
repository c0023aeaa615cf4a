// Main: the page of the Run view. It receives the reports of runs and draws each.
import { connect } from '../../base/rpc';
import { runContract } from '../../views/run/protocol';
import { button, element } from '../dom/element';
import { headerOf } from './header';
import { type Host, portTo } from '../dom/port';
import { type Order, percent, type Run, spreadOf } from './rows';
import { fillTemplate } from '../dom/template';
import { runWords } from './words';
import { tableOf } from './table';
import { translateIn } from '../dom/translate';

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const language = document.documentElement.lang;
const words = runWords(translateIn(document.body));

const page = element('main');
const status = element('p', { role: 'status', class: 'unseen' });
let order = orderOf(host.getState());
document.body.append(page, status);
const extension = connect(portTo(host), runContract);
void follow();

async function follow(): Promise<void> {
  try {
    let isFirst = true;
    for await (const run of extension.runs()) {
      draw(run);
      if (!isFirst && run !== undefined) announce(fillTemplate(words.newRun, run.title, run.segments.length));
      isFirst = false;
    }
  } catch {
    page.prepend(element('p', { role: 'alert', class: 'lost' }, words.lost));
  }
}

function announce(text: string): void {
  status.textContent = text;
}

function showAttention(run: string, passage: number): void {
  // Errors are ignored here, because the extension shows them.
  extension.showAttention({ run, passage }).catch(() => undefined);
}

function draw(run: Run | undefined): void {
  if (run === undefined) {
    const hint = element('p', {}, words.emptyHint);
    page.replaceChildren(element('section', { class: 'empty' }, element('h1', {}, words.emptyTitle), hint));
    return;
  }
  const segments = element('section', { class: 'judge' });
  const drawTable = (): void =>
    segments.replaceChildren(tableOf({ run, order, words, language, announce, showAttention }));
  drawTable();
  page.replaceChildren(headerOf(run, words, language), probabilitySummary(run, drawTable), segments);
  window.scrollTo({ top: 0 });
}

/** The section above the table: a summary of the probabilities, what they mean, and the choice of the table's order. */
function probabilitySummary(run: Run, drawTable: () => void): HTMLElement {
  const spread = spreadOf(run.segments);
  const values =
    spread === undefined ? ['–', '–'] : [percent(spread.median, language), percent(spread.lowest, language)];
  const count = run.segments.length.toLocaleString(language);
  const summary = element('p', { class: 'summary' }, fillTemplate(words.surenessOfAll, count, ...values));
  const meaning = element('p', { class: 'meaning', id: 'meaning' }, words.surenessMeaning);
  const heading = element('h2', {}, words.sureness);
  return element('section', { class: 'judging' }, heading, summary, meaning, orderChoice(drawTable));
}

function orderChoice(drawTable: () => void): HTMLElement {
  const choices: readonly [Order, string][] = [
    ['document', words.byDocument],
    ['probability', words.byProbability],
  ];
  const buttons = choices.map(([value, label]) =>
    button(label, { class: 'choice', 'data-order': value, 'aria-pressed': String(value === order) }, () => {
      order = value;
      host.setState({ order });
      for (const one of buttons) one.ariaPressed = String(one.dataset['order'] === order);
      drawTable();
    }),
  );
  const label = element('span', { id: 'order-label' }, words.order);
  return element('div', { class: 'order', role: 'group', 'aria-labelledby': 'order-label' }, label, ...buttons);
}

/** The order that the page's state has. An older version may have written the state. */
function orderOf(state: unknown): Order {
  const known = typeof state === 'object' && state !== null && 'order' in state ? state.order : undefined;
  return known === 'probability' ? 'probability' : 'document';
}
