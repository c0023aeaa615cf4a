// Header: the top of the Run page: the task, the document, the model, the speed and the notes of a run.
import type { RunWords } from './words';
import { element } from '../dom/element';
import type { Run } from './rows';
import { fillTemplate } from '../dom/template';

export function headerOf(run: Run, words: RunWords, language: string): HTMLElement {
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(run.finishedAt);
  const title = element('h1', {}, run.title);
  const place = element('p', { class: 'place' }, fillTemplate(words.ofDocument, run.document, time));
  return element('header', {}, title, place, factsOf(run, words, language), ...notesOf(run.notes, words));
}

function factsOf(run: Run, words: RunWords, language: string): HTMLElement {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const seconds = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'long',
    maximumFractionDigits: run.seconds < 10 ? 1 : 0,
  });
  const tokens = [whole.format(run.sourceTokens), whole.format(run.newTokens), run.numBeams];
  const rate = run.newTokens / run.seconds;
  const facts: [string, string][] = [
    [words.model, run.model.name],
    [words.quality, run.model.quality],
    [words.time, seconds.format(run.seconds)],
    [words.tokens, fillTemplate(run.numBeams > 1 ? words.tokensOfBeams : words.tokensOf, ...tokens)],
    ...(Number.isFinite(rate)
      ? [[words.speed, fillTemplate(words.speedOf, whole.format(rate))] satisfies [string, string]]
      : []),
  ];
  facts.push([
    words.beams,
    fillTemplate(run.whyBeams === undefined ? '{0}' : words.beamsOf, run.numBeams, run.whyBeams ?? ''),
  ]);
  // The license comes last, on a line of its own, because it is the longest text.
  const license = factOf(words.license, run.model.license, 'license');
  const entries = facts.map(([name, value]) => factOf(name, value));
  return element('dl', { class: 'facts' }, ...entries, license);
}

function factOf(name: string, value: string, kind?: string): HTMLElement {
  return element('div', { class: kind }, element('dt', {}, name), element('dd', {}, value));
}

function notesOf(notes: readonly string[], words: RunWords): HTMLElement[] {
  if (notes.length === 0) return [];
  const items = notes.map(note => element('li', {}, note));
  return [element('section', { class: 'notes' }, element('h2', {}, words.notes), element('ul', {}, ...items))];
}
